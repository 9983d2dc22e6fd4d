"""The ledger's workbook: filled in by owners, merged back three ways, never half."""

from __future__ import annotations

import re
from datetime import date
from importlib import import_module
from io import BytesIO

import pytest
from openpyxl import load_workbook

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger import open_ledger
from diagnostics.loop.intervene.ledger.stale import StaleVersionError
from diagnostics.loop.intervene.workbook import Names, ledger_tables, plan_import, write_book
from diagnostics.model.ledger_event import LedgerEvent

DAY = date(2025, 7, 1)
TASKS = [{"name": {"zh": "写清单", "en": "Write the list"}, "owner": "li", "due": "2025-05-10"}, {"name": "培训"}]


class Office:
    """A ledger, the workbooks that leave it, and those that come back."""

    def __init__(self, engagement, entry):
        self.engagement, self.entry = engagement, entry
        self.ledger = open_ledger(engagement, write=True)

    def export(self):
        """Workbook of the ledger as it is, open for whoever fills it in."""
        stream = BytesIO()
        tables = ledger_tables(self.ledger.states(), self.engagement.language)
        about = (self.engagement.settings.id, self.engagement.language)
        names = Names(("revenue", "conversion"), self.engagement.settings.people)
        write_book(stream, tables, self.ledger.entries(), about, names, decisions=self.ledger.decisions().values())
        return load_workbook(BytesIO(stream.getvalue()))

    def plan(self, book, reason="看板更新", actor="li"):
        """What importing it would record."""
        stream = BytesIO()
        book.save(stream)
        stream.seek(0)
        known = {each.event for each in self.ledger.entries()}
        return plan_import(self.engagement, stream, self.ledger.states(), known, (actor, DAY, reason))

    def bring(self, book, reason="看板更新"):
        """Import it."""
        made = self.plan(book, reason)
        self.ledger.append_all(made.events, version=made.versions)
        return made

    @property
    def measure(self):
        """The measure as it stands."""
        return self.ledger.states()["pay_link"].intervention


@pytest.fixture
def office(make_engagement, ledger_of, monkeypatch):
    # Spare rows take most of the time.
    monkeypatch.setattr(import_module("diagnostics.loop.intervene.workbook.write_book"), "SPARE", 5)
    entry = ledger_of.entry
    made = Office(make_engagement(people={"li": "李店长", "hr_zhang": "张薇"}), entry)
    made.ledger.append_all([
        entry("A-1", "2025-03-20", "planned", title="薪酬挂钩", tasks=TASKS, stop_rule={"zh": "停", "en": "stop"}),
        entry("A-2", "2025-05-01", "started"),
        entry("A-3", "2025-06-01", "check_in", progress=0.5, note="=cmd|' /C calc'!A0"),
        entry("A-4", "2025-06-02", "objection", party="王五", note="不公平"),
    ])  # fmt: skip
    return made


def cell(book, sheet, head, row=2):
    heads = [each.value for each in book[sheet][1]]
    return book[sheet].cell(row, heads.index(head) + 1)


def put(book, sheet, head, value, row=2):
    cell(book, sheet, head, row).value = value


def report(book, row=3, **cells):
    told = {"措施编号": "pay_link", "日期": "2025-06-20", "跟进人": "li", "进度（0–1）": 0.7, **cells}
    for head, value in told.items():
        put(book, "跟进", head, value, row)


def test_a_workbook_that_nobody_touched_records_nothing(office):
    made = office.plan(office.export())
    assert (made.events, made.conflicts, made.lines) == ((), (), ())


def test_text_with_blanks_at_its_edges_and_odd_signs_is_not_taken_for_a_change(office):
    odd = "第一行\r\n=1+1 _x000D_ 第二行\n"
    fields = {
        "id": "odd",
        "cause": odd,
        "measure": f" {odd}",
        "tasks": [{"name": "清单 \n"}, {"name": "清单"}],
        "cost": 1 / 3,
    }
    office.ledger.append(office.entry("O-1", "2025-03-20", "planned", **fields))
    assert office.plan(office.export()).events == ()


def test_a_check_in_a_done_task_and_a_changed_day_are_recorded_with_their_cells(office):
    book = office.export()
    report(book, **{"做了什么、遇到什么": "三店已用"})
    put(book, "任务", "完成日期", "2025-06-15")
    put(book, "措施", "完成期限", "2025-08-31")
    put(book, "措施", "为什么改", "两人休假")
    made = office.bring(book, reason="")
    assert [each.kind for each in made.events] == ["check_in", "changed"]
    assert made.lines[0] == "跟进!A3: check-in of 'pay_link' on 2025-06-20 by li, 70% done"
    state = office.ledger.states()["pay_link"]
    assert (state.progress, state.check_ins[-1].note.zh) == (0.7, "三店已用")
    assert (state.intervention.due, state.intervention.tasks[0].done) == (date(2025, 8, 31), date(2025, 6, 15))
    assert state.intervention.tasks[0].name.en == "Write the list"
    assert office.ledger.verify() == ()


def test_the_same_workbook_is_recorded_once(office):
    book = office.export()
    report(book)
    report(book, 4)
    assert len(office.bring(book).events) == 2
    assert office.plan(book).events == ()


def test_the_same_workbook_is_recorded_once_whoever_brings_it(office):
    book = office.export()
    report(book, 跟进人=None)
    assert [each.actor for each in office.bring(book).events] == ["li"]
    assert office.plan(book, actor="hr_zhang").events == ()


def test_reporting_a_task_done_asks_for_no_reason_and_no_new_signature(office):
    before = office.ledger.states()["pay_link"].contract
    book = office.export()
    put(book, "任务", "完成日期", "2025-06-15")
    assert str(office.bring(book, reason="").events[0].reason.zh) == "按工作簿回报任务完成情况"
    assert office.ledger.states()["pay_link"].contract == before


def test_a_change_without_a_reason_is_refused_by_its_cell(office):
    book = office.export()
    put(book, "措施", "目标值", 0.3)
    with pytest.raises(InputError, match=r"措施!V2 is empty; 'pay_link' changes \(target\), so say why"):
        office.plan(book, reason="")


def test_what_both_changed_is_a_conflict_and_nothing_is_recorded(office):
    book = office.export()
    put(book, "措施", "完成期限", "2025-08-31")
    put(book, "措施", "目标值", 0.3)
    change = {"due": "2025-09-30", "cost": 5000}
    office.ledger.append(office.entry("B-1", "2025-06-10", "changed", change=change, reason="延期"))
    made = office.plan(book)
    assert made.events == ()
    assert made.conflicts == (
        "conflict: 措施!L2: 'pay_link', due: exported '2025-04-30' (version 4), the ledger holds '2025-09-30' (version 5),"
        " the workbook says '2025-08-31'",
    )


def test_what_others_changed_meanwhile_stays(office):
    book = office.export()
    put(book, "措施", "目标值", 0.3)
    change = {"cost": 5000, "tasks": [{"name": "新任务"}, *TASKS]}
    office.ledger.append(office.entry("B-1", "2025-06-10", "changed", change=change, reason="加预算"))
    put(book, "任务", "完成日期", "2025-06-15")
    made = office.bring(book)
    assert made.lines[-1] == "pay_link: exported at version 4, the ledger holds 5; what is here is put on top of it"
    assert (office.measure.target, office.measure.cost) == (0.3, 5000)
    told = [(each.name.zh, each.done) for each in office.measure.tasks]
    assert told == [("新任务", None), ("写清单", date(2025, 6, 15)), ("培训", None)]


def test_whoever_writes_between_plan_and_import_refuses_all_of_it(office):
    book = office.export()
    put(book, "措施", "目标值", 0.3)
    report(book)
    made = office.plan(book)
    office.ledger.append(office.entry("B-1", "2025-06-10", "check_in", note="另一人"))
    with pytest.raises(StaleVersionError, match="on version 4 .* holds version 5"):
        office.ledger.append_all(made.events, version=made.versions)
    assert [each.event for each in office.ledger.entries()][-1] == "B-1"


def test_a_new_measure_with_a_task_is_planned(office):
    book = office.export()
    row = {
        "措施编号": "lunch", "措施": "午间班次", "维度": "流程与工具", "针对的原因": "午间排队", "结果指标": "revenue",
        "适用对象": "wuhou; jinniu", "负责人": "li", "完成期限": "2025年9月30日", "衡量标准": "午间两人在岗",
    }  # fmt: skip
    for head, value in row.items():
        put(book, "措施", head, value, 3)
    put(book, "任务", "措施编号", "lunch", 4)
    put(book, "任务", "任务", "排班", 4)
    office.bring(book)
    made = office.ledger.states()["lunch"].intervention
    assert (made.entities, made.due, made.dimension) == (("wuhou", "jinniu"), date(2025, 9, 30), "process")
    assert [each.name.zh for each in made.tasks] == ["排班"]


def test_words_that_change_lose_the_other_language(office):
    book = office.export()
    put(book, "措施", "止损规则", "再降就停")
    office.bring(book)
    assert (office.measure.stop_rule.zh, office.measure.stop_rule.en) == ("再降就停", "再降就停")


def test_a_broken_row_records_nothing_and_names_every_cell(office):
    book = office.export()
    report(book)
    put(book, "措施", "完成期限", "下月")
    put(book, "措施", "难度（1–5）", 9)
    put(book, "措施", "版本", 99)
    put(book, "措施", "维度", "其他")
    put(book, "跟进", "进度（0–1）", 1.5, 3)
    put(book, "任务", "完成日期", "=TODAY()")
    put(book, "措施", "预计投入", -3)
    with pytest.raises(InputError) as refused:
        office.plan(book)
    text = str(refused.value)
    for named in (
        "措施!L2",
        "措施!S2",
        "措施!R2 == -3",
        "措施!B2 == 99, was 4",
        "措施!G2",
        "跟进!E3",
        "任务!E2 holds a formula",
    ):
        assert named in text


@pytest.mark.parametrize(
    ("sheet", "head", "row", "value", "message"),
    [
        ("跟进", "做了什么、遇到什么", 2, "改写", r"跟进!F2 is not as recorded .* stays, add a new row"),
        ("跟进", "序号", 3, "7", r"跟进!B3 == '7', leave it empty in a new row"),
        ("跟进", "措施编号", 3, "pay_lnk", r"Unknown measure 'pay_lnk' in 跟进!A3. Did you mean 'pay_link'"),
        ("跟进", "跟进人", 3, "lee", r"Unknown person 'lee' in 跟进!D3"),
        ("跟进", "日期", 3, "2025-07-09", r"跟进!C3 == '2025-07-09', is after the import's day, 2025-07-01"),
        ("跟进", "日期", 3, "2025-05-20", r"跟进!A3: Event .* don't run backwards"),
        ("措施", "结果指标", 2, "revenu", r"Unknown KPI 'revenu' in 措施!I2. Did you mean 'revenue'"),
        ("措施", "适用对象", 2, "wuhoo", r"Unknown entity 'wuhoo' in 措施!J2"),
        ("措施", "负责人", 2, None, r"measure 'pay_link' has no owner; .* \(措施!K2\)"),
        ("任务", "任务", 2, None, r"任务!B2 is empty; every row needs it"),
    ],
)  # fmt: skip
def test_one_wrong_cell_keeps_all_of_it_out(office, sheet, head, row, value, message):
    book = office.export()
    report(book)
    put(book, sheet, head, value, row)
    with pytest.raises(InputError) as refused:
        office.plan(book)
    assert re.search(message, str(refused.value)), refused.value


def test_a_measure_or_a_recorded_check_in_is_not_taken_out(office):
    book = office.export()
    book["措施"].delete_rows(2)
    book["任务"].delete_rows(2, 2)
    book["跟进"].delete_rows(2)
    with pytest.raises(
        InputError, match="a measure is stopped, never taken out(?s:.*)Check-in 1 of 'pay_link' is gone"
    ):
        office.plan(book)


def test_a_workbook_of_another_engagement_is_refused(office, make_engagement):
    book = office.export()
    office.engagement = make_engagement(id="other")
    with pytest.raises(InputError, match="is of engagement 'acme', this one is 'other'"):
        office.plan(book)


def test_client_text_is_no_formula_and_ids_are_locked(office):
    book = office.export()
    note = cell(book, "跟进", "做了什么、遇到什么")
    assert (note.data_type, note.quotePrefix, note.value) == ("s", True, "=cmd|' /C calc'!A0")
    for sheet in ("措施", "任务", "跟进", "台账记录"):
        assert book[sheet].protection.sheet
        assert book[sheet].cell(2, 1).protection.locked
        assert not any(each.data_type == "f" for row in book[sheet].iter_rows() for each in row)
    assert not cell(book, "措施", "完成期限").protection.locked
    assert cell(book, "跟进", "进度（0–1）").protection.locked
    assert not cell(book, "跟进", "进度（0–1）", 3).protection.locked
    assert {each.type for each in book["措施"].data_validations.dataValidation} == {"list", "decimal", "whole"}


def test_the_log_does_not_say_who_objects(office):
    book = office.export()
    rows = [[each.value for each in row] for row in book["台账记录"].iter_rows(min_row=2)]
    assert [row[2] for row in rows] == ["立项", "启动", "跟进", "申诉"]
    assert rows[3][4] is None
    assert not any("王五" in str(each) or "不公平" in str(each) for row in rows for each in row)


def test_decisions_are_shown_open_ones_first_and_never_read_back(office):
    def decided(key, due):
        said = {"id": key, "text": "=补两名顾问", "owner": "li", "due": due, "meeting": "2025-06-03"}
        return LedgerEvent.model_validate(
            {"event": f"M-{key}", "at": "2025-06-03", "actor": "li", "kind": "decided", "decision": said}
        )

    over = {"event": "M-9", "at": "2025-06-20", "actor": "li", "kind": "reviewed", "id": "D1", "standing": "done"}
    assert "会议决议" not in office.export().sheetnames
    events = [decided("D1", "2025-06-10"), decided("D2", "2025-07-01"), LedgerEvent.model_validate(over)]
    office.ledger.append_all(events)
    book = office.export()
    told = [[cell(book, "会议决议", head, row).value for head in ("编号", "决议", "负责人")] for row in (2, 3)]
    assert told == [["D2", "=补两名顾问", "li"], ["D1", "=补两名顾问", "li"]]
    assert cell(book, "会议决议", "决议").data_type == "s"
    put(book, "会议决议", "负责人", "hr_zhang")
    assert not office.plan(book).events


def test_values_and_names_that_are_wrong_are_told_together_each_by_its_cell(office):
    book = office.export()
    put(book, "措施", "完成期限", "soon")
    put(book, "措施", "负责人", "lii")
    put(book, "任务", "谁来做", "lii")
    report(book, 跟进人="lii")
    with pytest.raises(InputError) as caught:
        office.plan(book)
    told = str(caught.value).splitlines()
    assert len(told) == 4
    assert "must be a day" in told[0]
    assert all("Unknown person 'lii' in" in each and "Did you mean 'li'" in each for each in told[1:])
    assert [each.partition(" in ")[2].partition("!")[0] for each in told[1:]] == ["措施", "任务", "跟进"]
