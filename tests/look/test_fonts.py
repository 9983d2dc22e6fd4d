from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from diagnostics.errors import InputError
from diagnostics.look.fonts import font_face, lacking, subset

TEXT = "绩效改进 +11.8%,“店”"


def test_a_subset_holds_exactly_the_characters_of_the_text():
    font = TTFont(BytesIO(subset(TEXT)))
    assert font.flavor == "woff2"
    assert set(font.getBestCmap()) == {ord(each) for each in TEXT}


def test_the_same_characters_give_the_same_bytes_in_any_order():
    from diagnostics.look import fonts

    first = subset(TEXT)
    fonts._cut.cache_clear()
    assert subset(TEXT[::-1] + TEXT) == first


def test_the_font_bears_the_date_of_its_file_and_not_of_the_clock():
    from diagnostics.look.theme import font_file

    with TTFont(font_file(), lazy=True) as whole:
        assert TTFont(BytesIO(subset(TEXT)))["head"].modified == whole["head"].modified


def test_the_licence_travels_with_the_font():
    names = {each.nameID: str(each) for each in TTFont(BytesIO(subset(TEXT)))["name"].names}
    assert "Open Font License" in names[13]


def test_a_letter_that_the_font_lacks_is_an_error_that_names_it():
    with pytest.raises(InputError, match=r"no glyph for 'ﷺ𝕏' \(U\+FDFA, U\+1D54F\)"):
        subset("店𝕏ﷺ")


def test_signs_that_browsers_draw_themselves_and_spaces_may_be_absent():
    assert lacking("🌸👍🏽\u200b\u2009\ufe0f\n\t") == ""
    assert set(TTFont(BytesIO(subset("店🌸"))).getBestCmap()) == {ord("店")}


def test_the_rule_carries_the_font_within_the_page():
    rule = font_face("店")
    assert rule.startswith('@font-face{font-family:"Noto Sans SC";src:url(data:font/woff2;base64,')
    assert "http" not in rule
