import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.look.charts.canvas import breadth, drawing, lacking, words, wrapped
from diagnostics.look.theme import MARKS
from diagnostics.terms import known_ids, say


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_font_has_every_character_of_the_terms(language):
    texts = [say(each, language, **_anything(each, language)) for each in known_ids(language)]
    assert lacking("".join(texts)) == ""


def _anything(term, language):
    from string import Formatter

    from diagnostics.terms.say import _texts

    return {name: "x" for _, name, _, _ in Formatter().parse(_texts(language)[term]) if name}


def test_the_page_font_has_the_shapes_of_every_status():
    assert lacking("".join(each.shape for each in MARKS.values()) + "−–…·×÷≥≤") == ""


def test_a_letter_that_the_font_lacks_is_named():
    with pytest.raises(InputError, match="no glyph for '𝕏' in '店 𝕏'"):
        words("店 𝕏")


def test_what_can_not_be_seen_is_left_out():
    assert words("华\u200b东\u202e\n 区") == "华东 区"


def test_drawing_leaves_the_settings_as_they_were():
    mpl.rcParams["font.size"] = 17
    before = dict(mpl.rcParams)
    with drawing("wide"):
        assert mpl.rcParams["font.size"] != 17
    assert dict(mpl.rcParams) == before
    mpl.rcdefaults()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="店长薪酬ab 1,。「」", min_size=1, max_size=60), st.floats(40, 200))
def test_wrapped_lines_fit_and_lose_nothing(text, room):
    text = " ".join(text.split()) or "店"
    with drawing("wide"):
        lines = wrapped(text, room, 9.0, lines=99).split("\n")
        pieces = [each for each in lines if breadth(each, 9.0) > room]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    # Only a piece that can't be broken may be broader: letters without a space, or marks that may not be parted.
    assert (
        all(len(each) == 1 or not set("店长薪酬") & set(each[1:]) for each in pieces if " " not in each) or pieces == []
    )
