import pytest

from diagnostics.errors import InputError
from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.page import page_of
from diagnostics.loop.close.retrospective import retrospect
from diagnostics.loop.close.sections.appendix import definitions_section
from diagnostics.loop.close.sections.gap import gap_table
from diagnostics.loop.close.wording import Wording
from tests.loop.close.conftest import gap


def page(build):
    inputs, wording = build.inputs(), build.wording()
    return page_of(inputs, wording, conclude(inputs, wording))


def parts(found, kind):
    return [part for section in found.sections for part in section.parts if part.kind == kind]


def section(found, name):
    return next(each for each in found.sections if each.id == name)


def test_an_undecided_measure_shows_no_figure(build):
    verdict = parts(page(build.add("new", "insufficient", 0.1, 0.3)), "verdict")[0]
    assert (verdict.status, verdict.value, verdict.interval) == ("insufficient", "", "")
    assert verdict.judge_from == "2025年11月"


def test_an_undecided_measure_stands_in_no_chart_and_with_no_range(build):
    found = page(build.add("new", "insufficient", 0.1, 0.3))
    measures = section(found, "measures").parts
    assert [each.kind for each in measures] == ["verdict", "table"]
    for table in (measures[1].table, section(found, "effect").parts[1].table):
        assert not {"actual", "interval", "reach"} & table.rows[0].keys()


def test_the_first_screen_says_what_is_not_known_and_when_it_will_be(build):
    unknown, table = section(page(build.add("new", "insufficient", 0.1, 0.3)), "effect").parts
    assert unknown.text == "还没有一项措施可以下结论。最早的判断时间：2025年11月（「措施new」）。"
    assert table.table.rows[0]["judged"] == "2025年11月"


def test_a_decided_measure_shows_its_interval(build):
    verdict = parts(page(build.add("good", "worked", 0.05, 0.15)), "verdict")[0]
    assert (verdict.status, verdict.value, verdict.interval) == ("worked", "+10.0%", "可能在 +5.0% 至 +15.0%之间")


def test_the_page_has_at_most_four_headlines_and_its_conclusion_first(build):
    found = page(build.add("good", "worked", 0.05, 0.15).add("new", "insufficient", 0.1, 0.3))
    assert [each.label for each in found.headlines] == [
        "武侯店营业收入",
        "差额最大的一环（同比）",
        "有效的措施",
        "下一个可下结论的时间",
    ]
    assert found.title.startswith("武侯店营业收入比目标低")
    assert [each.id for each in found.sections][:3] == ["effect", "trend", "steps"]
    assert [each.id for each in found.sections if not each.folded] == ["effect", "trend", "steps"]


def test_the_largest_cause_is_one_that_pulled_the_same_way(build):
    assert page(build).headlines[1].note == "转化率；总共相差 −5.6 万元"


def test_without_measures_the_page_stands(build):
    found = page(build)
    assert parts(found, "verdict") == []
    assert "board" not in [each.id for each in found.sections]


def test_every_fold_says_what_is_inside(build):
    found = page(build.add("good", "worked", 0.05, 0.15))
    told = {each.id: each.inside or each.lead for each in (*found.sections, *found.appendix) if each.folded}
    assert all(told.values()), told
    assert told["measures"] == "1 项逐一说明：1 项有效。"
    assert told["gap"] == "1 项指标，1 项没有达到目标；最要紧的是营业收入，−8 万元（比目标）。"
    assert told["drivers"] == "最大的一环是转化率，−6.6 万元（同比）。"
    assert told["board"] == "1 项措施：1 项进行中。"


@pytest.mark.parametrize(
    ("actual", "told"), [(320_000.0, "没有看得出的不利差距"), (299_990.0, "没有看得出的不利差距"), (float("nan"), "都还没有目标、过去或同类可比")]
)  # fmt: skip
def test_a_gap_that_nobody_sees_or_would_mind_is_no_matter_of_urgency(build, actual, told):
    build.gaps = [gap("revenue", "previous", actual, 300_000.0)]
    found = page(build)
    assert section(found, "gap").inside == f"1 项指标，{told}。"


def test_intervals_of_one_unit_are_drawn_on_one_scale_and_where_they_lie(build):
    found = page(build.add("good", "worked", 0.05, 0.15).add("bad", "worse", -0.3, -0.1))
    table = section(found, "effect").parts[0].table
    assert [each.values for each in table.sparks["reach"]] == [(-0.3, -0.2, -0.1), (0.05, 0.1, 0.15)]
    assert {each.span for each in table.sparks["reach"]} == {(-0.3, 0.3)}
    assert [each["status"] for each in table.rows] == ["worse", "worked"]


def test_what_the_client_decided_stands_before_what_befell_it(build):
    build.add("rival", "worse", -0.3, -0.1, external=True).add("own", "no_evidence", -0.1, 0.12)
    rows = section(page(build), "effect").parts[0].table.rows
    assert [each["title"] for each in rows] == ["措施own", "措施rival（外部事件）"]


def test_more_steps_than_a_reader_keeps_in_mind_wait_under_a_fold(build):
    for at in range(7):
        build.add(f"m{at}", "worked", 0.05, 0.15)
    found = page(build)
    assert [len(section(found, name).parts[0].items) for name in ("steps", "other-steps")] == [5, 2]
    assert section(found, "other-steps").folded


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_has_words_for_those_who_can_not_see_it(build, language):
    build.language = language
    figures = parts(page(build.add("good", "worked", 0.05, 0.15).add("bad", "worse", -0.2, -0.1)), "figure")
    assert len(figures) == 3
    assert all(len(each.alt) > 20 for each in figures)


def test_results_of_another_period_are_refused(tmp_path):
    with pytest.raises(InputError, match="no finished run of period '2025-06'"):
        retrospect(tmp_path, period="2025-06")


def test_narrow_columns_abbreviate_percentage_points(build):
    build.language = "en"
    build.gaps = [gap("conversion", "target", 0.312, 0.34)]
    inputs, wording = build.inputs(), build.wording()
    table = gap_table(inputs, wording)
    assert table.rows[0]["target"] == "−2.8 pp"
    assert "percentage points" in table.note
    assert [each.key for each in table.columns] == ["kpi", "actual", "target", "status"]


def test_a_month_in_a_quarters_page_is_named_as_one(build):
    inputs = build.inputs()
    inputs.diagnosis["period"] = "2025Q2"
    wording = Wording(inputs)
    found = page_of(inputs, wording, conclude(inputs, wording))
    assert found.headlines[0].label == "2025年6月武侯店营业收入"
    assert found.title.startswith("2025年6月武侯店营业收入")
    assert "period" in [each.key for each in gap_table(inputs, wording).columns]


def test_the_appendix_shows_no_interval_without_a_verdict(build):
    found = page(build.add("new", "insufficient", 0.1, 0.3))
    (methods,) = (each for each in found.appendix if each.id == "methods")
    row = methods.parts[1].table.rows[0]
    assert row["effect"] == "没有结论，不列区间"
    assert "p_value" not in row


def test_growth_on_last_year_is_not_called_the_cause_of_a_shortfall(build):
    build.decompositions[0].update(total=9_000.0, after=385_000.0)
    build.decompositions[0]["factors"][1]["contribution"] = -1_000.0
    assert page(build).headlines[1].label == "最大的变化（同比）"


def test_a_series_without_peers_says_what_it_can_not_rule_out(build):
    build.add("good", "worked", 0.05, 0.15)
    build.effects[0]["method"] = "its"
    assert "没有同类对象可比" in parts(page(build), "verdict")[0].text


def test_formulas_are_told_by_the_names_of_their_kpis(build):
    inputs = build.inputs()
    inputs.kpis["revenue"]["formula"] = "traffic * conversion"
    assert "客流 × 转化率" in str(definitions_section(inputs, Wording(inputs)))


@pytest.mark.parametrize(("started", "drawn"), [("2025-01-01", True), (None, False)])
def test_only_what_has_started_is_drawn_as_started(build, started, drawn):
    build.add("new", "insufficient", 0.1, 0.3, started=started)
    svg = next(part for part in section(page(build), "trend").parts if part.kind == "figure").svg
    assert ("措施new" in svg) is drawn


def test_findings_that_need_figures_and_muted_ones_stand_with_the_others(build):
    from diagnostics.loop.close.sections.system import system_section
    from diagnostics.loop.close.wording import Wording

    def finding(code, text):
        words = {"zh": text, "en": text}
        return {
            "code": code, "severity": "warning", "place": "", "message": words, "remedy": words, "about": "x", "variant": "",
        }  # fmt: skip

    build.findings = [finding("PD107", "没有口径")]
    inputs = build.inputs()
    inputs.diagnosis["findings"] = [finding("PD171", "目标过低")]
    reason = {"reason": {"zh": "试点", "en": "a trial"}, "by": "li", "until": None}
    inputs.diagnosis["muted"] = [{**finding("PD172", "目标过高"), **reason}]
    section = system_section(inputs, Wording(inputs))
    groups, found, muted = (each.table for each in section.parts)
    assert [each["group"] for each in groups.rows] == ["数据口径不一致", "指标不具激励性", "数据失真"]
    assert [each["code"] for each in found.rows] == ["PD107", "PD171"]
    assert [(each["code"], each["reason"]) for each in muted.rows] == [("PD172", "试点")]


def test_an_effect_names_its_kpi_and_one_measure_alone_is_drawn_but_once(build):
    found = page(build.add("good", "worked", 0.05, 0.15))
    (row,) = section(found, "effect").parts[0].table.rows
    assert row["kpi"] == "营业收入"
    assert [each.kind for each in section(found, "measures").parts].count("figure") == 0


def test_a_measure_that_has_ended_is_not_to_be_kept_going(build):
    build.add("a", "insufficient", -0.1, 0.3, state="completed").add("b", "insufficient", -0.1, 0.3)
    told = [each.what for each in section(page(build), "steps").parts[0].items]
    assert [("已结束" in each, "继续执行" in each) for each in told] == [(True, False), (False, True)]


def test_reservations_stand_beside_the_verdict_and_in_what_is_asked_for(build):
    build.add("a", "worse", -0.2, -0.1, external=True)
    build.effects[0]["reasons"] = ["package"]
    found = page(build)
    assert section(found, "effect").parts[0].table.rows[0]["title"].endswith("（结论有保留）")
    assert "但要有保留" in section(found, "steps").parts[0].items[0].what


def test_a_measure_that_waits_for_its_start_has_an_owner_and_a_day(build):
    build.add("a", state="planned", started=None, planned_start="2025-09-01")
    (step,) = section(page(build), "steps").parts[0].items
    assert (step.what, step.owner, step.due) == ("按计划启动「措施a」", "李敏", "2025年9月1日")
