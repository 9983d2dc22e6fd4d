import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.field_work.agreement import agreements, cohen
from diagnostics.model.root_cause import Interview, Note


def interview(*notes, **more):
    told = {"id": "i1", "role": "店长", "level": "middle", "at": "2026-03-01"} | more
    return Interview(**told, notes=tuple(Note(text="x", codes=each) for each in notes))


def oracle(pairs):
    codes = sorted({each for pair in pairs for each in pair})
    table = np.zeros((len(codes), len(codes)))
    for first, second in pairs:
        table[codes.index(first), codes.index(second)] += 1
    return cohens_kappa(table)


@given(st.integers(0, 10**6), st.integers(2, 5), st.integers(50, 120), st.floats(0, 1))
@settings(max_examples=60)
def test_many_notes_give_what_statsmodels_gives(seed, codes, notes, alike):
    rng = np.random.default_rng(seed)
    first = rng.integers(0, codes, notes)
    second = np.where(rng.random(notes) < alike, first, rng.integers(0, codes, notes))
    pairs = [(str(a), str(b)) for a, b in zip(first, second, strict=True)]
    known = oracle(pairs)
    kappa, low, high, method = cohen(pairs)
    assert kappa == pytest.approx(known.kappa)
    if known.kappa_upp - known.kappa_low < 1e-9:
        assert (low, high, method) == (None, None, "")
        return
    assert method == "asymptotic"
    assert low == pytest.approx(max(-1, known.kappa_low), abs=1e-9)
    assert high == pytest.approx(min(1, known.kappa_upp), abs=1e-9)


def test_a_coder_of_one_code_agrees_as_chance_would():
    assert cohen([("a", "a")] * 50 + [("a", "b")] * 10)[0] == pytest.approx(0)


def test_few_notes_are_drawn_again_and_their_interval_is_wide():
    pairs = [("a", "a")] * 8 + [("b", "b")] * 6 + [("a", "b"), ("b", "a")]
    kappa, low, high, method = cohen(pairs)
    assert kappa == pytest.approx(oracle(pairs).kappa)
    assert method == "bootstrap"
    assert low < kappa < high
    assert high - low > 0.4
    assert cohen(pairs) == cohen(pairs)


def test_one_code_throughout_says_nothing_of_agreement():
    assert cohen([("a", "a")] * 60) == (None, None, None, "")


def test_of_two_notes_no_interval_is_told():
    kappa, low, high, method = cohen([("a", "a"), ("b", "b")])
    assert (kappa, low, high, method) == (1.0, None, None, "")


def test_the_interval_of_few_notes_covers_what_is_true():
    """True κ 0.5 with two codes of one half: 40 notes, 200 seeds."""
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        first = rng.integers(0, 2, 40)
        second = np.where(rng.random(40) < 0.5, first, rng.integers(0, 2, 40))
        _, low, high, _ = cohen([(str(a), str(b)) for a, b in zip(first, second, strict=True)], seed=seed)
        held += low <= 0.5 <= high
    assert held >= 0.9 * 200


def test_notes_that_one_coded_are_counted_apart_and_disputes_are_listed():
    (found,) = agreements([interview({"li": "a", "wang": "a"}, {"li": "b", "wang": "a"}, {"li": "b"}, {})])
    assert (found.first, found.second, found.notes, found.single) == ("li", "wang", 2, 1)
    assert found.disputed == (("i1", 2, "b", "a"),)
    assert found.agreed == 0.5


def test_three_coders_are_held_against_each_other_in_pairs():
    found = agreements([interview({"li": "a", "wang": "a", "zhao": "b"})])
    assert {(each.first, each.second) for each in found} == {("li", "wang"), ("li", "zhao"), ("wang", "zhao")}
    assert agreements([interview({"li": "a"})]) == ()


def test_no_pair_is_refused():
    with pytest.raises(InputError, match="needs one at least"):
        cohen([])


@pytest.mark.parametrize("notes", [1, 12, 60])
@pytest.mark.parametrize("pairs", [[("a", "b")], [("a", "a"), ("b", "b")], [("a", "b"), ("b", "a")]])
def test_an_interval_without_width_is_none(pairs, notes):
    kappa, low, high, method = cohen(pairs * notes)
    assert kappa in (-1, 0, 1)
    assert (low, high, method) == (None, None, "") or low < high
