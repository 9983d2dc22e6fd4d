import pytest

from diagnostics.data.engine import open_engine
from diagnostics.data.reconcile import find_conflicts
from diagnostics.errors import InputError, UnknownNameError
from tests.data.reconcile.conftest import PASS_RATE, PRODUCTION, QUALITY, SOURCES, WORKSHOPS


def conflicts(told, at="2025-01", **options):
    with open_engine(told) as engine:
        return find_conflicts(engine, at, **options)


def listed(rows):
    return [
        (
            row["entity"],
            row["period"],
            round(row["authoritative"], 6),
            round(row["value"], 6),
            round(row["absolute"], 6),
        )
        for row in rows.to_dict("records")
    ]


def test_three_workshops_and_two_definitions_of_the_pass_rate_conflict_and_are_not_averaged(workshops):
    found = conflicts(workshops())
    # The plant: 2955 / 3000 = 98.5 % by production, 2905 / 3000 = 96.83 % by quality; never the mean of the two.
    assert listed(found.beyond) == [
        ("w2", "2025-01", 0.985, 0.955, -0.03),
        ("w3", "2025-01", 0.98, 0.96, -0.02),
        ("plant", "2025-01", 0.985, 0.968333, -0.016667),
    ]
    assert listed(found.of("within")) == [("w1", "2025-01", 0.99, 0.99, 0.0)]
    assert {each.aspect for each in found.differences} == {"wording", "columns"}


def test_the_same_figures_in_both_sources_are_no_conflict(workshops):
    found = conflicts(workshops(quality=PRODUCTION.replace("passed", "first_pass")))
    assert found.beyond.empty
    assert set(found.table["state"]) == {"within"}


def test_rounding_of_an_engine_is_no_conflict(workshops):
    thirds = PRODUCTION.replace("990", "333.3333333333")
    found = conflicts(workshops(thirds, thirds.replace("passed", "first_pass")))
    assert found.beyond.empty


def test_three_sources_that_disagree_list_exactly_the_planted_rows(engagement, data):
    base = "month,store,sales\n" + "".join(
        f"2025-{m:02d}-15,{s},{100 * m}\n" for m in range(1, 13) for s in ("s1", "s2", "s3")
    )
    (data / "finance.csv").write_text(base, encoding="utf-8")
    (data / "sales.csv").write_text(base.replace("2025-03-15,s2,300", "2025-03-15,s2,330"), encoding="utf-8")
    (data / "hr.csv").write_text(base.replace("2025-11-15,s1,1100", "2025-11-15,s1,550"), encoding="utf-8")
    shape = {"time": "month", "entity": "store"}
    sources = {name: {"file": f"{name}.csv", **shape} for name in ("finance", "sales", "hr")}
    readings = [{"id": name, "source": name, "measure": "sum(sales)"} for name in ("sales", "hr")]
    told = engagement([{"id": "revenue", "measure": "sum(sales)", "readings": readings}], sources)
    found = conflicts(told, "2025-12", levels=["store"])
    rows = [(row["reading"], *listed(found.beyond)[at]) for at, row in enumerate(found.beyond.to_dict("records"))]
    assert rows == [("hr", "s1", "2025-11", 1100.0, 550.0, -550.0), ("sales", "s2", "2025-03", 300.0, 330.0, 30.0)]
    assert len(found.table) == 72
    assert found.differences == ()


def test_a_difference_up_to_the_tolerance_is_none(workshops):
    # 0.955 of 0.985 is 3.05 % less, 0.96 of 0.98 is 2.04 % less.
    found = conflicts(workshops(tolerance=0.0205))
    assert [row["entity"] for row in found.beyond.to_dict("records")] == ["w2"]
    assert conflicts(workshops(tolerance=0.04)).beyond.empty


def test_what_one_side_lacks_is_listed_and_no_conflict(workshops):
    lacking = QUALITY.replace("2025-01-31,w1,1000,990\n", "").replace("2025-01-31,w2,1000,955\n", "2025-01-31,w2,0,0\n")
    found = conflicts(workshops(quality=lacking), levels=["workshop"])
    assert [(row["entity"], row["state"]) for row in found.of("missing_reading").to_dict("records")] == [
        ("w1", "missing_reading"),
        ("w2", "missing_reading"),
    ]
    assert len(found.beyond) == 1


def test_the_last_twelve_periods_are_looked_at(workshops):
    rows = "".join(f"20{24 + m // 12}-{m % 12 + 1:02d}-15,w1,100,{90 + m}\n" for m in range(15))
    text = "month,workshop,inspected,passed\n" + rows
    found = conflicts(workshops(text, text.replace("passed", "first_pass")), "2025-03", levels=["workshop"])
    assert sorted(found.table["period"]) == [*(f"2024-{m:02d}" for m in range(4, 13)), "2025-01", "2025-02", "2025-03"]
    assert (
        len(
            conflicts(
                workshops(text, text.replace("passed", "first_pass")), "2025-03", levels=["workshop"], periods=3
            ).table
        )
        == 3
    )


def test_a_reading_without_an_entity_column_stands_beside_the_top_level_alone(workshops):
    bare = {**SOURCES, "quality": {"file": "quality.csv", "time": "month"}}
    found = conflicts(workshops(sources=bare))
    assert list(found.table["entity"]) == ["plant"]
    assert "entity" in {each.aspect for each in found.differences}


def test_figures_ten_thousand_times_apart_hint_at_another_unit(workshops):
    wan = PRODUCTION.replace("passed", "first_pass")
    kpi = {
        "measure": "sum(passed)",
        "unit": "money",
        "readings": [{**PASS_RATE["readings"][0], "measure": "sum(first_pass) / 10000"}],
    }
    found = conflicts(workshops(quality=wan, **kpi))
    (unit,) = [each for each in found.differences if each.aspect == "unit"]
    assert (unit.own.zh, unit.other.zh) == ("10,000", "1")


def test_a_figure_behind_few_people_is_told_by_no_number_and_no_word(workshops):
    head, *rows = QUALITY.splitlines()
    people = "\n".join([f"{head},inspector", *(f"{row},p{at}" for at, row in enumerate(rows))]) + "\n"
    sources = {**SOURCES, "quality": {**SOURCES["quality"], "person": "inspector"}}
    found = conflicts(workshops(quality=people, sources=sources))
    assert set(found.table["state"]) == {"suppressed"}
    assert found.table[["authoritative", "value", "absolute", "relative"]].isna().all(axis=None)


def test_people_are_no_rows(workshops):
    entities = (*WORKSHOPS[:3], {**WORKSHOPS[3], "person": True})
    assert "w3" not in set(conflicts(workshops(entities=entities)).table["entity"])


def test_without_readings_there_is_nothing_to_compare(workshops):
    found = conflicts(workshops(readings=[]))
    assert (len(found.table), found.pairs, found.record()["rows"]) == (0, (), [])


def test_an_unknown_column_names_the_reading(workshops):
    broken = [{**PASS_RATE["readings"][0], "measure": "sum(first_pas) / sum(inspected)"}]
    with pytest.raises(UnknownNameError, match=r"first_pas.*pass_rate__quality"):
        conflicts(workshops(readings=broken))


def test_too_many_periods_are_refused(workshops):
    with pytest.raises(InputError, match=r"periods == 121, must be in \[1, 120\]"):
        conflicts(workshops(), periods=121)


def test_the_record_holds_whose_counts_they_are_and_how_many_disagree(workshops):
    (pair,) = conflicts(workshops()).record()["pairs"]
    assert (pair["department"]["zh"], pair["other_department"]["zh"]) == ("生产部", "质量部")
    assert (pair["compared"], pair["conflict"], pair["within"]) == (4, 3, 1)
