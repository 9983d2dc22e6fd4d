"""Where the gap comes from on the page: in words, in steps, level by level, by two ways of reckoning."""

import pytest

from diagnostics.loop.close.lead import driver_sentence, focal_decomposition, told_factors
from diagnostics.loop.close.sections.driver_table import bridge_section, driver_table
from diagnostics.loop.close.sections.drivers import _steps, drivers_section


def node(name, depth, contribution, leaf=False):
    return {"node": name, "depth": depth, "contribution": contribution, "before": 1.0, "after": 2.0, "leaf": leaf}


def many(count):
    return [{"factor": f"f{at}", "before": 1.0, "after": 2.0, "contribution": 1000.0 * at} for at in range(count)]


def test_the_table_tells_each_driver_with_its_share(build):
    table = driver_table(build.decompositions[0], build.wording())
    assert [each["factor"] for each in table.rows] == ["客流", "转化率"]
    assert [each["contribution"] for each in table.rows] == ["+1.0 万元", "−6.6 万元"]
    assert [each["share"] for each in table.rows] == ["−18%", "118%"]
    assert table.rows[1]["after"] == "10.0%"


def test_drivers_of_drivers_stand_further_in(build):
    found = build.decompositions[0]
    found["tree"] = [node("revenue", 0, -56_000.0), node("traffic", 1, -56_000.0), node("new", 2, -56_000.0)]
    table = driver_table(found, build.wording())
    assert [each["factor"] for each in table.rows] == ["客流", "\u3000new"]
    assert "缩进" in table.note


def test_words_and_figure_tell_the_ends_of_the_tree(build):
    found = build.decompositions[0]
    ends = [node("new", 2, 34_000.0, leaf=True), node("conversion", 1, -90_000.0, leaf=True)]
    found["tree"] = [node("revenue", 0, -56_000.0), node("traffic", 1, 34_000.0), *ends]
    assert [each["factor"] for each in told_factors(found)] == ["new", "conversion"]
    assert "其中new +3.4 万元，转化率 −9.0 万元" in driver_sentence(build.inputs(), build.wording())
    assert drivers_section(build.inputs(), build.wording()).parts[1]
    # Levels that rounding parts are not told as if they added up.
    found["tree"][-1]["contribution"] += 1.0
    assert [each["factor"] for each in told_factors(found)] == ["traffic", "conversion"]


def test_lines_that_are_no_kpi_have_a_name(build):
    found = build.decompositions[0]
    found["factors"] = [{**found["factors"][0], "factor": "(mix)"}, {**found["factors"][1], "factor": "(new)"}]
    assert [each["factor"] for each in driver_table(found, build.wording()).rows] == ["结构影响", "新增对象"]


def test_of_many_drivers_the_largest_three_are_told(build):
    build.decompositions[0]["factors"] = many(6)
    assert "其中f5 +0.5 万元，f4 +0.4 万元，f3 +0.3 万元，其余 3 项合计 +0.3 万元。" in driver_sentence(
        build.inputs(), build.wording()
    )


def test_more_steps_than_a_waterfall_bears_are_one(build):
    assert len(_steps(many(15), build.wording())) == 15
    steps = _steps(many(20), build.wording())
    assert len(steps) == 15
    assert steps[-1] == ("其余 6 项合计", 15_000.0)


def test_the_gap_that_was_told_is_the_one_explained(build):
    year = build.decompositions[0]
    build.decompositions.append({**year, "comparison": "target", "total": -80_000.0})
    assert focal_decomposition(build.inputs())["comparison"] == "target"
    # One that points the other way explains nothing.
    build.decompositions[1]["total"] = 80_000.0
    assert focal_decomposition(build.inputs())["comparison"] == "year_ago"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_appendix_holds_step_by_step_replacement_beside_the_method_of_the_page(build, language):
    build.language = language
    assert bridge_section(build.inputs(), build.wording()) is None
    rows = [{"factor": "traffic", "chain": 9_000.0, "other": 10_000.0, "difference": -1_000.0}]
    build.decompositions[0]["bridge"] = {"other": "lmdi", "rows": rows}
    section = bridge_section(build.inputs(), build.wording())
    assert section.folded
    assert section.parts[1].table.rows[0]["difference"].startswith("−")
    assert drivers_section(build.inputs(), build.wording()).parts[2].table.rows
