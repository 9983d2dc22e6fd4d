"""Tests of the figures and words of traps."""

from dataclasses import replace

import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.model.text import Text
from diagnostics.model.trap import TESTS_OF, TRAP_TESTS
from diagnostics.model.trap_words import figures_told
from diagnostics.model.traps import TrapEvidence, Traps

ROWS = pd.DataFrame({
    "entity": ["a"] * 60, "start": pd.date_range("2020-01-01", periods=60, freq="MS"), "value": [1.0, 0.0, 2.0] * 20,
    "threshold": 1.0,
})  # fmt: skip


def _traps(test, figures, rows=ROWS):
    each = TrapEvidence(test, "k", "", "store", "", 50.0, 0.01, 60, True, figures, rows)
    return Traps((each,), {}, "2025-06", {"k": Text(zh="差错", en="Errors")})


@pytest.mark.parametrize("test", ["bunching", "digits", "limit", "suggestions", "smooth", "base"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_kind_of_test_has_a_figure(test, language):
    figures = {"share": 0.1, "rule": 0.5}
    assert _traps(test, figures).plot(language).axes


def test_a_test_without_a_course_has_no_figure_and_says_what_to_use():
    with pytest.raises(InputError, match=r"rows\('split'\)"):
        _traps("split", {}, pd.DataFrame({"question": ["q"]})).plot()
    with pytest.raises(InputError, match="Nothing was looked at"):
        Traps((), {}, "2025-06", {}).plot()


def test_every_test_belongs_to_one_trap():
    assert sorted(test for tests in TESTS_OF.values() for test in tests) == sorted(TRAP_TESTS)


def test_counts_shares_and_relations_are_told_each_in_its_own_way():
    told = figures_told("pay_link", {"n_entities": 12.0, "tie": 0.314, "share": 0.104, "ratio": float("inf")})
    assert told == {"n_entities": "12", "tie": "0.31", "share": "10%", "ratio": "–"}
    assert figures_told("deductions", {"ratio": 6.0}) == {"ratio": "6.00"}


@pytest.mark.parametrize(("rises", "told"), [(1.0, False), (9.0, False), (10.0, True)])
def test_how_much_few_people_were_raised_is_never_handed_on(rises, told):
    from diagnostics.model.trap_words import line_of

    figures = {"n_rises": rises, "rise": 0.47, "change": 0.004}
    one = replace(_traps("fixed_rise", figures).evidence[0], state="confirmed", released=True)
    (item,) = replace(_traps("fixed_rise", figures), evidence=(one,)).record()["items"]
    assert ("rise" in item["figures"], "47" in str(item)) == (told, told)
    for language in ("zh", "en"):
        assert ("47" in line_of("fixed_rise", item["figures"], {"kpi": "k", "counter": ""}, language)) == told
