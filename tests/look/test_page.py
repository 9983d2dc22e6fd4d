import json

import pytest

from diagnostics.errors import InputError
from diagnostics.look.page import MIME, FigurePart, Page, Paragraph, Section, read_page

SMALL = Page(language="zh", title="结论", sections=(Section(id="a", title="一", parts=(Paragraph(text="甲"),)),))


def test_a_page_survives_the_way_through_a_notebook():
    assert read_page(json.loads(json.dumps(SMALL.record()))) == SMALL


def test_a_page_bears_its_schema():
    assert SMALL.record()["schema"] == {"name": "perfloop.page", "version": 1}


def test_a_notebook_shows_a_page_as_its_record():
    assert SMALL._repr_mimebundle_() == {MIME: SMALL.record(), "text/plain": "结论"}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"schema": None}, "bears schema None"),
        ({"schema": {"name": "perfloop.gaps", "version": 1}}, "bears schema 'perfloop.gaps'"),
        ({"schema": {"name": "perfloop.page", "version": 2}}, "version 2; this perfloop reads up to 1"),
        ({"language": "fr"}, r"Page\.language == 'fr'"),
        ({"sections": []}, r"Page\.sections"),
    ],
)
def test_a_record_that_is_no_page_is_refused(change, problem):
    with pytest.raises(InputError, match=problem):
        read_page({**SMALL.record(), **change})


def test_something_else_than_an_object_is_refused():
    with pytest.raises(InputError, match="must be an object, got list"):
        read_page([])


def test_section_ids_differ_within_a_page():
    one = SMALL.sections[0]
    with pytest.raises(InputError, match=r"must differ within a page, got twice: \['a'\]"):
        Page(language="zh", title="t", sections=(one,), appendix=(one,))


@pytest.mark.parametrize("name", ["A", "1a", "a b", '"x', "a_b", ""])
def test_a_section_id_is_a_plain_anchor(name):
    with pytest.raises(InputError, match=r"Section\.id"):
        Section(id=name, title="t")


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_figure_without_words_for_those_who_can_not_see_it_is_refused(alt):
    with pytest.raises(InputError, match=r"FigurePart\.alt"):
        FigurePart(svg="<svg/>", alt=alt)


def test_a_page_can_not_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        SMALL.title = "x"
