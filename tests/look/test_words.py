import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.look.page import Bullets, Headline, Paragraph, Section
from diagnostics.look.words import readable


@given(st.text())
def test_readable_text_holds_no_control_and_turns_no_direction(text):
    clean = readable(text)
    assert not any(ord(each) < 32 and each not in "\t\n" for each in clean)
    assert not any("\u202a" <= each <= "\u202e" or "\u2066" <= each <= "\u2069" for each in clean)
    assert readable(clean) == clean


def test_markup_stays_text():
    assert readable("<b>x</b> & y") == "<b>x</b> & y"


def test_line_breaks_of_all_systems_become_one():
    assert readable("a\r\nb\rc\u0085d") == "a\nb\nc\nd"


def test_a_broken_rule_is_told_with_the_part_the_field_and_what_was_got():
    with pytest.raises(InputError, match=r"Paragraph\.tone == 'loud': Input should be 'body', 'lead' or 'note'"):
        Paragraph(text="x", tone="loud")


def test_an_unknown_field_is_refused():
    with pytest.raises(InputError, match=r"Bullets\.itmes == .*not permitted"):
        Bullets(items=("a",), itmes=("b",))


def test_a_part_deep_inside_is_named():
    with pytest.raises(InputError, match=r"Paragraph\.text == ''"):
        Section(id="a", title="t", parts=({"kind": "paragraph", "text": ""},))


@pytest.mark.parametrize("text", ["nan", "NaN", "None", "inf", "-inf", "<NA>", "NaT"])
def test_a_figure_of_a_programmers_name_is_refused(text):
    with pytest.raises(InputError, match="is no figure for a reader"):
        Headline(label="x", value=text)


def test_a_text_of_controls_alone_is_no_text():
    with pytest.raises(InputError, match=r"Paragraph\.text"):
        Paragraph(text="\x00\x01")
