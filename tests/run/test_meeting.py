"""The pack of a meeting: whose run it shows, where its files go, what of them is never overwritten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.loop.intervene import plan
from diagnostics.loop.intervene.ledger import open_ledger
from diagnostics.loop.intervene.minutes import minutes_tables, write_minutes
from diagnostics.loop.intervene.minutes.write import PickNames
from diagnostics.model.scorecard import Scorecard
from diagnostics.run import meeting
from diagnostics.run.ledger.entries import Said
from diagnostics.run.ledger.files import import_ledger
from tests.loop.intervene.ledger.test_decisions import decided

DAY = date(2025, 8, 5)


def runs_of(monkeypatch, *periods):
    found = [SimpleNamespace(manifest=SimpleNamespace(period=each)) for each in periods]
    monkeypatch.setattr(meeting, "_runs", lambda _: iter(found))
    return {each.manifest.period: each for each in found}


@pytest.mark.parametrize(
    ("day", "period", "shown", "before"),
    [("2025-07-31", "", "2025-07", "2025-06"), ("2025-07-30", "", "2025-06", "2024-12"), ("2026-05-01", "", "2025-07", "2025-06"),
     ("2025-06-30", "2025-07", "2025-07", "2025-06"), ("2025-12-31", "2024-12", "2024-12", None)],
)  # fmt: skip
def test_the_latest_run_whose_period_is_over_is_shown_or_the_one_asked_for(
    make_engagement, monkeypatch, day, period, shown, before
):
    there = runs_of(monkeypatch, "2025-07", "2024-12", "2025-06")
    found = meeting._run_for(make_engagement(), date.fromisoformat(day), period)
    assert found == (there[shown], there.get(before))


@pytest.mark.parametrize(
    ("periods", "period", "match"),
    [((), "", "no finished run"), (("2025-09",), "", "over on 2025-08-05; the first is 2025-09"),
     (("2025-06",), "2025-07", "Unknown period '2025-07'"), (("2025-06",), "2025-77", "2025-77")],
)  # fmt: skip
def test_a_meeting_without_a_run_to_show_is_refused(make_engagement, monkeypatch, periods, period, match):
    runs_of(monkeypatch, *periods)
    with pytest.raises(InputError, match=match):
        meeting._run_for(make_engagement(), DAY, period)


def sheet(engagement, path):
    with path.open("wb") as stream:
        write_minutes(stream, minutes_tables({}, DAY, "zh", 2), ("acme", "zh"), PickNames({"li": "李店长"}))
    return path.read_bytes()


def test_files_are_there_together_and_a_sheet_that_was_filled_in_stays(make_engagement, tmp_path):
    engagement = make_engagement()
    folder, content = tmp_path / "meetings" / "2025-08-05", sheet(engagement, tmp_path / "made.xlsx")
    left = folder.with_name(".staging-2025-08-05-dead")
    left.mkdir(parents=True)
    made = meeting._publish(folder, b"one", content, engagement)
    assert (made.page.read_bytes(), made.minutes.read_bytes(), made.kept) == (b"one", content, False)
    assert sorted(each.name for each in folder.parent.iterdir()) == ["2025-08-05"]
    assert not meeting._publish(folder, b"two", content, engagement).kept
    book = load_workbook(made.minutes)
    for cell, value in (("C2", "补两名顾问"), ("D2", "li"), ("E2", "2025-08-20")):
        book[book.sheetnames[0]][cell] = value
    book.save(made.minutes)
    filled = made.minutes.read_bytes()
    again = meeting._publish(folder, b"three", content, engagement)
    assert (again.kept, made.page.read_bytes(), made.minutes.read_bytes()) == (True, b"three", filled)
    made.minutes.write_bytes(b"half a workbook that somebody saved")
    assert meeting._publish(folder, b"four", content, engagement).kept


def test_a_disk_that_fails_leaves_no_half_pack(make_engagement, tmp_path, monkeypatch):
    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(meeting, "sync_tree", fail)
    folder = tmp_path / "meetings" / "2025-08-05"
    with pytest.raises(SurroundingsError, match="No space left"):
        meeting._publish(folder, b"one", b"two", make_engagement())
    assert not folder.exists()


def test_the_agenda_is_the_ledgers_as_of_the_day(make_engagement, ledger_of, tmp_path):
    engagement = make_engagement()
    ledger = open_ledger(engagement, write=True)
    ledger.append_all([*ledger_of.story(), decided()])
    run = SimpleNamespace(manifest=SimpleNamespace(period="2025-06"), folder=tmp_path)
    early, late = (meeting.agenda_for(engagement, ledger, date(2025, month, 15), run) for month in (7, 9))
    assert [[each.state == "done" for each in one.board] for one in (early, late)] == [[False], [True]]
    assert [[(each.id, each.owner_name, each.days_late) for each in one.decisions] for one in (early, late)] == [
        [("D1", "李店长", 0)], [("D1", "李店长", 57)],
    ]  # fmt: skip


def test_reviews_of_the_next_month_are_told_once_each_and_none_that_names_somebody_measured(make_engagement):
    def card(name, **rhythm):
        items = [{"kpi": "revenue", "weight": 1.0}]
        told = {"role": name, "level": "store", "items": items, "name": {"zh": name}, "rhythm": rhythm}
        return Scorecard.model_validate(told)

    cards = (card("店长", track="week", assess="month"), card("王五的考核表", assess="month"))
    found = list(meeting._reviews(replace(make_engagement(), scorecards=cards), DAY))
    assert [(each.day.isoformat(), each.occasion, each.cards[0].zh) for each in found] == [
        ("2025-08-11", "track", "店长"), ("2025-09-01", "assess", "店长"),
    ]  # fmt: skip


def test_what_came_from_outside_is_no_measure_of_the_agenda(make_engagement, ledger_of, tmp_path):
    engagement = make_engagement()
    ledger = open_ledger(engagement, write=True)
    ledger.append_all([ledger_of.entry("A-1", "2025-03-20", "planned", external=True)])
    run = SimpleNamespace(manifest=SimpleNamespace(period="2025-06"), folder=tmp_path)
    assert meeting.agenda_for(engagement, ledger, DAY, run).board == ()


def test_words_that_name_somebody_who_is_measured_stay_in_the_ledger(make_engagement, tmp_path):
    engagement = make_engagement()
    ledger = open_ledger(engagement, write=True)
    # Python can record what commands and workbooks refuse.
    ledger.append(decided(text="找王五谈话"))
    run = SimpleNamespace(manifest=SimpleNamespace(period="2025-06"), folder=tmp_path)
    told = meeting.agenda_for(engagement, ledger, DAY, run).decisions[0].text
    assert "王五" not in told.zh
    assert "见台账" in told.zh


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"text": "按原方案每月 3,500 元执行", "measure": "pay_link"}, False),
        ({"text": "底薪每月再加 3,500 元"}, False),
        ({"text": "装修预算 3,500 元"}, True),
    ],
)
def test_what_few_are_paid_stands_neither_in_minutes_nor_in_a_run(make_engagement, ledger_of, tmp_path, about, told):
    engagement = make_engagement()
    title = {"zh": "店长底薪上调 3,500 元", "en": "A raise of 3,500 yuan"}
    ledger = open_ledger(engagement, write=True)
    ledger.append_all([ledger_of.entry("A-001", "2025-03-20", "planned", title=title), decided(**about)])
    run = SimpleNamespace(manifest=SimpleNamespace(period="2025-07"), folder=tmp_path)
    (row,) = meeting.agenda_for(engagement, ledger, DAY, run).decisions
    assert ("3,500" in row.text.zh) is told
    book = load_workbook(BytesIO(meeting._minutes(engagement, ledger, DAY)))
    texts = [str(each) for page in book for row in page.iter_rows(values_only=True) for each in row if each]
    assert any("3,500" in each for each in texts) is told
    (measure,) = (record := plan(engagement, "2025-07").record())["interventions"]
    assert ("3,500" in json.dumps(record, ensure_ascii=False)) is told
    # 11,000 over eleven months tells a raise as well as 1,000 does.
    assert measure["cost"] is None


def test_import_takes_minutes_and_workbooks_of_the_ledger_by_their_hidden_sheet(make_engagement, tmp_path, monkeypatch):
    engagement = make_engagement()
    monkeypatch.setattr("diagnostics.run.ledger.entries.load_engagement", lambda _: engagement)
    path = tmp_path / "minutes.xlsx"
    sheet(engagement, path)
    book = load_workbook(path)
    for cell, value in (("C2", "补两名顾问"), ("D2", "李店长"), ("E2", "2025-08-20")):
        book[book.sheetnames[0]][cell] = value
    book.save(path)
    assert not open_ledger(engagement).entries()
    assert len(import_ledger(tmp_path, path, Said("li"), dry_run=True).events) == 1
    assert not open_ledger(engagement).entries()
    assert len(import_ledger(tmp_path, path, Said("li")).events) == 1
    assert import_ledger(tmp_path, path, Said("hr_zhang")).events == ()
    entry = open_ledger(engagement).entries()[0]
    assert (entry.item, entry.at, json.loads(entry.payload)["decision"]["owner"]) == (
        "decision:D20250805-01", "2025-08-05", "li",
    )  # fmt: skip
