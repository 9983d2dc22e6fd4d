"""What is no news to a meeting: verdicts that earlier runs had, or earlier pages showed."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from diagnostics.model.period import Calendar
from diagnostics.run import meeting_history
from diagnostics.run.meeting_history import earlier_pages, known_verdicts, last_notes, verdicts_since


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(meeting_history, "verdicts", lambda each: each.told)
    return lambda period, **told: SimpleNamespace(
        manifest=SimpleNamespace(period=period), told={key: (each, False) for key, each in told.items()}
    )


def test_a_verdict_stands_since_the_first_of_the_runs_that_agree_with_the_last(run):
    runs = [run("2025-03", a="worked", b="worse"), run("2025-04", a="insufficient", b="worse"),
            run("2025-05", a="worked", b="worse"), run("2025-06", a="worked", b="worse", c="worked")]  # fmt: skip
    assert verdicts_since(runs, Calendar()) == {
        "a": date(2025, 5, 31), "b": date(2025, 3, 31), "c": date(2025, 6, 30),
    }  # fmt: skip
    assert verdicts_since([], Calendar()) == {}


def test_what_the_run_before_or_an_earlier_page_told_is_no_news(run, tmp_path):
    before, now = run("2025-05", a="worked", b="worse"), run("2025-06", a="worked", b="worked", c="insufficient")
    for day, said in (("2025-07-05", "of <code>0f1e</code>"), ("2025-08-05", "other")):
        (tmp_path / day).mkdir()
        (tmp_path / day / "meeting.html").write_text(said)
    pages = earlier_pages(tmp_path, date(2025, 8, 5))
    assert [each.parent.name for each in pages] == ["2025-07-05"]
    assert known_verdicts(now, before, pages, "77aa") == ("a",)
    assert known_verdicts(now, None, pages, "77aa") == ()
    assert known_verdicts(now, before, pages, "0f1e") == ("a", "b")


def test_a_note_that_names_somebody_who_is_measured_stays_in_the_ledger(make_engagement):
    records = [
        {"id": "a", "last_check_in": {"note": {"zh": "印晚了", "en": "late"}}}, {"id": "b", "last_check_in": None},
        {"id": "c", "last_check_in": {"note": {"zh": "王五不肯", "en": ""}}},
    ]  # fmt: skip
    assert {key: each.zh for key, each in last_notes(records, make_engagement()).items()} == {"a": "印晚了"}
