"""Slices on the page: what they are beyond, whose they are, and what turns the whole round."""

import pytest

from diagnostics.loop.close.sections.drivers import drivers_section


def record(**changed):
    told = {
        "kpi": "revenue", "entity": "s1", "comparison": "year_ago", "slice": {"channel": "web", "city": None},
        "before": 9e4, "after": 4e4, "contribution": -5e4, "own": -5e4, "gap": -5.6e4, "share": 0.9, "p_value": 1e-9,
        "significant": True, "reversals": [],
    }  # fmt: skip
    return {**told, **changed}


def section(build, *records):
    inputs = build.inputs()
    inputs.diagnosis["slices"] = list(records)
    return drivers_section(inputs, build.wording())


def texts(found):
    return " ".join(part.text for part in found.parts if hasattr(part, "text"))


def tables(found):
    """Tables of slices; the first is that of the drivers."""
    return [part.table for part in found.parts if getattr(part, "table", None)][1:]


def quiet(**changed):
    return record(significant=False, p_value=None, **changed)


def test_slices_that_are_only_the_largest_say_so_and_claim_no_sum(build):
    (table,) = tables(section(build, quiet()))
    assert "贡献最大" in table.note
    assert "等于差距" not in table.note
    (table,) = tables(section(build, record()))
    assert "贡献最大" not in table.note
    assert "等于差距" in table.note


def test_where_nothing_is_sure_three_of_one_dimension_are_listed(build):
    cities = [quiet(slice={"channel": None, "city": name}) for name in "abcd"]
    (table,) = tables(section(build, cities[0], quiet(), quiet(slice={"channel": "web", "city": "a"}), *cities[1:]))
    assert [row["slice"] for row in table.rows] == [*(f"city：{name}" for name in "abc"), "其他各项合计"]


def test_rows_do_not_overlap_and_sum_with_the_rest_to_the_gap(build):
    wide = record(contribution=-5e4, own=-2e4)
    narrow = record(slice={"channel": "web", "city": "a"}, contribution=-3e4, own=-3e4)
    (table,) = tables(section(build, wide, narrow))
    assert [row["slice"].strip() for row in table.rows] == [
        "channel：web（不含单列的部分）", "channel：web，city：a", "其余部分",
    ]  # fmt: skip
    assert table.rows[1]["slice"].startswith("\u3000")
    assert [row["contribution"] for row in table.rows] == ["−2.0 万元", "−3.0 万元", "−0.6 万元"]
    assert [row["share"] for row in table.rows] == ["36%", "54%", "11%"]
    assert not table.rows[0]["before"]
    assert table.rows[0]["sure"] == "很有把握"


def test_a_phone_sees_slice_and_contribution_first(build):
    for each in (record(), quiet()):
        (table,) = tables(section(build, each))
        assert [column.key for column in table.columns][:2] == ["slice", "contribution"]


def test_a_driver_beyond_chance_stands_before_the_kpi_that_is_not(build):
    driver = record(kpi="conversion", before=0.4, after=0.2, contribution=-0.2, own=-0.2, gap=-0.21, p_value=1e-3)
    found = section(build, quiet(), driver)
    first, second = tables(found)
    assert "转化率" in first.caption
    assert first.rows[0]["sure"] == "较有把握"
    assert "贡献最大" in second.note
    assert "转化率的差距主要出在channel：web（占差距 95%，较有把握）" in texts(found)


def test_a_driver_that_is_not_sure_and_a_kpi_that_is_no_driver_are_left_out(build):
    found = section(build, quiet(), quiet(kpi="conversion"), record(kpi="complaints"))
    assert len(tables(found)) == 1
    assert "转化率" not in tables(found)[0].caption


def test_a_comparison_beyond_chance_is_told_rather_than_one_that_is_not(build):
    (table,) = tables(section(build, quiet(), record(comparison="peers")))
    assert "其余部分" in table.rows[-1]["slice"]


def test_what_works_against_the_gap_is_not_said_to_make_it(build):
    found = section(build, record(contribution=1e4, own=1e4))
    assert "主要出在" not in texts(found)


@pytest.mark.parametrize("make", [record, quiet])
def test_a_reversal_is_told_once(build, make):
    found = section(build, make(reversals=["channel"]))
    assert texts(found).count("每一类的变动方向都与合计相反") == 1
    assert "每一类" not in texts(section(build, make()))


def test_records_of_earlier_runs_are_still_told(build):
    old = {name: value for name, value in record().items() if name not in ("own", "gap", "p_value")}
    (table,) = tables(section(build, old))
    assert len(table.rows) == 1


def test_where_no_slice_differs_title_sentence_and_sum_say_so(build):
    cities = [quiet(slice={"channel": None, "city": name}, contribution=-1e4) for name in "abcd"]
    found = section(build, *cities)
    (table,) = tables(found)
    assert "差距集中在哪里" not in table.caption
    assert "按“city”看贡献最大的几项" in table.caption
    assert "没有集中在哪一处" in texts(found)
    assert [row["contribution"] for row in table.rows] == ["−1.0 万元"] * 3 + ["−2.6 万元"]
    assert [row["share"] for row in table.rows] == ["18%"] * 3 + ["46%"]


def test_a_gap_that_nothing_takes_apart_says_why(build):
    build.decompositions = []
    assert "没有登记它由哪些驱动因素构成的公式" in section(build).parts[0].text
    inputs = build.inputs()
    note = {"zh": "各个维度都只有一个取值。", "en": "One value each."}
    inputs.diagnosis["skipped"] = [{"what": "slices", "kpi": "revenue", "entity": "s1", "note": note}]
    (part,) = drivers_section(inputs, build.wording()).parts
    assert part.text.endswith("构成的公式。各个维度都只有一个取值。")


def test_where_parts_nearly_cancel_the_sentence_tells_amounts(build):
    said = texts(section(build, record(gap=-6900.0)))
    assert "channel：web（−5 万元，很有把握）" in said
    assert "占差距" not in said
