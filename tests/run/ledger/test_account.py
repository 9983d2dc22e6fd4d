"""Costs, confirmed benefits, homes and courses as commands record them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from diagnostics.data.handoff import write_records
from diagnostics.errors import InputError
from diagnostics.run.ledger import account
from diagnostics.run.ledger.entries import Said, written_lines
from tests.loop.intervene.conftest import entry

SAID = Said("hr_zhang", "2025-07-02")
PRINT = "a" * 64


@pytest.fixture
def engagement(make_engagement, monkeypatch):
    """An engagement whose measure has started; entries are written into its ledger."""
    from diagnostics.loop.intervene.ledger import seed

    found = make_engagement([entry("A-1", "2025-03-20", "planned"), entry("A-2", "2025-05-01", "started")])
    seed(found)
    monkeypatch.setattr(account, "ready", lambda _: found)
    return found


@pytest.fixture
def run(engagement, monkeypatch, tmp_path):
    """A run that counted a benefit for the measure, or for none."""

    def make(amount=6000.0, why=""):
        benefit = None if amount is None else {"amount": amount, "low": 2400.0, "high": 9600.0}
        told = {"measures": ["pay_link"], "benefit": {"actual": benefit, "why": why, "hash": PRINT}}
        folder = tmp_path / "runs" / "2025-06" / "r"
        folder.mkdir(parents=True, exist_ok=True)
        write_records(folder, "returns", {"accounts": [told]})
        (folder.parent / "current.json").write_text("{}", encoding="utf-8")
        here = SimpleNamespace(folder=folder, manifest=SimpleNamespace(period="2025-06"))
        monkeypatch.setattr(account.Workspace, "current", lambda _: here)

    return make


def test_costs_and_homes_and_courses_are_recorded(engagement):
    account.cost(engagement.folder, "pay_link", {"amount": 300.0, "forecast": None, "currency": ""}, SAID, "培训")
    account.cost(engagement.folder, "pay_link", {"amount": 900.0, "forecast": True}, SAID)
    account.home(engagement.folder, "pay_link", {"name": "薪酬办法", "review": "2026-01-31", "change": ""}, SAID)
    done = account.conclude(engagement.folder, "pay_link", "extend", "有效", SAID)
    (state,) = done.states
    assert [each.money.amount for each in state.costs] == [300.0, 900.0]
    assert (state.homes[0].home.kind, state.courses[0].course) == ("rule", "extend")


@pytest.mark.parametrize(("amount", "recorded"), [(None, 6000.0), (5000.0, 5000.0)])
def test_a_confirmation_bears_the_run_its_figures_and_who_gave_it(engagement, run, amount, recorded):
    run()
    (state,) = account.approve(engagement.folder, "pay_link", SAID, amount=amount).states
    (found,) = state.benefits
    assert (found.money.amount, found.money.period, found.hash, found.actor) == (recorded, "2025-06", PRINT, "hr_zhang")


def test_nobody_confirms_more_than_was_counted_or_what_was_not(engagement, run):
    run()
    with pytest.raises(InputError, match=r"counts 6000; nobody confirms more"):
        account.approve(engagement.folder, "pay_link", SAID, amount=6000.01)
    with pytest.raises(InputError, match="Unknown period '2025-05'"):
        account.approve(engagement.folder, "pay_link", SAID, period="2025-05")
    run(None, "not_money")
    with pytest.raises(InputError, match=r"counts no benefit for measure 'pay_link'; .* no formula leads from it"):
        account.approve(engagement.folder, "pay_link", SAID)


def test_without_a_run_there_is_nothing_to_confirm(engagement):
    with pytest.raises(InputError, match="no finished run that counts benefits"):
        account.approve(engagement.folder, "pay_link", SAID)


@pytest.mark.parametrize(
    ("course", "match"), [("expand", "standardise"), ("stop", None)]
)  # an unknown course names the known ones
def test_a_course_is_one_of_four(engagement, course, match):
    if match is None:
        assert account.conclude(engagement.folder, "pay_link", course, "x", SAID).states
        return
    with pytest.raises(InputError, match=match):
        account.conclude(engagement.folder, "pay_link", course, "x", SAID)


@pytest.mark.parametrize(("money", "note", "message"), [
    ({"amount": 0.0, "forecast": None}, "没花钱", "--forecast --amount 0"),
    ({"amount": -5.0, "forecast": None}, " ", "say why with --note"),
    ({"amount": -5.0, "forecast": True}, "少了", "must be 0 or more"),
])  # fmt: skip
def test_a_report_of_nothing_and_a_sum_taken_back_without_a_word_are_refused(engagement, money, note, message):
    with pytest.raises(InputError, match=message):
        account.cost(engagement.folder, "pay_link", money, SAID, note)


def test_what_is_recorded_after_the_latest_run_says_from_when_it_counts(engagement):
    done = account.cost(engagement.folder, "pay_link", {"amount": 300.0}, SAID)
    *_, last = written_lines(done)
    assert "-p as_of=2025-07-02" in last
    run = engagement.folder / "runs" / "2025-07" / "r"
    run.mkdir(parents=True)
    (run / "run.json").write_text('{"as_of": "2025-07-31"}', encoding="utf-8")
    (run.parent / "current.json").write_text('{"run": "r"}', encoding="utf-8")
    done = account.cost(engagement.folder, "pay_link", {"amount": -100.0}, SAID, "多报")
    assert len(list(written_lines(done))) == 1
