"""Sections on what measures cost, brought and become; next steps that decisions settle."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.sections.account.returns import returns_section
from diagnostics.loop.close.sections.account.standard import standard_section
from diagnostics.model.return_stage import Amount, Stage
from diagnostics.model.returns import Account, Returns
from diagnostics.model.text import Text

HOME = {"name": {"zh": "服务规范"}, "kind": "rule", "change": {"zh": "七日回访"}, "review": "2025-12-31", "at": "2025-05-01", "by": "李敏"}  # fmt: skip
PRAISE = ("成功", "显著", "恭喜", "success", "congrat", "great")


def standard(course="", homes=()):
    said = {"kind": course, "at": "2025-06-01", "by": "boss", "name": "陈总", "reason": {"zh": "看结论"}}
    return {"course": said if course else None, "homes": list(homes)}


def made(build):
    wording = build.wording()
    return standard_section(wording.inputs, wording, conclude(wording.inputs, wording))


def rows(section):
    return [each for part in section.parts if part.kind == "table" for each in part.table.rows]


def items(section):
    return [each for part in section.parts if part.kind == "bullets" for each in part.items]


def test_what_worked_has_a_home_or_is_told_to_have_none(build):
    build.add("a", "worked", 0.03, 0.13, state="completed", standard=standard("standardise", [HOME]))
    build.add("b", "worked", 0.03, 0.13, state="completed", standard=standard())
    build.add("c", "no_evidence", -0.04, 0.04, state="completed", standard=standard("continue"))
    section = made(build)
    assert [(each["title"], each["home"]) for each in rows(section)] == [
        ("措施a", "制度：服务规范"), ("措施b", "还没有落到制度里"),
    ]  # fmt: skip
    assert section.inside == "1 项已写进制度，1 项还没有落到制度里，1 项结转"
    assert items(section) == ["「措施b」已有结论，去留还没有决定；负责人：李敏。"]


def test_what_goes_on_carries_over_with_owner_and_date_and_what_is_stopped_does_not(build):
    build.add("a", standard=standard()).add("b", state="planned", started=None, standard=standard())
    build.add("c", "insufficient", -0.1, 0.3, state="completed", standard=standard())
    build.add("d", "worse", -0.2, -0.1, state="stopped", ended="2025-06-02", standard=standard("stop"))
    build.add("e", "worse", -0.2, -0.1, standard=standard("stop"))
    wording = build.wording()
    wording.inputs.interventions["decisions_open"] = [
        {"text": {"zh": "补排班表"}, "owner_name": "李敏", "due": "2025-06-10"}
    ]
    section = standard_section(wording.inputs, wording, conclude(wording.inputs, wording))
    assert items(section) == [
        "「措施d」已于2025年6月2日停止：看结论",
        "「措施e」决定停止（陈总），尚未执行：看结论",
        "「措施c」已经结束，2025年11月可以判断；负责人：李敏。", "「措施a」仍在进行，应在2025年4月30日前完成；负责人：李敏。",
        "「措施b」尚未启动，应在2025年4月30日前完成；负责人：李敏。", "决议：补排班表；负责人：李敏，期限：2025年6月10日（已过，须另定日期）。",
    ]  # fmt: skip


def test_a_ledger_of_an_earlier_version_says_nothing_of_it(build):
    assert made(build.add("a", "worked", 0.03, 0.13)) is None


@pytest.mark.parametrize(
    ("verdict", "course", "homes", "words"),
    [
        ("worked", "", (), "写成标准做法，并决定是否推广"),
        ("worked", "standardise", (), "还没有落点"),
        ("worked", "standardise", (HOME,), "决定是否推广到条件相近的对象"),
        ("worked", "extend", (), None),
        ("worse", "continue", (), "停止或调整"),
        ("worse", "stop", (), "按决定停止"),
        ("no_evidence", "standardise", (), "决定是否保留"),
        ("no_evidence", "continue", (), None),
    ],
)
def test_a_decision_settles_only_a_verdict_that_it_fits(build, verdict, course, homes, words):
    low, high = {"worked": (0.03, 0.13), "worse": (-0.2, -0.1), "no_evidence": (-0.04, 0.04)}[verdict]
    build.add("a", verdict, low, high, standard=standard(course, homes))
    wording = build.wording()
    told = [each.text for each in conclude(wording.inputs, wording).steps if each.kind == verdict]
    assert (not told) if words is None else words in told[0]


def test_every_step_has_an_owner_and_a_date_or_says_who_names_them_and_is_asked_once(build):
    told = {"severity": "error", "about": "conversion", "remedy": {"zh": "补全定义"}}
    build.findings = [told, told]
    build.add("late", decision=None)
    wording = build.wording()
    found = {each.kind: each for each in conclude(wording.inputs, wording).steps}
    assert len(conclude(wording.inputs, wording).steps) == len(found)
    assert (found["finding"].owner, found["finding"].due) == ("待定（由陈总指定）", "待定（由陈总定日期）")
    assert (found["lagging"].owner, found["lagging"].due) == ("李敏", "待定（由李敏定日期）")
    wording.inputs.alignment["charter"] = None
    steps = {each.kind: each for each in conclude(wording.inputs, wording).steps}
    assert steps["finding"].owner == "待定（由项目发起人指定）"


ACCOUNT = Account(
    ("a",), (Text(zh="回访", en="Calls"),), "process", "revenue", "revenue", "month", 6, 12,
    Stage(6000.0, Amount(24_000.0, 24_000.0, 24_000.0)), Stage(6000.0, Amount(12_000.0, 4800.0, 19_200.0)),
    Stage(4000.0, Amount(6000.0, 2400.0, 9600.0)), Amount(1000.0, 400.0, 1600.0), "worked", "", running=False,
)  # fmt: skip
LOST = replace(
    ACCOUNT, measures=("b",), dimension="culture", verdict="worse",
    actual=Stage(4000.0, Amount(-6000.0, -9600.0, -2400.0)), per_period=Amount(-1000.0, -1600.0, -400.0),
)  # fmt: skip


def section_of(build, *accounts, language="zh"):
    build.language = language
    return returns_section(Returns("2025-06", "CNY", accounts).record(), build.wording())


def test_a_benefit_is_told_with_interval_payback_and_that_nobody_confirmed_it(build):
    section = section_of(build, ACCOUNT)
    assert items(section) == [
        "「回访」：6 个月内，营业收入因此多 6,000 元（可能在 +2,400 至 +9,600 元之间）。收益未经确认。"
        "按每个月的收益，约 4.0 个月收回投入（2.5 至 10.0 之间）。"
    ]
    net = [(each["stage"], each["net"]) for each in rows(section)]
    assert net[:3] == [("目标", "3"), ("预测", "1（−0.2 至 2.2）"), ("实际", "0.5（−0.4 至 1.4）")]


@pytest.mark.parametrize(
    ("own", "matches", "words"),
    [
        (False, True, "陈总于2025年7月1日确认 +5,000 元（数据截至2025年6月）。"),
        (False, False, "此后数字有变，须重新确认。"),
        (True, True, "确认人就是措施负责人，需另请一人复核。"),
    ],
)
def test_who_confirmed_a_benefit_is_told_and_whether_it_still_holds(build, own, matches, words):
    said = {"by": "boss", "name": "陈总", "at": "2025-07-01", "amount": 5000.0, "period": "2025-06", "own": own}
    account = replace(ACCOUNT, approvals=({**said, "hash": ACCOUNT.hash if matches else "b" * 64},))
    section = section_of(build, account)
    assert words in items(section)[0]
    assert ("，已确认 +5,000 元" in section.inside) is (matches and not own)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("first", "second", "term"),
    [
        (ACCOUNT, LOST, {"zh": "流程与工具类改进每投入一元得到的最多", "en": "brought most for each unit"}),
        (ACCOUNT, replace(ACCOUNT, dimension="culture"), {"zh": "还分不出", "en": "overlap"}),
        (
            ACCOUNT,
            replace(LOST, actual=Stage(None, None, 1), why="not_yet"),
            {"zh": "不到两个", "en": "Fewer than two"},
        ),
        (
            ACCOUNT,
            replace(LOST, actual=Stage(4000.0, Amount(2000.0, 1600.0, 2400.0))),
            {"zh": "还分不出", "en": "overlap"},
        ),
    ],
)
def test_which_kind_works_best_is_said_only_where_intervals_tell(build, language, first, second, term):
    section = section_of(build, first, second, language=language)
    assert term[language] in section.parts[-1].table.note
    assert not [each for each in PRAISE if each in str(section.model_dump()).lower()]


@pytest.mark.parametrize(
    ("why", "words"), [("not_yet", "不到两个"), ("not_money", "不到两个"), ("no_evidence", "得到的最多")]
)
def test_a_kind_of_which_a_benefit_is_not_known_yet_is_not_compared(build, why, words):
    waits = replace(LOST, measures=("c",), actual=Stage(9000.0, None), per_period=None, why=why, verdict="")
    assert words in section_of(build, ACCOUNT, LOST, waits).parts[-1].table.note


def test_a_measure_that_made_things_worse_reads_as_a_loss(build):
    (told,) = items(section_of(build, LOST))
    assert (
        told
        == "「回访」：6 个月内，营业收入因此少 6,000 元（可能在 −9,600 至 −2,400 元之间），按负收益计。收益未经确认。"
    )


def test_a_figure_that_is_a_cost_is_saved_and_not_more(build):
    build.language = "zh"
    wording = build.wording()
    wording.inputs.kpis["revenue"]["direction"] = "lower"
    section = returns_section(Returns("2025-06", "CNY", (ACCOUNT, LOST)).record(), wording)
    assert (
        ["省下" in each for each in items(section)] == ["多花" not in each for each in items(section)] == [True, False]
    )


def test_costs_that_are_not_shown_leave_no_return(build):
    account = replace(
        ACCOUNT, withheld=True, target=Stage(None, None, 1), actual=Stage(None, ACCOUNT.actual.benefit, 1)
    )
    assert {each["cost"] for each in rows(section_of(build, account)) if each["title"] == "回访"} == {
        "不列示",
        "6,000 元",
    }
    assert returns_section(None, build.wording()) is None


def test_a_standard_of_which_no_effect_is_seen_is_not_called_what_works(build):
    build.add("a", "no_evidence", -0.04, 0.04, standard=standard("standardise", (HOME,)))
    (row,) = rows(made(build))
    assert row["title"] == "措施a（未见证据）"
    assert "有效" not in made(build).parts[0].table.caption
