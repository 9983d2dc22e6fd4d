"""The pack of a meeting is rendered from ledger and results, in both languages, and asks at its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from diagnostics.loop.close.meeting import meeting_page
from diagnostics.loop.close.meeting.work import MOST_ALERTS
from diagnostics.model.board import BoardRow
from diagnostics.model.decision import DecisionState
from diagnostics.model.meeting import agenda_of, settled_by
from diagnostics.model.review_days import LevelReview
from diagnostics.model.text import Text
from diagnostics.run.exporter import render
from tests.loop.close.conftest import gap

ON = date(2025, 8, 5)


def decision(key, due="2025-07-20", standing="open", ended=None, meeting="2025-07-03", **fields):
    note = fields.pop("note", "")
    said = {"id": key, "text": f"做{key}", "owner": "li", "due": due, "meeting": meeting, **fields}
    return DecisionState.model_validate(
        {
            "decision": said,
            "version": 1,
            "standing": standing,
            "recorded": meeting,
            "last": meeting,
            "ended": ended,
            "note": note,
        }
    )


def test_a_long_decision_is_cut_for_show_and_blocks_no_page(build):
    page = meeting_page(build.inputs(), agenda([decision("A", text="长" * 3000, note="短" * 3000)]))
    assert len(table(page, "earlier").rows[0]["text"]) < 450
    assert table(page, "earlier").rows[0]["text"].count("…") == 2


def row(key, state, slip=0):
    title = Text(zh=f"措施{key}", en=f"Measure {key}")
    return BoardRow(key, title, state, "li", "李敏", "2025-04-30", slip, 0.5, "", Text(), Text())


def alert(**fields):
    told = {"kpi": "revenue", "side": "below", "against": True, "calm": 0, "owner_name": "李敏",
            "text": {"zh": "营收异常。", "en": "Revenue is off."}}  # fmt: skip
    return {**told, **fields}


def agenda(states=(), board=(), language="zh"):
    return agenda_of({each.decision.id: each for each in states}, tuple(board), ON, {"li": "李敏"}, language)


def table(page, section):
    parts = next(each for each in page.sections if each.id == section).parts
    return next(each.table for each in parts if each.kind == "table")


def words(page, section):
    found = next(each for each in page.sections if each.id == section)
    return "\n".join(str(each.model_dump()) for each in found.parts)


def test_earlier_decisions_come_first_those_overdue_before_the_others(build):
    states = [
        decision("A", due="2025-08-30"), decision("B"), decision("C", "2025-07-10", "done", "2025-07-12"),
        decision("D", "2025-05-10", "done", "2025-05-12", meeting="2025-05-05"), decision("E", meeting="2025-08-05", due="2025-08-20"),
    ]  # fmt: skip
    found = agenda(states)
    assert [(each.id, each.days_late) for each in found.decisions] == [("B", 16), ("A", 0), ("C", 0)]
    assert (found.previous, [each.id for each in found.overdue]) == (date(2025, 7, 3), ["B"])
    page = meeting_page(build.inputs(), found)
    assert page.sections[0].id == "earlier"
    assert [each["state"] for each in table(page, "earlier").rows] == ["overdue", "in_progress", "done"]
    assert "，逾期 16 天" in table(page, "earlier").rows[0]["due"]
    assert page.sections[-1].id == "asked"
    assert "「做B」已逾期 16 天" in words(page, "asked")
    assert list(found.frame()["standing"]) == ["open", "open", "done"]
    assert found.record()["decisions"][0]["days_late"] == 16


def test_kpis_stand_in_their_bands_focal_entities_first(build):
    build.gaps = [
        gap("traffic", "target", 1.0, 2.0, status="base_to_target", rank=1, entity="gone"),
        gap("conversion", "target", 0.3, 0.2, status="above_stretch", rank=3),
        gap("revenue", "target", 320_000.0, 400_000.0, rank=2),
        gap("traffic", "target", 5.0, float("nan"), status="none", rank=4),
    ]
    shown = table(meeting_page(build.inputs(), agenda()), "status")
    assert [(each["kpi"], each["state"], each["distance"]) for each in shown.rows] == [
        ("营业收入", "below_base", "−8 万元"), ("转化率", "above_stretch", "+10.0 个百分点"),
    ]  # fmt: skip
    assert "共 2 项" in shown.note


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "一个月内的评审：2025年9月1日考核店长考核表；2025年9月4日决定各项措施是否继续。"),
        (
            "en",
            "Reviews within a month: 1 September 2025, Store manager scored; 4 September 2025, what continues is decided.",
        ),
    ],
)
def test_the_reviews_that_come_next_stand_at_the_end(build, language, told):
    cards = (Text(zh="店长考核表", en="Store manager"),)
    days = (
        LevelReview(date(2025, 9, 1), "store", "assess", "2025-08", cards),
        LevelReview(date(2025, 9, 4), "", "decide", "r1", ()),
    )
    build.language = language
    page = meeting_page(build.inputs(), replace(agenda(language=language), reviews=days))
    assert told in words(page, "asked")


def test_many_overdue_decisions_and_late_measures_are_asked_about_together(build):
    states = [decision(f"D{each}") for each in range(9)]
    page = meeting_page(build.inputs(), agenda(states, [row(each, "lagging", 4) for each in "abc"]))
    asked = words(page, "asked")
    assert "上面 9 条逾期的决议" in asked
    assert "上面 3 项滞后的措施" in asked
    assert "做D1" not in asked
    assert "另有 2 条" in table(page, "earlier").note


def test_a_decision_that_was_due_between_figures_and_meeting_is_past(build):
    for key, day in (("a", "2025-08-01"), ("b", "2025-08-05")):
        build.add(key, "worked", 0.02, 0.2, decision=day)
    inputs = build.inputs()
    assert inputs.tracking["as_of"] < "2025-08-01"
    (asked,) = (each for each in meeting_page(inputs, agenda()).sections if each.id == "asked")
    assert [each.due for each in asked.parts[0].items] == ["2025年8月1日（已过，须另定日期）", "2025年8月5日"]


def test_a_decision_names_its_measure_else_its_kpi_and_unit_and_nobody_who_is_measured(build):
    states = [
        decision("A", measure="a", kpi="revenue"), decision("B", kpi="revenue", entity="s1"), decision("C", entity="wang")
    ]  # fmt: skip
    shown = table(meeting_page(build.add("a").inputs(), agenda(states)), "earlier")
    assert [each["about"] for each in shown.rows] == ["措施a", "营业收入、武侯店", ""]


def test_a_measure_at_risk_says_why_and_comes_after_those_that_lag(build):
    risky = replace(row("r", "at_risk"), risks=("behind", "check_in", "warning"), check_ins_overdue=2)
    late = replace(row("l", "lagging", 5), missed=Text(zh="培训", en="Training"), risks=("behind",))
    shown = table(meeting_page(build.inputs(), agenda(board=[risky, late])), "behind")
    assert [(each["state"], each["next"]) for each in shown.rows] == [
        ("lagging", "错过里程碑：培训"), ("at_risk", "进度落后于计划；2 次跟进没有按时做；所针对的指标有预警"),
    ]  # fmt: skip


def test_a_measure_at_risk_bears_what_its_owner_last_said_and_what_comes_next(build):
    risky = replace(row("r", "at_risk"), risks=("check_in",), check_ins_overdue=1, next=Text(zh="发券", en="Hand out"))
    page = meeting_page(build.inputs(), replace(agenda(board=[risky]), notes={"r": Text(zh="印晚了" * 99, en="late")}))
    (shown,) = (each["next"] for each in table(page, "behind").rows)
    assert shown.startswith("1 次跟进没有按时做；最近一次跟进：印晚了印晚了")
    assert shown.endswith("…；下一步：发券")


def test_what_a_meeting_decided_of_a_measure_is_not_asked_again_and_the_title_counts_what_is_asked(build):
    build.add("a", "worked", 0.02, 0.2).add("b", "worse", -0.2, -0.1)
    states = [decision("A", measure="c")]
    whole = meeting_page(build.inputs(), agenda(states))
    assert whole.title.endswith("请会议决定 3 件事")
    assert "措施a" in words(whole, "asked")
    page = meeting_page(build.inputs(), replace(agenda(states), settled=("a", "c")))
    asked = next(each for each in page.sections if each.id == "asked").parts
    assert page.title.endswith("请会议决定 2 件事")
    assert not any("措施a" in each.what for each in asked[0].items)
    assert "之前会议已有决议、判断也没有变的，不再问：「措施a」。" in asked[-1].text


def test_a_late_measure_whose_decision_is_overdue_is_asked_about_once(build):
    late = [row("a", "lagging", 3), row("b", "lagging", 4)]
    asked = words(meeting_page(build.inputs(), agenda([decision("A", measure="a")], late)), "asked")
    assert "措施a" not in asked
    assert "措施b" in asked


@pytest.mark.parametrize(
    ("standing", "meeting", "settled"),
    [("open", "2025-06-30", ("m",)), ("done", "2025-07-03", ("m",)), ("dropped", "2025-07-03", ()),
     ("open", "2025-06-29", ()), ("open", "2025-08-05", ())],
)  # fmt: skip
def test_a_decision_settles_what_was_judged_by_then_unless_it_was_dropped(standing, meeting, settled):
    made = decision("A", "2025-08-30", standing, meeting=meeting, measure="m")
    since = {"m": date(2025, 6, 30), "other": date(2025, 6, 30)}
    assert settled_by({"A": made}, since, ON) == settled


def test_figures_of_an_earlier_month_are_told_by_their_age(build):
    there = replace(agenda(), on=date(2025, 9, 5))
    assert meeting_page(build.inputs(), there).lead == ("指标、预警和效果截至2025年6月30日，距这次会议已有 67 天。",)
    assert meeting_page(build.inputs(), replace(agenda(), on=date(2025, 7, 31))).lead == ()


def test_the_focus_comes_first_then_what_is_furthest_down_and_a_target_met_is_one_state(build):
    build.gaps = [
        gap("traffic", "target", 1.0, 1.0, status="met", rank=1),
        gap("conversion", "target", 0.3, 0.2, status="target_to_stretch", rank=2),
        gap("traffic", "target", 1.0, 2.0, status="below_base", rank=4),
        gap("conversion", "target", 1.0, 2.0, status="base_to_target", rank=3),
        gap("revenue", "target", 1.0, 1.0, status="above_stretch", rank=5),
    ]
    shown = table(meeting_page(build.inputs(), agenda()), "status")
    assert [each["state"] for each in shown.rows] == [
        "above_stretch", "below_base", "base_to_target", "target_to_stretch", "target_to_stretch",
    ]  # fmt: skip
    assert "达到目标 2 项" in shown.note


def test_measures_that_lag_stand_with_their_slip_and_are_asked_about(build):
    page = meeting_page(
        build.inputs(), agenda(board=[row("a", "in_progress"), row("b", "lagging", 3), row("c", "lagging", 36)])
    )
    assert [(each["title"], each["slip"]) for each in table(page, "behind").rows] == [
        ("措施c", "36 天"),
        ("措施b", "3 天"),
    ]
    assert "「措施c」晚了 36 天" in words(page, "asked")
    assert "措施a" not in words(page, "behind")


def warned(build, *alerts, **record):
    return replace(build.inputs(), alerts={"alerts": list(alerts), "watched": 12, "by_chance_a_month": 0.44, **record})


def test_early_warnings_against_us_are_told_once_an_event_with_what_chance_would_give(build):
    inputs = warned(
        build,
        alert(), alert(text={"zh": "别处", "en": ""}),
        alert(kpi="traffic", against=False, text={"zh": "好事", "en": ""}), alert(kpi="conversion", calm=1, text={"zh": "旧事", "en": ""}),
        alert(kpi="", text={"zh": "跟进", "en": ""}),
    )  # fmt: skip
    told = words(meeting_page(inputs, agenda()), "alerts")
    assert "营收异常。另有 1 处同样如此。（李敏）" in told
    assert "每月也会有约 0.4 条" in told
    assert not any(each in told for each in ("好事", "旧事", "别处", "'跟进"))


def test_no_warning_is_said_many_are_counted_and_a_run_that_watches_nothing_says_nothing(build):
    assert "没有对我们不利的预警" in words(meeting_page(warned(build), agenda()), "alerts")
    many = [alert(kpi=f"k{each}") for each in range(MOST_ALERTS + 2)]
    assert "另有 2 条" in words(meeting_page(warned(build, *many), agenda()), "alerts")
    for inputs in (build.inputs(), warned(build, watched=0)):
        assert "alerts" not in [each.id for each in meeting_page(inputs, agenda()).sections]


def test_only_effects_that_became_judgeable_are_told_with_their_interval(build):
    inputs = (
        build.add("a", "worked", 0.03, 0.13)
        .add("b", "no_evidence", -0.04, 0.04)
        .add("c", "insufficient", -0.2, 0.2)
        .inputs()
    )
    page = meeting_page(inputs, agenda(), known=["b"])
    told = words(page, "effects")
    assert "「措施a」：营业收入 +8.0%（可能在 +3.0% 至 +13.0%），有效，与预期相符" in told
    assert "措施b" not in told
    assert "下一个可以判断的是「措施c」，要到2025年11月" in told
    assert "20%" not in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_quiet_meeting_says_so_and_a_page_bears_client_text_only_as_text(build, language):
    build.language = language
    quiet = meeting_page(build.inputs(), agenda(language=language))
    assert quiet.title.startswith(("没有逾期的决议", "No decision is overdue"))
    html = render(
        meeting_page(
            build.inputs(), agenda([decision("X", text="<img src=x onerror=alert(1)> =1+1")], language=language)
        ),
        "meeting/meeting.css",
    )
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt; =1+1" in html
    assert "size: A4" in html
    assert "<script" not in html.lower()
