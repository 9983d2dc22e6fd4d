"""The sample page as its readers open it: at a desk, on a phone, in the dark, on paper, without eyes."""

import re

import pytest

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1440, "height": 900}}
TABLET = {"viewport": {"width": 768, "height": 1024}}
PHONE = {"viewport": {"width": 360, "height": 740}}
LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", [DESK, TABLET, PHONE], ids=["desk", "tablet", "phone"])
def test_the_page_is_quiet_asks_for_nothing_and_fits(opened, rendered, language, screen):
    with opened(rendered(language), **screen) as it:
        it.page.wait_for_timeout(200)
        assert it.said == []
        assert it.asked_outside == []
        assert it.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_page_fits_with_every_fold_open(opened, rendered, screen):
    with opened(rendered("zh"), **screen) as it:
        it.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert it.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_comes_from_the_font_within_the_page(opened, rendered, language):
    with opened(rendered(language), **DESK) as it:
        it.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        session = it.context.new_cdp_session(it.page)
        session.send("DOM.enable")
        session.send("CSS.enable")
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        fonts = {}
        for selector in ("main", ".running", ".colophon", ".headlines", ".plate", "table"):
            node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
            for each in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
                fonts[each["familyName"], each["isCustomFont"]] = each["glyphCount"]
        assert set(fonts) == {("Noto Sans SC", True)}, fonts
        assert it.page.evaluate("document.fonts.check('16px \"Noto Sans SC\"', '绩效改进')") or language == "en"


def violations(it):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(it.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(each["id"], each["impact"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "look",
    [DESK, PHONE, {**DESK, "color_scheme": "dark"}],
    ids=["desk", "phone", "dark"],
)
def test_the_page_is_accessible(opened, rendered, language, look):
    with opened(rendered(language), bypass_csp=True, **look) as it:
        assert violations(it) == []
        it.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert violations(it) == []


def test_the_page_can_be_used_by_keyboard(opened, rendered):
    with opened(rendered("zh"), **PHONE) as it:
        it.page.keyboard.press("Tab")
        assert it.page.evaluate("document.activeElement.className") == "skip"
        it.page.keyboard.press("Enter")
        assert it.page.evaluate("document.activeElement.id") == "main"
        it.page.focus(".contents summary")
        it.page.keyboard.press("Enter")
        seen = set()
        for _ in range(60):
            it.page.keyboard.press("Tab")
            seen.add(it.page.evaluate("document.activeElement.tagName + '.' + document.activeElement.className"))
        assert {"SUMMARY.", "A."} <= seen
        assert any(each.startswith("DIV.table") for each in seen)


def test_a_phone_shows_every_cell_of_a_table_of_many_columns(opened, rendered):
    cut = (
        "document.querySelectorAll('details').forEach(each => { each.open = true });"
        "[...document.querySelectorAll('.table.cards')].map(each => each.scrollWidth - each.clientWidth)"
    )
    with opened(rendered("en"), **PHONE) as it:
        over = it.page.evaluate(cut)
        assert over
        assert max(over) <= 1


def test_a_phone_shows_the_narrow_figures_and_a_desk_the_wide_ones(opened, rendered):
    shown = (
        "[...document.querySelectorAll('.plate')].filter(each => each.checkVisibility()).map(each => each.classList[1])"
    )
    with opened(rendered("zh"), **PHONE) as it:
        assert set(it.page.evaluate(shown)) == {"narrow"}
    with opened(rendered("zh"), **DESK) as it:
        assert set(it.page.evaluate(shown)) == {"wide"}


def test_letters_of_figures_can_be_read_on_a_phone(opened, rendered):
    smallest = (
        "Math.min(...[...document.querySelectorAll('.plate.narrow text')].map("
        "each => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a))"
    )
    with opened(rendered("zh"), **PHONE) as it:
        assert it.page.evaluate(smallest) >= 9


def test_paper_shows_what_a_screen_folds(opened, rendered):
    with opened(rendered("zh"), viewport={"width": 660, "height": 980}) as it:
        folded = "[...document.querySelectorAll('details:not(.contents > *) > :not(summary)')].map(each => each.checkVisibility())"
        assert set(it.page.evaluate(folded)) == {False}
        it.page.emulate_media(media="print")
        shown = it.page.evaluate(folded)
        assert len(shown) >= 6
        assert all(shown)
        assert it.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert it.page.evaluate(
            "[...document.querySelectorAll('.plate.narrow')].every(each => !each.checkVisibility())"
        )


def test_paper_is_a4(opened, rendered):
    with opened(rendered("zh")) as it:
        pdf = it.page.pdf(prefer_css_page_size=True)
    sizes = {
        tuple(round(float(each)) for each in box) for box in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    }
    assert sizes <= {(595, 842), (596, 842), (595, 841), (596, 843)}
    assert sizes
    assert 3 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 9


def test_the_conclusion_and_the_figures_stand_on_the_first_screen(opened, rendered):
    with opened(rendered("zh"), **DESK) as it:
        bottom = "Math.max(...[...document.querySelectorAll('.headlines .value')].map(e => e.getBoundingClientRect().bottom))"
        assert it.page.evaluate(bottom) < 900


def test_the_contents_lead_to_their_sections_and_open_what_is_folded(opened, rendered):
    with opened(rendered("zh"), **TABLET) as it:
        assert not it.page.locator(".contents a").first.is_visible()
        it.page.click(".contents summary")
        # At a desk they stand beside the page, open.
        it.page.set_viewport_size(DESK["viewport"])
        it.page.reload()
        assert it.page.locator(".contents a").first.is_visible()
        targets = it.page.evaluate("[...document.querySelectorAll('.contents a')].map(each => each.hash.slice(1))")
        assert len(targets) == 6
        assert all(it.page.evaluate("name => !!document.getElementById(name)", each) for each in targets)
        folded = it.page.evaluate("[...document.querySelectorAll('.fold > .section-body')].map(each => each.id)")
        it.page.goto(f"{it.page.url.split('#')[0]}#{folded[0]}")
        assert it.page.locator(f"#{folded[0]}").is_visible()
        assert it.page.evaluate("name => document.getElementById(name).closest('details').open", folded[0])


def test_figures_are_drawn_for_the_dark_too(opened, rendered):
    colours = (
        "[...new Set([...document.querySelectorAll('.plate.wide text')].map(each => getComputedStyle(each).fill))]"
        ".map(each => each.match(/\\d+/g).map(Number)).map(([r, g, b]) => (r + g + b) / 3)"
    )
    with opened(rendered("zh"), **DESK, color_scheme="dark") as it:
        assert min(it.page.evaluate(colours)) > 110
