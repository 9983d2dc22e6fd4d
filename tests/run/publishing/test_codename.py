"""A code in place of the client's name, wherever a page or a manifest says it."""

import pytest
from pydantic import ValidationError

from diagnostics.errors import InputError
from diagnostics.look.page import Page, Paragraph, Section
from diagnostics.model.engagement import Settings
from diagnostics.run.publishing.codename import coded, coding, dressing, refuse_name

SOURCES = {"a": {"file": "a.csv"}}


def settings(code, client="机密客户"):
    return Settings(id="p-17", client=client, sources=SOURCES, codename=code)


@pytest.mark.parametrize(("code", "told"), [(True, "p-17"), ("蓝海", "蓝海"), (False, ""), (" ", "")])
def test_the_code_is_the_engagements_id_or_what_is_given(code, told):
    assert settings(code).code == told


@pytest.mark.parametrize("code", ["机密客户-1", "x" * 65])
def test_a_code_that_tells_the_name_is_refused(code):
    with pytest.raises(ValidationError, match="must not bear the client's name"):
        settings(code)


def test_every_word_of_a_page_bears_the_code():
    section = Section(id="one", title="机密客户的章", parts=(Paragraph(text="关于机密客户"),))
    page = Page(language="zh", title="机密客户的结论", client="机密客户", sections=(section,))
    found = coded(page, settings(True))
    assert "机密客户" not in str(found.record())
    assert found.sections[0].parts[0].text == "关于p-17"
    assert coded(page, settings(False)) is page


def test_capitals_make_no_other_name():
    assert coding(settings(True, "Acme Ltd"))("ACME LTD, acme ltd") == "p-17, p-17"


def test_a_rendering_is_told_of_a_code_where_there_is_one():
    assert dressing(settings(False)) == {}
    assert set(dressing(settings(True))) == {"dress"}


def test_a_document_with_the_name_is_refused_without_telling_it():
    with pytest.raises(InputError, match=r"stands in b\.html, though") as refused:
        refuse_name({"a.html": b"p-17", "b.html": "关于机密客户".encode()}, settings(True))
    assert "机密客户" not in str(refused.value)
    refuse_name({"b.html": "关于机密客户".encode()}, settings(False))


def test_a_short_name_is_no_part_of_another_word_nor_an_ordinary_one():
    told = coding(settings(True, "GAP"))("GAP's gap: GAPS, 关于GAP的 gap_GAP.csv")
    assert told == "p-17's gap: GAPS, 关于p-17的 gap_p-17.csv"
    refuse_name({"a.html": b"the gap of the manager"}, settings(True, "GAP"))


@pytest.mark.parametrize("content", [b"of Brown &amp; Sons", b"of BROWN & SONS", b"brown \\u0026 sons & brown & sons"])
def test_a_name_is_found_as_a_page_writes_it_too(content):
    with pytest.raises(InputError, match=r"stands in a\.html"):
        refuse_name({"a.html": content}, settings(True, "Brown & Sons"))
