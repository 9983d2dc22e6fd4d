"""The minutes sheet: filled in by a meeting, merged back three ways, once, and never half."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger import open_ledger
from diagnostics.loop.intervene.minutes import (
    Held,
    PickNames,
    is_minutes,
    minutes_tables,
    plan_minutes,
    untouched,
    write_minutes,
)
from diagnostics.loop.intervene.minutes.fields import COLUMNS
from diagnostics.model.decision import DecisionState

TODAY, JULY, AUGUST = date(2025, 9, 1), date(2025, 7, 3), date(2025, 8, 5)
LETTERS = {each.name: "ABCDEFGHIJ"[at] for at, each in enumerate(COLUMNS)}
WHOLE = {"text": "补两名顾问", "owner": "li", "due": "2025-07-20"}
NEXT = {**WHOLE, "due": "2025-08-20"}


class Room:
    """A ledger, the minutes that leave it for a meeting, and those that come back."""

    def __init__(self, engagement):
        self.engagement = engagement
        self.ledger = open_ledger(engagement, write=True, today=TODAY)

    def sheet(self, on, spare=3):
        """Minutes of a meeting, open for whoever fills them in."""
        stream = BytesIO()
        tables = minutes_tables(self.ledger.decisions(), on, "zh", spare)
        names = PickNames(dict(self.engagement.settings.people), {"pay_link": "薪酬挂钩"}, {"revenue": "营收"})
        write_minutes(stream, tables, (self.engagement.settings.id, "zh"), names)
        return load_workbook(BytesIO(stream.getvalue()))

    def plan(self, book, day=None, reason="", actor="li"):
        """What importing it would record."""
        held = Held(
            self.ledger.decisions(), tuple(self.ledger.states()), {each.event for each in self.ledger.entries()}
        )
        return plan_minutes(self.engagement, BytesIO(content(book)), held, (actor, day, reason), TODAY)

    def bring(self, book, **said):
        """Import it."""
        made = self.plan(book, **said)
        if made.events:
            self.ledger.append_all(made.events, version=made.versions)
        return made


def content(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill(book, row, **cells):
    page = book[book.sheetnames[0]]
    for name, value in cells.items():
        page[f"{LETTERS[name]}{row}"] = value
    return book


OPEN = {
    "D20250703-01": DecisionState.model_validate({
        "decision": {"id": "D20250703-01", "meeting": "2025-07-03", **WHOLE}, "version": 1, "recorded": JULY, "last": JULY,
    })
}  # fmt: skip


@pytest.fixture(scope="module")
def august():
    """Minutes of August with one open decision of July."""
    stream = BytesIO()
    write_minutes(stream, minutes_tables(OPEN, AUGUST, "zh", 3), ("acme", "zh"), PickNames({"li": "李店长"}))
    return stream.getvalue()


def plan_august(engagement, book):
    """What importing them would record; no ledger is needed to refuse them."""
    return plan_minutes(engagement, BytesIO(content(book)), Held(OPEN, ("pay_link",), ()), ("li", None, ""), TODAY)


@pytest.fixture
def room(make_engagement, ledger_of):
    engagement = make_engagement()
    room = Room(engagement)
    room.ledger.append_all(ledger_of.story()[:1])
    return room


def test_what_a_meeting_decides_is_recorded_on_its_day_and_once(room):
    book = fill(room.sheet(JULY), 2, **WHOLE, measure="pay_link", kpi="revenue", entity="wuhou")
    fill(book, 3, text="核对记录", owner="李店长", due=date(2025, 7, 31), decision_standing="已完成")
    assert len(room.bring(book).events) == 3
    found = room.ledger.decisions()
    assert {key: (each.standing, each.recorded, each.decision.owner) for key, each in found.items()} == {
        "D20250703-01": ("open", JULY, "li"), "D20250703-02": ("done", JULY, "li"),
    }  # fmt: skip
    assert found["D20250703-01"].decision.measure == "pay_link"
    again = room.plan(book, actor="hr_zhang", day=date(2025, 8, 1))
    assert (again.events, again.conflicts) == ((), ())
    assert room.ledger.verify() == ()


def test_the_next_minutes_begin_with_what_is_open_and_take_up_no_id_twice(room):
    room.bring(fill(fill(room.sheet(JULY), 2, **WHOLE), 3, **WHOLE, decision_standing="已完成"))
    book = room.sheet(AUGUST)
    page = book[book.sheetnames[0]]
    assert [page[f"A{row}"].value for row in range(2, 6)] == [
        "D20250703-01", "D20250805-01", "D20250805-02", "D20250805-03",
    ]  # fmt: skip
    assert (page["C2"].value, page["F2"].value, page["F2"].protection.locked) == ("补两名顾问", "进行中", False)
    assert (page.protection.sheet, page["A2"].protection.locked, page["C2"].protection.locked) == (True, True, True)
    assert {str(each.sqref)[0] for each in page.data_validations.dataValidation} == set("DFHI")
    assert room.sheet(JULY)[page.title]["A3"].value == "D20250703-03"


def test_a_later_meeting_moves_settles_and_drops_with_its_reason(room):
    book = room.sheet(JULY)
    for row in (2, 3, 4):
        fill(book, row, **WHOLE)
    room.bring(book)
    book = fill(room.sheet(AUGUST), 2, due="2025-08-20", owner="hr_zhang", note="顾问请假")
    fill(fill(book, 3, decision_standing="已完成"), 4, decision_standing="已取消", note="并入别的措施")
    made = room.bring(book)
    assert [(each.kind, each.at) for each in made.events] == [
        ("revised", AUGUST), ("reviewed", AUGUST), ("reviewed", AUGUST),
    ]  # fmt: skip
    first, second, third = room.ledger.decisions().values()
    assert (first.decision.due, first.decision.owner, first.note.zh) == (date(2025, 8, 20), "hr_zhang", "顾问请假")
    assert (second.standing, third.standing, third.note.zh) == ("done", "dropped", "并入别的措施")
    assert room.plan(book).events == ()


def test_a_note_alone_is_kept_and_an_untouched_sheet_records_nothing(room):
    room.bring(fill(room.sheet(JULY), 2, **WHOLE))
    assert room.plan(room.sheet(AUGUST)).events == ()
    book = fill(room.sheet(AUGUST), 2, note="下周到岗")
    assert [each.standing for each in room.bring(book).events] == ["open"]
    assert room.plan(book).events == ()


def test_what_two_copies_changed_differently_is_a_conflict_and_nothing_is_recorded(room):
    room.bring(fill(room.sheet(JULY), 2, **WHOLE))
    one, other = room.sheet(AUGUST), room.sheet(AUGUST)
    room.bring(fill(fill(one, 2, due="2025-08-20", note="a"), 3, **WHOLE | {"due": "2025-09-01"}))
    made = room.plan(
        fill(fill(other, 2, due="2025-08-25", note="b"), 3, **WHOLE | {"text": "别的", "due": "2025-09-01"})
    )
    assert made.events == ()
    assert [re.sub(r"\s+", " ", each) for each in made.conflicts] == [
        "conflict: 会议纪要!C3: 'D20250805-01', text: was free, the ledger holds '补两名顾问', the minutes say '别的'",
        "conflict: 会议纪要!E2: 'D20250703-01', due: the sheet was made with '2025-07-20', the ledger holds"
        " '2025-08-20', the minutes say '2025-08-25'",
    ]


def test_what_only_one_side_changed_is_merged(room):
    room.bring(fill(room.sheet(JULY), 2, **WHOLE))
    one, other = room.sheet(AUGUST), room.sheet(AUGUST)
    room.bring(fill(one, 2, due="2025-08-20", note="a"))
    room.bring(fill(other, 2, owner="hr_zhang", note="b"))
    decision = room.ledger.decisions()["D20250703-01"].decision
    assert (decision.due, decision.owner) == (date(2025, 8, 20), "hr_zhang")


@pytest.mark.parametrize(
    ("row", "cells", "match"),
    [(3, {**NEXT, "owner": "lii"}, "'lii' in 会议纪要!D3. Did you mean 'li'"),
     (3, {**NEXT, "due": "2025-08-04"}, "会议纪要!E3 == '2025-08-04', lies before the meeting on 2025-08-05"),
     (3, {"text": "x", "owner": "li"}, "会议纪要!E3 is empty"),
     (3, {**NEXT, "text": "长" * 1001}, "会议纪要!C3 has 1,001 characters, 1,000 is the most"),
     (2, {"note": "长" * 1001}, "会议纪要!G2 has 1,001 characters"),
     (3, {**NEXT, "due": "2205-01-01"}, "会议纪要!E3 == '2205-01-01', must be a day from 1970-01-01 to 2199-12-31"),
     (3, {**NEXT, "decision_standing": "已取消"}, "会议纪要!G3 is empty; 'D20250805-01' is dropped, so say why"),
     (3, {**NEXT, "due": "下周"}, "会议纪要!E3 == '下周', must be a day"),
     (3, {**NEXT, "id": "D20250805-09"}, "Unknown decision 'D20250805-09' in 会议纪要!A3"),
     (3, {**NEXT, "id": None}, "会议纪要!A3 is empty; every decision keeps the id"),
     (3, {**NEXT, "id": "D20250703-01"}, "stands twice, in 会议纪要!A2 and in 会议纪要!A3"),
     (3, {**NEXT, "text": "=1+1"}, "会议纪要!C3 holds a formula"),
     (3, {**NEXT, "text": "找王五谈话"}, "会议纪要!C3 names somebody who is measured"),
     (3, {**NEXT, "entity": "wang"}, "names somebody who is measured .会议纪要!J3"),
     (3, {**NEXT, "measure": "pay_lin"}, "'pay_lin' in 会议纪要!H3. Did you mean 'pay_link'"),
     (3, {**NEXT, "decision_standing": "快好了"}, "Unknown 状态 '快好了' in 会议纪要!F3"),
     (2, {"text": "改了"}, "会议纪要!C2 is not as recorded .'补两名顾问'"),
     (2, {"meeting": "2025-07-04"}, "会议纪要!B2 is not as recorded"),
     (2, {"owner": None}, "会议纪要!D2 is empty"),
     (2, {"due": "2025-08-20"}, "会议纪要!G2 is empty; 'D20250703-01' changes .due., so say why"),
     (2, {"decision_standing": "已取消"}, "会议纪要!G2 is empty; 'D20250703-01' is now dropped, so say why")],
)  # fmt: skip
def test_a_cell_that_breaks_a_rule_is_named(make_engagement, august, row, cells, match):
    with pytest.raises(InputError, match=match):
        plan_august(make_engagement(), fill(load_workbook(BytesIO(august)), row, **cells))


def test_all_cells_that_break_a_rule_are_named_at_once(make_engagement, august):
    book = fill(load_workbook(BytesIO(august)), 2, owner=None)
    book = fill(book, 3, **NEXT | {"owner": "lii", "due": "下周", "text": "找王五谈话"})
    with pytest.raises(InputError) as caught:
        plan_august(make_engagement(), book)
    told = str(caught.value).splitlines()
    assert len(told) == 4
    assert all(any(f"会议纪要!{cell}" in each for each in told) for cell in ("D2", "D3", "E3", "C3"))


def test_an_id_that_cant_be_read_is_no_decision_that_is_gone(make_engagement, august):
    with pytest.raises(InputError) as caught:
        plan_august(make_engagement(), fill(load_workbook(BytesIO(august)), 2, id="=1+1"))
    assert "会议纪要!A2 holds a formula" in str(caught.value)
    assert "is gone" not in str(caught.value)


def test_a_sheet_is_read_in_its_own_language_after_the_engagements_was_changed(make_engagement):
    stream = BytesIO()
    write_minutes(stream, minutes_tables(OPEN, AUGUST, "en", 1), ("acme", "en"), PickNames())
    book = fill(load_workbook(BytesIO(stream.getvalue())), 2, decision_standing="done")
    engagement = make_engagement()
    assert engagement.language == "zh"
    assert [each.standing for each in plan_august(engagement, book).events] == ["done"]


def _merged(book):
    book[book.sheetnames[0]].merge_cells("C2:D3")


def _renamed(book):
    book[book.sheetnames[0]].title = "会议纪要2"


def _gone(book):
    book[book.sheetnames[0]].delete_rows(2)


def _headless(book):
    book[book.sheetnames[0]]["D1"] = "谁"


def _bare(book):
    del book["perfloop_minutes"]


@pytest.mark.parametrize(
    ("spoil", "match"),
    [(_merged, "会议纪要!C2:D3 is merged"), (_renamed, "is it the sheet '会议纪要2'"),
     (_gone, "Decision 'D20250703-01' is gone"), (_headless, "会议纪要!D1"),
     (_bare, "no hidden sheet 'perfloop_minutes': it was not made by 'perfloop ledger meeting'")],
)  # fmt: skip
def test_a_workbook_that_is_not_as_it_was_given_is_refused(make_engagement, august, spoil, match):
    book = load_workbook(BytesIO(august))
    spoil(book)
    with pytest.raises(InputError, match=match):
        plan_august(make_engagement(), book)


def test_minutes_of_another_engagement_or_of_a_day_to_come_stay_out(room):
    book = fill(room.sheet(date(2025, 9, 2)), 2, text="x", owner="li", due="2025-10-01")
    with pytest.raises(InputError, match="meeting on 2025-09-02, which is yet to come"):
        room.plan(book)
    with pytest.raises(InputError, match="is of engagement 'acme', this one is 'other'"):
        untouched(content(book), "other", "zh")


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "<script>alert(1)</script>", "+1", "a\r\nb", "_x000D_", "@x"])
def test_a_decision_comes_back_to_the_next_meeting_letter_by_letter_and_as_no_formula(room, text):
    book = fill(room.sheet(JULY), 2, **WHOLE)
    cell = book[book.sheetnames[0]]["C2"]
    cell.value, cell.data_type = text.replace("_x000D_", "_x005F_x000D_").replace("\r", "_x000D_"), "s"
    room.bring(book)
    assert room.ledger.decisions()["D20250703-01"].decision.text.zh == text
    shown = room.sheet(AUGUST)
    assert shown[shown.sheetnames[0]]["C2"].data_type == "s"
    assert room.plan(shown).events == ()


def test_a_sheet_that_nobody_wrote_into_is_told_from_one_that_was_filled(room):
    bare = room.sheet(JULY)
    _bare(bare)
    assert is_minutes(content(room.sheet(JULY)))
    assert is_minutes(content(bare))
    assert untouched(content(room.sheet(JULY)), "acme", "zh")
    assert not untouched(content(fill(room.sheet(JULY), 2, text="x", owner="li", due="2025-07-20")), "acme", "zh")
