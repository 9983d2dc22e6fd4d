import pandas as pd
import pytest

from diagnostics.loop.diagnose.gaps.compare import compare
from diagnostics.model.kpi import Kpi
from diagnostics.model.observations import KEYS, Observations

MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13)]
SALES = Kpi(id="sales", name="销售", unit="money", direction="higher", source="s", measure="sum(x)")
RATE = Kpi(id="rate", name="转化", unit="share", direction="higher", source="s", measure="sum(x) / sum(y)")


def observed(bases, kpi="sales", entity="a"):
    """A row a month up to the last basis; values around 100."""
    rows = []
    for at, basis in enumerate(bases):
        year, month = map(int, MONTHS[at].split("-"))
        value = 100.0 + (at % 3)
        rows.append(
            {"kpi": kpi, "level": "store", "entity": entity, "cycle": "month", "period": MONTHS[at],
             "start": pd.Timestamp(year, month, 1), "value": value, "numerator": value, "denominator": 1.0,
             "base": float("nan"), "target": 90.0, "target_high": float("nan"), "stretch": float("nan"), "n": 5,
             "people": float("nan"), "basis": basis}
        )  # fmt: skip
    return pd.DataFrame(rows)


def gaps(frame, period, *kpis):
    assert list(frame.columns[: len(KEYS)]) == list(KEYS)
    return compare(Observations(frame), kpis or (SALES,), period).table.set_index("comparison")


def test_a_comparison_across_a_version_is_left_out_and_says_why():
    found = gaps(observed([""] * 24 + ["2025-01"] * 6), "2025-06")
    assert pd.isna(found.loc["year_ago", "reference"])
    assert found["not_compared"].to_dict() == {"target": "", "previous": "", "year_ago": "version", "peers": "entities"}
    assert found.loc["previous", "reference"] == 101.0
    assert set(found["basis"]) == {"2025-01"}


def test_the_usual_range_knows_only_figures_of_the_current_meaning():
    few = gaps(observed([""] * 24 + ["2025-01"] * 6), "2025-06").loc["target"]
    assert pd.isna(few["usual_low"])
    many = gaps(observed(["9999"] + [""] * 20), "2024-09").loc["target"]
    assert many["usual_low"] > 90


def test_merged_months_compare_only_with_the_same():
    bases = ["", "+2m"] + [""] * 11 + ["+2m", ""]
    merged = gaps(observed(bases), "2024-02")
    assert merged["not_compared"].to_dict() == {
        "target": "months",
        "previous": "months",
        "year_ago": "",
        "peers": "entities",
    }
    assert merged.loc["year_ago", "reference"] == 101.0
    assert merged.loc["target", "status"] == "none"
    after = gaps(observed(bases), "2024-03")
    assert after.loc["previous", "not_compared"] == "months"
    assert after.loc["target", "not_compared"] == ""


def test_a_ratio_of_merged_months_has_a_target_still():
    found = gaps(observed(["", "+2m"], kpi="rate"), "2023-02", RATE)
    assert found.loc["target", "reference"] == 90.0
    assert found.loc["previous", "not_compared"] == "months"


def test_figures_without_a_break_are_compared_as_ever():
    found = gaps(observed([""] * 30), "2025-06")
    assert set(found["not_compared"].drop("peers")) == {""}
    assert found["reference"].notna().sum() == 3


@pytest.mark.parametrize("bases", [["", "2025-01"], ["2025-01+2m", "2025-01"], ["", "+2m"]])
def test_peers_counted_otherwise_are_no_yardstick(bases):
    from diagnostics.model.entity import Entities, Entity

    stores = Entities(tuple(Entity(id=each, level="store", peer_group="g") for each in "abcd"))
    frame = pd.concat([observed([bases[0] if each == "a" else bases[1]], entity=each) for each in "abcd"])
    found = compare(Observations(frame.reset_index(drop=True)), (SALES,), "2023-01", entities=stores).table
    own = found[(found["entity"] == "a") & (found["comparison"] == "peers")]
    assert own["reference"].isna().all()
    others = found[(found["entity"] == "b") & (found["comparison"] == "peers")]
    assert others["peers"].tolist() == [2.0]


def test_peers_that_nobody_named_or_that_are_too_few_say_why_there_is_no_reference(stores):
    assert gaps(observed([""] * 30), "2025-06").loc["peers", "not_compared"] == "entities"
    alone = compare(Observations(observed([""] * 30)), [SALES], "2025-06", entities=stores).frame()
    assert alone.set_index("comparison").loc["peers", "not_compared"] == "few"
