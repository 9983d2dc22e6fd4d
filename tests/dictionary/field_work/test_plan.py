"""The workbook out, filled in, and back."""

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from diagnostics.dictionary.field_work.listing import change_lines, kept_lines
from diagnostics.errors import InputError

CAUSES, EVIDENCE, INTERVIEWS, NOTES, WHYS, COSTS, TESTS = range(7)
PAYLOADS = Path(__file__).parents[4] / "shared" / "acceptance" / "payloads.json"


def test_an_untouched_workbook_changes_nothing(work):
    plan = work.plan()
    assert (plan.changes, plan.conflicts, plan.texts) == ((), (), {})


def test_an_edit_changes_its_entry_and_leaves_comments_and_the_other_language(work):
    work.put(CAUSES, 2, B="新人独自上岗").bring()
    text = work.text("causes.yaml")
    assert "# what we think so far" in text
    assert "# seen twice" in text
    assert "zh: 新人独自上岗, en: Nobody trains newcomers" in text
    assert work.folder.open().causes[0].title.en == "Nobody trains newcomers"


def test_rows_below_are_added_edited_and_emptied(work):
    work.put(EVIDENCE, 4, A="queue", C="数据", D="是", E="排队 9 分钟", G="li", H="2026/3/5")
    work.put(EVIDENCE, 2, E="四天里新人独自接待").put(
        EVIDENCE, 3, C=None, D=None, E=None, F=None, G=None, H=None
    ).bring(delete=True)
    first, second = work.folder.open().causes
    assert [each.text.zh for each in first.evidence] == ["四天里新人独自接待"]
    assert [(each.kind, each.supports, each.at.isoformat()) for each in second.evidence] == [
        ("data", True, "2026-03-05")
    ]


def test_rows_gone_from_the_workbook_stay_until_their_deletion_is_confirmed(work):
    work.page(EVIDENCE).delete_rows(3)
    work.page(CAUSES).delete_rows(2)
    plan = work.plan()
    assert (plan.changes, plan.texts) == ((), {})
    assert [(each.table, each.key) for each in plan.kept] == [
        ("causes", ("training",)),
        ("evidence", ("training", "2")),
    ]
    assert kept_lines(plan)[-1] == "2 rows of the files not in the workbook stay; --delete lets them go"
    work.export().page(EVIDENCE).delete_rows(3)
    work.bring(delete=True)
    assert [each.kind for each in work.folder.open().causes[0].evidence] == ["observation"]


def test_names_that_people_use_are_read_as_ids(work):
    work.folder.replace("engagement.yaml", "people: {boss: 陈总}", "people: {boss: 陈总, li: 李顾问}")
    kpi = work.folder.open().kpis["revenue"].name.zh
    work.export().put(CAUSES, 4, A="ａ１", B="排班乱", C="法", D=kpi, E="武侯店（wuhou）", I="李顾问", H="√")
    work.put(EVIDENCE, 4, A="queue", C="数据", D="对", E="排队 9 分钟", G="李顾问", H="２０２６-03-05")
    work.put(COSTS, 3, A="training", C="１，２００", D="分钟")
    work.page(NOTES)["F1"].value = "编码：李顾问"
    work.page(NOTES)["G1"].value = "编码：wang"
    work.bring()
    made = work.folder.open()
    assert [(each.id, each.kpi, each.entity, each.raised_by) for each in made.causes[-1:]] == [
        ("a1", "revenue", "wuhou", "li")
    ]
    assert [(each.by, each.supports) for each in made.causes[1].evidence] == [("li", True)]
    assert made.costs[-1].amount == 1200
    assert set(made.interviews[0].notes[0].codes) == {"li", "wang"}


def test_data_tests_are_declared_in_the_workbook(work):
    kpi = work.folder.open().kpis["conversion_rate"].name.zh
    work.put(TESTS, 2, A="queue", C="先后", D=kpi, E="结果更高", F="traffic", G=2)
    work.put(TESTS, 3, A="training", C="事件", H="2025-02-01", I="wuhou")
    work.bring()
    first, second = work.folder.open().causes
    assert [(each.kind, each.event.isoformat(), each.treated) for each in first.tests] == [
        ("event", "2025-02-01", ("wuhou",))
    ]
    (test,) = second.tests
    assert (test.kind, test.driver, test.direction, test.confounders, test.lag) == (
        "lagged", "conversion_rate", "higher", ("traffic",), 2,
    )  # fmt: skip
    assert work.export().plan().changes == ()


def test_a_workbook_from_before_data_tests_is_read(work):
    del work.book["数据检验"]
    assert work.plan().changes == ()


def test_a_name_of_two_is_refused(work):
    work.folder.replace("engagement.yaml", "people: {boss: 陈总}", "people: {boss: 陈总, chen: 陈总}")
    work.export().put(CAUSES, 2, I="陈总")
    with pytest.raises(InputError, match="'陈总' is the name of 'boss' and 'chen'"):
        work.plan()


def test_ids_that_differ_in_the_form_of_letters_alone_are_refused(work):
    work.put(CAUSES, 4, A="Queue", B="y", C="人", D="revenue")
    with pytest.raises(InputError, match=r"'Queue' in 原因假设!A4 is 'queue' in 原因假设!A3 but for"):
        work.plan()


def test_a_renamed_sheet_or_head_is_told_alone(work):
    work.page(INTERVIEWS).title = "访谈表"
    work.page(CAUSES)["B1"].value = "原因"
    with pytest.raises(InputError) as caught:
        work.plan()
    assert len(str(caught.value).splitlines()) == 3


def test_categories_are_listed_in_the_words_of_the_workbook(work):
    work.put(CAUSES, 2, C="人员")
    with pytest.raises(InputError, match="Known: 环, 机, 市场"):
        work.plan()


def test_many_changes_are_counted(work):
    for row in range(4, 34):
        work.put(CAUSES, row, A=f"c{row}", B="y", C="人", D="revenue")
    assert change_lines(work.plan())[-1] == "… and 10 more; in all: 30 x cause new"


def test_a_new_cause_comes_with_its_evidence_its_loss_and_a_note_coded_to_it(work):
    work.put(CAUSES, 4, A="weather", B="下雨", C="环", D="revenue").put(COSTS, 3, A="weather", B=2)
    work.put(EVIDENCE, 4, A="weather", C="文件", E="气象记录", G="li", H="2026-03-05")
    work.put(NOTES, 4, A="i1", C="下雨天没人", F="weather").bring()
    engagement = work.folder.open()
    assert engagement.causes[-1].category == "environment"
    assert engagement.interviews[0].notes[-1].codes == {"li": "weather"}
    assert work.tables()["costs"]["weather",]["votes"] == 2


def test_a_coder_names_the_column(work):
    work.page(NOTES)["G1"].value = "编码：zhao"
    work.bring()
    assert work.folder.open().interviews[0].notes[0].codes == {"li": "training", "zhao": "training"}


def test_whys_of_any_depth_with_branches_come_back(work):
    page = work.page(WHYS)
    page["M1"].value, page["N1"].value = "为什么6", "为什么7"
    for row, column in enumerate("DEFGHMN", start=6):
        page[f"{column}{row}"].value = f"第{row}环"
    page["A6"].value, page["B6"].value = "w2", "退货多"
    page["D13"].value = "另一支"
    work.bring()
    first, second = work.folder.open().whys
    assert first.whys[0].because.en == "Guests leave"
    depth, at = 0, second.whys
    while at:
        depth, at = depth + 1, at[0].whys
    assert depth == 7
    assert [each.because.zh for each in second.whys] == ["第6环", "另一支"]


def test_importing_the_same_workbook_twice_adds_nothing(work):
    work.put(EVIDENCE, 4, A="queue", C="数据", E="排队 9 分钟", G="li", H="2026-03-05").put(
        NOTES, 4, A="i1", C="太慢"
    ).bring()
    assert work.plan().changes == ()


def test_rows_that_the_files_got_meanwhile_stay_beside_those_of_the_workbook(work):
    work.put(EVIDENCE, 4, A="training", C="数据", E="新人成交少", G="li", H="2026-03-05").put(EVIDENCE, 2, E="改过")
    text = work.text("causes.yaml")
    inserted = "    - {kind: interview, text: 最先, by: he, at: 2026-03-01}\n    # seen twice"
    work.folder.write("evidence/causes.yaml", text.replace("    # seen twice", inserted))
    work.bring()
    assert {each.text.zh for each in work.folder.open().causes[0].evidence} == {
        "最先",
        "改过",
        "培训签到表齐全",
        "新人成交少",
    }


def test_what_both_sides_changed_is_a_conflict_and_nothing_is_written(work):
    work.put(CAUSES, 3, B="收银太慢").put(CAUSES, 2, B="改了")
    work.folder.replace("evidence/causes.yaml", "结账排队太久", "排队久")
    plan = work.plan()
    (conflict,) = plan.conflicts
    assert (conflict.key, conflict.field, conflict.theirs, conflict.yours) == (
        ("queue",),
        "title",
        "排队久",
        "收银太慢",
    )
    assert plan.texts == {}
    assert plan.returned.place("causes", ("queue",), "title") == "原因假设!B3"


def test_chains_that_both_sides_changed_are_a_conflict(work):
    work.put(WHYS, 5, D="店员太忙")
    work.folder.replace("evidence/whys.yaml", "排班没看客流", "排班按习惯")
    assert [each.field for each in work.plan().conflicts] == ["chain"]


def test_an_engagement_without_field_work_gets_its_files(work):
    for name in ("causes", "interviews", "whys", "costs"):
        work.folder.remove(f"evidence/{name}.yaml")
    work.export().put(CAUSES, 2, A="a1", B="原因", C="人", D="revenue").put(WHYS, 2, A="w", B="为什么少", D="因为")
    assert set(work.bring().texts) == {"evidence/causes.yaml", "evidence/whys.yaml"}
    assert [each.id for each in work.folder.open().causes] == ["a1"]


SLIPS = {
    "cells": [
        (CAUSES, 2, {"J": "上周"}, "原因假设!J2 == '上周', must be a day"),
        (CAUSES, 2, {"H": "也许"}, "原因假设!H2 == '也许', must be '是' or '否'"),
        (CAUSES, 2, {"B": "=1+1"}, "原因假设!B2 holds a formula"),
        (EVIDENCE, 2, {"C": "听说"}, "证据!C2"),
        (EVIDENCE, 2, {"H": 20260305}, "证据!H2 == 20260305 is a number"),
        (INTERVIEWS, 2, {"F": "六"}, "访谈!F2 == '六', must be a number"),
        (INTERVIEWS, 3, {"F": 1.5}, "访谈!F3 == 1.5, must be a whole number"),
        (COSTS, 3, {"A": "training", "C": -5}, "鱼骨图打分与损失量!C3 == -5"),
    ],
    "rows": [
        (CAUSES, 2, {"F": "channel"}, "原因假设!F2 == 'channel', must be written dimension=value"),
        (CAUSES, 4, {"A": "x", "C": "人", "D": "revenue"}, "原因假设!B4 is empty"),
        (CAUSES, 5, {"B": "y", "C": "人", "D": "revenue"}, "原因假设!A5 is empty"),
        (CAUSES, 6, {"A": "queue", "B": "y", "C": "人", "D": "revenue"}, "stands twice, in 原因假设!A3"),
        (EVIDENCE, 5, {"A": "queue", "B": 7, "C": "数据", "E": "x", "G": "li", "H": "2026-03-05"}, "证据!B5 == '7'"),
        (WHYS, 3, {"F": "再问"}, "5个为什么!A3: the row holds 2 whys"),
        (WHYS, 4, {"B": "别的问题"}, "5个为什么!B4 says otherwise than 5个为什么!B2"),
        (WHYS, 6, {"F": "跳级", "A": "w9", "B": "问题"}, "5个为什么!F6 is why number 3 with no why number 2"),
        (COSTS, 4, {"A": "nobody", "C": 5}, "鱼骨图打分与损失量!A4"),
    ],
    "names": [
        (CAUSES, 2, {"E": "wuho"}, "原因假设!E2"),
        (CAUSES, 4, {"A": "x", "B": "y", "C": "人员", "D": "revenu"}, "原因假设!D4"),
        (CAUSES, 4, {}, "原因假设!C4"),
        (CAUSES, 2, {"F": "chanel=new"}, "原因假设!F2"),
        (NOTES, 2, {"F": "trainin"}, "访谈记录!F2"),
        (WHYS, 3, {"K": "queu"}, "5个为什么!K3"),
    ],
    "id": [(CAUSES, 4, {"A": "X Y", "B": "y", "C": "人", "D": "revenue"}, "原因假设!A4")],
    "holders": [(INTERVIEWS, 2, {"F": 0}, "访谈!F2")],
    "units": [(COSTS, 3, {"A": "training", "C": 5, "D": "小时"}, "鱼骨图打分与损失量!D3")],
}  # fmt: skip


@pytest.mark.parametrize("kind", SLIPS)
def test_slips_are_refused_with_sheet_and_cell(work, kind):
    before = work.text("causes.yaml")
    for sheet, row, cells, _ in SLIPS[kind]:
        work.put(sheet, row, **cells)
    with pytest.raises(InputError, match="!") as caught:
        work.plan()
    lines = str(caught.value).splitlines()
    assert [told for *_, told in SLIPS[kind] if not any(told in line for line in lines)] == []
    assert work.text("causes.yaml") == before


def test_a_lost_sheet_column_or_base_is_refused(work):
    work.page(CAUSES)["B1"].value = "原因"
    with pytest.raises(InputError, match=r"原因假设!B1.*原因（一句话）"):
        work.plan()
    work.export().page(WHYS).title = "5个为什么2"
    with pytest.raises(InputError, match=r"The sheet '5个为什么' is not in the workbook; is it the sheet '5个为什么2'"):
        work.plan()
    del work.export().book["perfloop_field_work"]
    with pytest.raises(InputError, match="not made by 'perfloop evidence export'"):
        work.plan()


def test_names_and_heads_are_locked_and_what_people_fill_in_is_not(work):
    page = work.page(EVIDENCE)
    assert page.protection.sheet
    assert page["A2"].protection.locked
    assert not page["E2"].protection.locked
    assert not page["A5"].protection.locked
    assert page["A1"].protection.locked
    lists = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert lists["C2:C9"].errorStyle == "stop"
    assert lists["A2:A9"].formula1 == "='原因假设'!$A$2:$A$9"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages_bring_back_what_they_wrote(work, language):
    work.folder.replace("engagement.yaml", "language: zh", f"language: {language}")
    plan = work.export().plan()
    assert plan.changes == ()
    assert work.book.worksheets[0].title == {"zh": "原因假设", "en": "Causes"}[language]


def hostile():
    if not PAYLOADS.is_file():
        return None
    entries = json.loads(PAYLOADS.read_text(encoding="utf-8"))
    kinds = {"xss", "formula_injection", "sql_injection"}
    texts = [each["input"] for each in entries if each["category"] in kinds and not each["input"].startswith("GEN:")]
    return [each for each in texts if each.strip() and each.isprintable()]


def test_hostile_texts_are_text_on_both_ways(work):
    texts = hostile()
    if texts is None:
        pytest.skip("shared payloads are not here")
    work.export()
    for row, text in enumerate(texts, start=4):
        work.put(NOTES, row, A="i1", C=text)
        work.page(NOTES)[f"C{row}"].data_type = "s"
    work.bring()
    assert [each.text for each in work.folder.open().interviews[0].notes[2:]] == texts
    stream = io.BytesIO()
    work.export().book.save(stream)
    cells = [cell for page in load_workbook(stream) for row in page.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert work.plan().changes == ()
