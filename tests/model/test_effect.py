"""An effect estimate shows itself."""

from dataclasses import replace

import pytest

from diagnostics.model.effect import REASONS, REFUSING, EffectEstimate
from diagnostics.terms import LANGUAGES, known_ids


@pytest.fixture
def estimate():
    return EffectEstimate(
        method="did", effect=5.0, low=1.0, high=9.0, relative=0.05, relative_low=0.01, relative_high=0.09, p_value=0.01,
        mde=5.5, relative_mde=0.055, verdict="worked", reasons=(), judge_from="",
        contrast={"before_after": {"effect": 7.0, "low": 2.0, "high": 12.0}}, placebo={"rank": 1, "count": 20}, before=24,
        after=12, comparisons=20, improvement="higher", transform=None, seed=0, text={"zh": "有效。", "en": "It worked."},
    )  # fmt: skip


def test_contrasts_stand_below_the_estimate_and_are_no_evidence(estimate):
    frame = estimate.frame()
    assert list(frame["estimate"]) == ["did", "before_after"]
    assert list(frame["evidence"]) == [True, False]
    assert frame["effect"].tolist() == [5.0, 7.0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_estimate_is_told_and_drawn_also_without_figures(estimate, language):
    assert estimate.summary(language) == estimate.text[language]
    assert estimate.plot(language).axes
    nothing = dict.fromkeys(("effect", "low", "high", "relative", "relative_low", "relative_high"))
    assert replace(estimate, verdict="insufficient", **nothing).plot(language).axes


def test_a_record_is_plain(estimate):
    record = estimate.record()
    assert record["reasons"] == []
    assert record["text"] == {"zh": "有效。", "en": "It worked."}
    assert "seed" not in record


def test_every_reason_has_its_words_and_the_refusing_ones_are_known():
    assert set(REASONS) > REFUSING
    for language in LANGUAGES:
        assert {f"effect.reason.{each}" for each in REASONS} <= known_ids(language)
