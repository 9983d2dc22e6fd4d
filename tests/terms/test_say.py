from string import Formatter

import pytest

from diagnostics.errors import UnknownNameError
from diagnostics.terms import known_ids, say
from diagnostics.terms.say import _texts

ASCII_BESIDE_CHINESE = ",;:?!()"


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_terms():
    assert known_ids("zh") == known_ids("en")


def test_both_languages_have_the_same_placeholders():
    chinese, english = _texts("zh"), _texts("en")
    differ = [
        each for each in chinese.keys() & english.keys() if placeholders(chinese[each]) != placeholders(english[each])
    ]
    assert differ == []


def is_chinese(letter):
    return "\u4e00" <= letter <= "\u9fff"


def uses_ascii_punctuation(text):
    return any(
        letter in ASCII_BESIDE_CHINESE
        and any(map(is_chinese, text[max(place - 1, 0) : place] + text[place + 1 : place + 2]))
        for place, letter in enumerate(text)
    )


def test_chinese_texts_use_chinese_punctuation():
    assert {each: text for each, text in _texts("zh").items() if uses_ascii_punctuation(text)} == {}


def test_no_english_text_holds_chinese():
    assert [each for each in known_ids("en") if any(is_chinese(letter) for letter in _texts("en")[each])] == []


def test_an_unknown_term_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'loop.align'"):
        say("loop.aling", "zh")


def test_a_value_can_not_reach_into_other_values():
    assert say("number.between", "en", low="{high.__class__}", high="b") == "{high.__class__} to b"


def test_a_missing_value_is_an_error():
    with pytest.raises(KeyError):
        say("number.between", "en", low="a")


def test_a_count_goes_with_its_word():
    values = {"readings": 1, "kpis": "1", "compared": 2, "beyond": 0, "missing": 0, "differences": 1}
    assert say("reconcile.summary.some", "en", **values) == (
        "1 other count of 1 KPI: 2 figures compared, 0 beyond tolerance, 0 on one side only, 1 difference of definition."
    )


def test_a_language_that_there_is_not_is_named():
    with pytest.raises(UnknownNameError, match="Unknown language 'fr'. Known: en, zh"):
        say("loop.align", "fr")
