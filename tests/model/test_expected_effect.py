"""What closed measures of one kind let expect: all of them, a client once, failures included."""

import pytest

from diagnostics.model.expected_effect import expect
from tests.practice_files import closed, effect

WAITING = {
    "id": "waiting",
    "name": {"zh": "等候时间", "en": "Waiting"},
    "unit": "minutes",
    "direction": "lower",
    "cycle": "month",
}


def of(value, client, verdict="worked", number=1, **fields):
    spread = 0.03
    return closed(number, client, verdict=verdict, effect=effect(value, value - spread, value + spread), **fields)


CLIENTS = [f"e0000000{each}" for each in range(1, 7)]


def test_failed_measures_bring_down_what_cards_alone_would_promise():
    worked = [of(0.12, each) for each in CLIENTS[:3]]
    failed = [of(0.0, each, "no_evidence") for each in CLIENTS[3:]]
    alone, everything = expect(worked), expect([*worked, *failed])
    assert everything.ahead.mean.value < 0.6 * alone.ahead.mean.value
    assert everything.counts["no_evidence"] == 3
    assert alone.spread == "alike"


def test_measures_of_one_client_count_as_one_case():
    several = [of(0.12, CLIENTS[0], number=each) for each in range(1, 6)]
    found = expect(several)
    assert (found.clients, len(found.used), found.without_prior) == (1, 5, None)
    assert found.ahead.next.high == pytest.approx(expect(several[:1]).ahead.next.high)
    assert "5 个案例都来自同一家客户" in found.summary("zh")
    assert "只有一个案例" in expect(several[:1]).summary("zh")


def test_what_could_not_be_judged_or_was_not_alone_is_counted_and_not_used():
    cases = [of(0.1, CLIENTS[0]), of(0.3, CLIENTS[1], shared=True), of(0.3, CLIENTS[2], "insufficient")]
    cases.append(closed(1, CLIENTS[3], verdict="insufficient", effect=None))
    found = expect(cases)
    assert found.used == (cases[0].id,)
    assert found.counts["all"] == 4
    assert list(found.frame()["used"]) == [True, False, False, False]


def test_of_measures_that_could_not_be_judged_nothing_is_promised():
    found = expect([of(0.3, CLIENTS[0], "insufficient")])
    assert found.ahead.better == pytest.approx(0.5)
    assert "没有预期" in found.summary("zh")


def test_waiting_times_that_get_less_are_told_as_less():
    found = expect([of(-0.2, each, kpi=WAITING) for each in CLIENTS[:3]])
    assert found.ahead.mean.value < 0 < found.ahead.better
    assert found.ahead.mean.low < found.ahead.mean.value < found.ahead.mean.high
    assert found.ahead.better > 0.9
    assert "−" in str(found.told("en")["range"])


def test_clients_that_differ_are_said_to_differ():
    values = (-0.2, 0.3, 0.05, 0.4)
    found = expect(
        [of(value, each, "worse" if value < 0 else "worked") for value, each in zip(values, CLIENTS, strict=False)]
    )
    assert found.spread == "differ"
    assert found.without_prior is not None
    assert found.without_prior.next.low < found.without_prior.mean.low


def test_imprecise_cases_say_nothing_of_how_far_clients_differ():
    told = zip((0.02, 0.18, 0.1, 0.05), CLIENTS, strict=False)
    imprecise = [closed(1, each, verdict="no_evidence", effect=effect(v, v - 0.2, v + 0.2)) for v, each in told]
    assert expect(imprecise).spread == "unknown"


def test_an_interval_without_width_or_to_minus_everything_is_not_used():
    cases = [
        closed(1, CLIENTS[0], effect=effect(0.1, 0.1, 0.1)),
        closed(1, CLIENTS[1], verdict="no_evidence", effect=effect(0.1, -1.2, 1.4)),
    ]
    assert expect(cases).used == ()
