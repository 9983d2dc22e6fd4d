"""What was planted in the measures is what the workbench says of them, over several seeds."""

from collections import Counter
from functools import cache

import pandas as pd
import pytest

from diagnostics.data.demo import SEED, manufacturer, wellness
from diagnostics.data.demo.wellness_facts import FOCUS
from diagnostics.loop.track.effect import estimate_effect

SEEDS = (*range(8), SEED)


def monthly(facts: pd.DataFrame, entity: str, day: str, above: str, below: str = "") -> pd.DataFrame:
    named = facts.assign(month=facts[day].str[:7])
    sums = named.groupby([entity, "month"])[[each for each in (above, below) if each]].sum()
    value = sums[above] / sums[below] if below else sums[above]
    return value.rename("value").reset_index().rename(columns={entity: "entity"})


@cache
def case_a(seed: int) -> dict[str, pd.DataFrame]:
    facts = wellness.facts(seed)
    return {
        "revenue": monthly(facts["visits"], "store", "date", "sales"),
        "repurchase_rate": monthly(facts["members"], "store", "month", "repurchased", "members"),
    }


@cache
def case_b(seed: int) -> dict[str, pd.DataFrame]:
    facts = manufacturer.facts(seed)
    made = facts["production"].assign(company="hengyue", good=lambda rows: rows["pieces"] - rows["defects"])
    people = facts["people"].assign(company="hengyue")
    return {
        "scrap_rate": monthly(made, "company", "date", "scrap_kg", "material_kg"),
        "yield_rate": monthly(made, "company", "date", "good", "pieces"),
        "suggestion_rate": monthly(people, "company", "month", "suggestions", "headcount"),
    }


def estimated(series: pd.DataFrame, entity: str, start: str, until: str, **options):
    rows = series[series["month"] <= until]
    return estimate_effect(rows, entity="entity", time="month", value="value", treated=[entity], start=start, **options)


def of_shop(seed: int, kpi: str, start: str, until: str, planned: float):
    log = {"transform": "log"} if kpi == "revenue" else {}
    return estimated(case_a(seed)[kpi], FOCUS, start, until, planned={"relative": planned}, **log)


def of_company(seed: int, kpi: str, start: str, until: str, planned: dict[str, float]):
    improvement = "lower" if kpi == "scrap_rate" else "higher"
    return estimated(case_b(seed)[kpi], "hengyue", start, until, planned=planned, improvement=improvement)


MEASURES = {
    "fixed_raise": lambda seed: of_shop(seed, "revenue", "2024-02", "2025-04", 0.12),
    "follow_up": lambda seed: of_shop(seed, "repurchase_rate", "2024-09", "2025-06", 0.16),
    "pay_link": lambda seed: of_shop(seed, "revenue", "2025-05", "2025-12", 0.15),
    "data_centre": lambda seed: of_company(seed, "scrap_rate", "2025-01", "2025-12", {"relative": -0.15}),
    "grading_271": lambda seed: of_company(seed, "suggestion_rate", "2025-02", "2025-09", {"relative": 0.25}),
    "okr_teams": lambda seed: of_company(seed, "yield_rate", "2025-07", "2025-12", {"absolute": 0.003}),
}
TRUTH = {**wellness.truth()["measures"], **manufacturer.truth()["measures"]}


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_gets_the_verdict_that_was_planted(measure):
    verdict = list(TRUTH[measure]["verdict"].values())[-1]
    found = Counter(MEASURES[measure](seed).verdict for seed in SEEDS)
    # One true null in twenty is missed by construction, and as many pairs of shops drift apart by chance.
    assert found[verdict] >= len(SEEDS) - 2, found
    assert not (verdict == "worked" and found["worse"])


@pytest.mark.parametrize("measure", MEASURES)
def test_the_default_seed_tells_the_story(measure):
    assert MEASURES[measure](SEED).verdict == list(TRUTH[measure]["verdict"].values())[-1]


def test_the_intervals_hold_what_was_planted():
    held = {"pay_link": 0, "fixed_raise": 0}
    for name in held:
        for seed in SEEDS:
            found = MEASURES[name](seed)
            held[name] += found.relative_low <= TRUTH[name]["relative"] <= found.relative_high
    assert min(held.values()) >= len(SEEDS) - 2, held


@pytest.mark.parametrize("seed", SEEDS)
def test_two_months_after_the_change_it_is_too_early_and_the_month_is_named(seed):
    found = of_shop(seed, "revenue", "2025-05", "2025-06", 0.15)
    assert found.verdict == "insufficient"
    assert "few_after" in found.reasons
    assert found.judge_from == TRUTH["pay_link"]["judge_from"] == "2025-10"


def test_a_wave_of_three_months_is_too_young_to_judge():
    for seed in SEEDS:
        found = of_company(seed, "suggestion_rate", "2025-10", "2025-12", {"relative": 0.25})
        assert found.verdict == "insufficient"
