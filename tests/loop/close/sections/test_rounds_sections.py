"""Rounds side by side, what the last left open, and which targets to look at."""

import pytest

from diagnostics.loop.close.sections.rounds.history import rounds_section
from diagnostics.loop.close.sections.rounds.next_targets import MOST_ROWS, next_targets_section


def turn(key, **other):
    return {
        "id": key, "start": "2024-01-01", "end": "2024-12-31", "over": True, "taken_over": 0, "planned": 2, "completed": 1,
        "stopped": 0, "open": 1, "verdicts": {"worse": 1}, "met": 5, "figures": 10, "share": 0.5, "problems": None,
        "quality": None, "traps": None, "check_ins": 0, "meetings": 0, "interviews": 0, "told_by": "", **other,
    }  # fmt: skip


def record(*rounds, carried=(), left_out=()):
    return {"rounds": list(rounds), "carried": list(carried), "left_out": list(left_out)}


LEFT = {"measure": "m1", "decision": "", "left_by": "R1", "taken_by": "R2", "state": "started"}


def table_of(section):
    return next(each.table for each in section.parts if each.kind == "table")


def rows_of(section):
    return {row["what"]: row for row in table_of(section).rows}


def test_rounds_stand_side_by_side_with_their_course(build):
    second = turn("R2", over=False, share=0.25, problems=3, check_ins=4)
    section = rounds_section(record(turn("R1"), second), build.wording())
    found = rows_of(section)
    assert [each.label for each in table_of(section).columns] == ["内容", "R1", "R2（进行中）", "走势"]
    assert (found["达到目标的结果占比"]["round0"], found["达到目标的结果占比"]["course"]) == ("50%", "25% 至 50%")
    # Nobody knows is a dash, none is 0; what no round had takes no row, a talk that was not held does.
    assert (found["指标体系待改进之处"]["round0"], found["指标体系待改进之处"]["round1"]) == ("", "3")
    assert found["例会"]["round0"] == "0"
    assert "停止的措施" not in found
    assert found["本轮启动、判断为变差"]["round1"] == "1"
    drawn = table_of(section).sparks["course"]
    assert drawn[0].values == (2.0, 2.0)
    assert len(drawn) == len(found)


def test_what_the_round_before_left_is_told_with_owner_and_how_it_stands(build):
    wording = build.add("m1", owner_name="李敏").wording()
    section = rounds_section(record(turn("R1"), turn("R2"), carried=[LEFT]), wording)
    assert section.parts[0].text == "上一轮（R1）结束时还有 1 项措施或会议决议未结："
    assert section.parts[1].items == ("措施m1（李敏，应于2025年4月30日前完成）：仍在进行",)
    none = rounds_section(record(turn("R1"), turn("R2")), wording)
    assert none.parts[0].text == "上一轮（R1）结束时没有未结的措施和会议决议。"


def test_a_decision_that_is_still_open_is_carried_over_too(build):
    wording = build.wording()
    decision = {
        "id": "D1",
        "text": {"zh": "补齐晚班排班表。", "en": "Fill the rota."},
        "owner_name": "李敏",
        "due": "2025-02-28",
    }
    wording.inputs.interventions["decisions_open"] = [decision]
    left = {**LEFT, "measure": "", "decision": "D1", "state": "open"}
    section = rounds_section(record(turn("R1"), turn("R2"), carried=[left, {**left, "decision": "gone"}]), wording)
    assert section.parts[1].items == ("补齐晚班排班表（李敏，应于2025年2月28日前完成）：会议决议，尚未办结",)


def test_a_first_round_has_no_round_before_and_no_course(build):
    section = rounds_section(record(turn("R1")), build.wording())
    assert [each.kind for each in section.parts] == ["table"]
    assert [each.key for each in table_of(section).columns] == ["what", "round0"]


def test_runs_that_cannot_be_read_are_named(build):
    section = rounds_section(record(turn("R1"), left_out=["2025-03"]), build.wording())
    assert "2025年3月的运行结果无法读取" in section.parts[-1].text


@pytest.mark.parametrize("found", [None, {}, record()])
def test_without_rounds_or_targets_nothing_is_told(build, found):
    assert rounds_section(found, build.wording()) is None
    assert next_targets_section(found, build.wording()) is None


def target(advice, share=0.95, **other):
    grounds = {"zh": "历史数据", "en": "History"}
    return {
        "card": "shop", "kpi": "conversion", "advice": advice, "share": share, "count": 20, "now": 0.1, "proposed": 0.2,
        "low": 0.15, "high": 0.25, "grounds": grounds, **other,
    }  # fmt: skip


def test_only_targets_to_look_at_are_listed_the_rest_is_counted(build):
    items = [target("raise"), target("decide", 0.0, proposed=None, now=None), target("keep", 0.5), target("few", None)]
    section = next_targets_section({"targets": items}, build.wording())
    first, second = table_of(section).rows
    assert first["reached"] == "20 次中 19 次"
    assert first["proposed"] == "提高到 20.0%（15.0% 至 25.0% 之间）"
    assert first["why"] == "历史数据"
    assert (second["now"], second["proposed"]) == ("各不相同", "先讨论")
    assert second["why"].startswith("几乎达不到")
    assert [each.text for each in section.parts[1:]] == [
        "1 项目标介于两者之间，不建议改动。",
        "1 项目标不足十次结果，不作建议。",
    ]
    assert "改目标须另行申请" in section.lead


def test_where_no_target_is_to_be_looked_at_there_is_no_section(build):
    assert next_targets_section({"targets": [target("keep", 0.5), target("few", None)]}, build.wording()) is None


def test_many_targets_are_cut_and_that_is_said_and_unknown_kpis_are_left_out(build):
    many = [target("lower", 0.0)] * (MOST_ROWS + 5) + [target("lower", 0.0, kpi="gone")]
    found = table_of(next_targets_section({"targets": many}, build.wording()))
    assert len(found.rows) == MOST_ROWS
    assert found.note == f"共 {MOST_ROWS + 5} 项，列出 {MOST_ROWS} 项。"
