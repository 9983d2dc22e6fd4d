"""The agreement as its parties see it: on one sheet of paper, on a phone, without eyes."""

from __future__ import annotations

import re
from functools import cache

import pytest

from diagnostics.data.demo.case import write_case
from diagnostics.run.contract_page import write_contract

pytestmark = pytest.mark.browser
DESK = {"viewport": {"width": 1100, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}}
LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def contract(tmp_path_factory):
    """Page of the agreement on case A's pay link, in a language."""

    @cache
    def file(language):
        folder = tmp_path_factory.mktemp("contract") / language
        write_case("a", folder, language=language)
        return write_contract(folder, "pay_link")

    return file


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_agreement_is_one_sheet_of_a4_in_the_font_it_carries(opened, contract, language):
    with opened(contract(language), **DESK) as it:
        paper, fonts = it.page.pdf(prefer_css_page_size=True), set()
        session = it.context.new_cdp_session(it.page)
        session.send("DOM.enable")
        session.send("CSS.enable")
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        for selector in ("h1", "h2", "dt", "dd", "caption", "th", "td", ".hash", ".signatures th", "footer p"):
            node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
            told = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            assert told, selector
            fonts |= {(each["familyName"], each["isCustomFont"]) for each in told}
    assert fonts == {("Noto Sans SC", True)}
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_agreement_is_accessible_fits_and_asks_for_nothing(opened, contract, language, screen):
    from axe_playwright_python.sync_playwright import Axe

    with opened(contract(language), bypass_csp=True, **screen) as it:
        assert it.said == []
        assert it.asked_outside == []
        assert it.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(it.page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(each["id"], each["impact"]) for each in found] == []
