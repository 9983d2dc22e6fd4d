"""Costs, confirmed benefits, homes and courses in the ledger: what may be recorded, and when."""

from __future__ import annotations

from datetime import date

import pytest

from diagnostics.errors import InputError, Place
from diagnostics.loop.intervene.ledger.items import item_text, read_item
from diagnostics.loop.intervene.ledger.seed import check_event
from diagnostics.loop.intervene.ledger.transitions import follow
from diagnostics.model.ledger_event import LedgerEvent
from diagnostics.model.measure_account import account_record, confirmed_later
from diagnostics.model.standard_work import standard_record
from tests.loop.intervene.conftest import entry

PEOPLE = {"li": "李店长", "hr_zhang": "张经理"}
PRINT = "a" * 64
HOME = {"name": "回访制度", "kind": "rule", "change": "七日内回访", "review": "2026-03-31"}
STOP = ("2025-06-01", "stopped", {"reason": "无效"})


def state(*later, **fields):
    """A measure that has started, then what the test adds, each as (day, kind, fields)."""
    found = follow(None, entry("A-1", "2025-03-20", "planned", **fields))
    found = follow(found, entry("A-2", "2025-05-01", "started"))
    for number, (day, kind, said) in enumerate(later):
        found = follow(found, entry(f"B-{number}", day, kind, **said))
    return found


def cost(amount, day="2025-06-02", **money):
    return day, "costed", {"money": {"amount": amount, **money}}


def test_costs_add_up_and_the_last_forecast_counts_and_nothing_reported_is_not_nothing():
    assert account_record(state(), PEOPLE)["spent"] is None
    assert account_record(state(cost(0)), PEOPLE)["spent"] == 0
    told = account_record(
        state(cost(3000), cost(-500), cost(9000, forecast=True), cost(8000, forecast=True), cost(0.1)), PEOPLE
    )
    assert (told["planned"], told["spent"], told["forecast"]) == (12000, 2500.1, 8000)


def test_a_cost_that_would_tell_what_somebody_is_paid_is_left_out():
    told = account_record(state(cost(3000), cost(9000, forecast=True)), PEOPLE, withheld=True)
    assert (told["planned"], told["spent"], told["forecast"], told["withheld"]) == (None, None, None, True)


def test_a_bill_after_the_stop_counts_and_is_told():
    told = account_record(state(STOP, cost(700)), PEOPLE)
    assert (told["spent"], told["spent_after_end"]) == (700, True)
    assert not account_record(state(cost(700, "2025-05-30"), STOP), PEOPLE)["spent_after_end"]


def test_who_confirms_a_benefit_is_told_and_whether_it_is_their_own_measure():
    said = {"money": {"amount": 100, "period": "2025-06"}, "hash": PRINT}
    one = entry("C-1", "2025-07-01", "approved", **said)
    told = account_record(follow(state(), one), PEOPLE)["approvals"]
    assert [(each["name"], each["amount"], each["own"]) for each in told] == [("张经理", 100, False)]
    own = one.model_copy(update={"actor": "li"})
    assert account_record(follow(state(), own), PEOPLE)["approvals"][0]["own"]


@pytest.mark.parametrize(
    ("step", "fields", "match"),
    [
        (cost(-1), {}, "takes back more than was spent; 0 was reported"),
        (cost(1, currency="USD"), {"currency": "CNY"}, "in 'USD', must be 'CNY'"),
        (cost(1), {"external": True}, "nobody here decided it"),
        (("2025-06-02", "embedded", {"home": {**HOME, "review": "2025-06-02"}}), {}, "does not lie after 2025-06-02"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(step, fields, match):
    with pytest.raises(InputError, match=match):
        state(step, **fields)


@pytest.mark.parametrize("course", ["standardise", "continue", "extend"])
def test_a_stopped_measure_is_not_to_go_on(course):
    with pytest.raises(InputError, match="was stopped on 2025-06-01; plan another"):
        state(STOP, ("2025-06-02", "concluded", {"course": course, "reason": "好"}))
    assert state(STOP, ("2025-06-02", "concluded", {"course": "stop", "reason": "好"})).courses[0].course == "stop"


def test_nothing_is_confirmed_or_settled_before_the_start():
    planned = follow(None, entry("A-1", "2025-03-20", "planned"))
    for kind, said in (("embedded", {"home": HOME}), ("concluded", {"course": "stop", "reason": "x"})):
        with pytest.raises(InputError, match="it is planned since"):
            follow(planned, entry("A-2", "2025-04-01", kind, **said))
    assert follow(planned, entry("A-2", "2025-04-01", "costed", money={"amount": 5})).costs


def test_a_home_named_again_takes_the_place_of_the_earlier_one_and_the_last_course_holds():
    again = {**HOME, "review": "2026-09-30"}
    found = state(
        ("2025-06-02", "embedded", {"home": HOME}),
        ("2025-06-03", "embedded", {"home": {**HOME, "name": "新人培训", "kind": "training"}}),
        ("2025-06-04", "embedded", {"home": again}),
        ("2025-06-05", "concluded", {"course": "continue", "reason": "再看"}),
        ("2025-06-06", "concluded", {"course": "standardise", "reason": "有效"}),
    )
    told = standard_record(found, PEOPLE)
    assert [(each["name"]["zh"], each["review"]) for each in told["homes"]] == [
        ("回访制度", "2026-09-30"), ("新人培训", "2026-03-31"),
    ]  # fmt: skip
    assert (told["course"]["kind"], told["course"]["name"]) == ("standardise", "张经理")
    assert read_item("pay_link", item_text(found)) == found


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"kind": "costed"}, "has no 'money'"),
        ({"kind": "costed", "money": {"amount": float("inf")}}, "finite"),
        ({"kind": "approved", "money": {"amount": 1}}, "has no 'hash'"),
        ({"kind": "concluded", "course": "stop"}, "has no 'reason'"),
        ({"kind": "check_in", "progress": 0.5, "money": {"amount": 1}}, "only costed or approved bears 'money'"),
        ({"kind": "embedded", "home": {**HOME, "name": ""}}, "has a name"),
    ],
)
def test_an_entry_bears_what_its_kind_needs(said, match):
    with pytest.raises(ValueError, match=match):
        LedgerEvent.model_validate({"event": "A-1", "at": "2025-06-01", "actor": "li", "id": "pay_link", **said})


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"kind": "costed", "money": {"amount": 1, "currency": "USD"}}, "must be 'CNY', the engagement's"),
        ({"kind": "embedded", "home": {**HOME, "change": "王五带教"}}, "name somebody who is measured"),
    ],
)
def test_another_currency_and_a_measured_name_never_enter_the_ledger(make_engagement, said, match):
    event = LedgerEvent.model_validate({"event": "A-1", "at": "2025-06-01", "actor": "li", "id": "pay_link", **said})
    with pytest.raises(InputError, match=match):
        check_event(make_engagement(), event, Place("ledger.yaml", 3))


@pytest.mark.parametrize(("period", "told"), [("2025-06", ["张经理"]), ("2025-07", []), ("", ["张经理"])])
def test_who_confirms_a_run_after_its_day_is_told_on_its_page_and_on_no_other(period, told):
    said = {"money": {"amount": 100, "period": "2025-06"}, "hash": PRINT}
    today = state(("2025-07-05", "approved", said))
    later = confirmed_later([today], date(2025, 6, 30), period)
    record = account_record(state(), PEOPLE, later=later.get("pay_link", ()))
    assert [each["name"] for each in record["approvals"]] == told
    assert confirmed_later([today], date(2025, 7, 5), period) == {}
