"""What is missing about who agreed is told, and nobody who objects is."""

from __future__ import annotations

import json

import pytest
from IPython.lib.pretty import pretty

from diagnostics.loop.intervene import plan
from diagnostics.loop.intervene.ledger import seed
from diagnostics.loop.track.board import board
from diagnostics.model.contract import contract_hash
from diagnostics.model.intervention import Intervention

PARTIES = ["hr_zhang", "li"]
OBJECTION = "客流不归我管，这样扣钱不公平"


@pytest.fixture
def story(ledger_of):
    """Entries of a measure with parties, by kind."""

    def make(*kinds, **fields):
        terms = contract_hash(Intervention.model_validate(ledger_of.measure(**{"parties": PARTIES, **fields})))
        ticks = {each: {"on": "2025-04-01"} for each in ("consent", "consultation", "publication", "trial")}
        entries = {
            "planned": lambda n: ledger_of.entry(n, "2025-03-20", "planned", **{"parties": PARTIES, **fields}),
            "signed": lambda n: ledger_of.entry(n, "2025-04-20", "signed", party="hr_zhang", hash=terms),
            "signed too": lambda n: ledger_of.entry(n, "2025-04-21", "signed", party="li", hash=terms),
            "cleared": lambda n: ledger_of.entry(n, "2025-04-22", "cleared", hash=terms, checklist=ticks),
            "started": lambda n: ledger_of.entry(n, "2025-05-01", "started"),
            "changed": lambda n: ledger_of.entry(n, "2025-05-20", "changed", change={"cost": 1}, reason="议定"),
            "objection": lambda n: ledger_of.entry(n, "2025-05-30", "objection", party="wang", note=OBJECTION),
            "answered": lambda n: ledger_of.entry(
                n, "2025-06-05", "answered", answers="A-003", outcome="partly", reason="改用转化率"
            ),
        }
        return [entries[kind](f"A-{number:03}") for number, kind in enumerate(kinds)]

    return make


@pytest.fixture
def found(make_engagement, tmp_path):
    """Codes PI109 to PI114, with their variants, as of a day."""

    def look(events, as_of="2025-06-30", **settings):
        engagement = make_engagement(events, **settings)
        (tmp_path / "ledger.db").unlink(missing_ok=True)
        seed(engagement)
        made = plan(engagement, "2025-05", as_of=as_of)
        return {(each.code, each.variant) for each in made.all_findings if "PI109" <= each.code <= "PI114"}

    return look


@pytest.mark.parametrize(
    ("kinds", "as_of", "codes"),
    [
        (["planned", "signed"], "2025-06-30", {("PI109", "")}),
        (["planned", "signed"], "2025-05-01", set()),
        (["planned", "signed", "signed too"], "2025-06-30", set()),
        (["planned", "signed", "signed too", "started"], "2025-06-30", set()),
        (["planned", "signed", "signed too", "started", "changed"], "2025-06-30", {("PI112", "")}),
        (["planned", "signed", "signed too", "objection"], "2025-06-09", set()),
        (["planned", "signed", "signed too", "objection"], "2025-06-10", {("PI111", "")}),
        (["planned", "signed", "signed too", "objection", "answered"], "2025-06-30", set()),
    ],
)
def test_missing_signatures_and_overdue_answers_are_told_once_their_day_has_passed(found, story, kinds, as_of, codes):
    assert found(story(*kinds), as_of) == codes


def test_a_measure_that_touches_pay_is_told_what_its_start_will_ask_for(found, story):
    bare = {"touches_pay": True, "parties": ...}
    assert found(story("planned", **bare)) == {("PI113", "parties"), ("PI113", "scenario")}
    pay = {"touches_pay": True}
    assert found(story("planned", "signed", "signed too", **pay)) == {("PI113", "checklist"), ("PI113", "scenario")}
    assert found(story("planned", "signed", "signed too", "cleared", "started", **pay)) == set()


def test_a_plan_of_hr_alone_is_told_only_where_every_side_is_known(found, story):
    events = story("planned", "signed", "signed too")
    assert found(events, roles={"hr_zhang": "hr", "li": "hr"}) == {("PI110", "")}
    assert found(events, roles={"hr_zhang": "hr", "li": "business"}) == set()
    assert found(events, roles={"hr_zhang": "hr"}) == set()
    approved = story("planned", parties=..., approvals=[{"by": "hr_zhang", "at": "2025-03-20"}])
    assert found(approved, roles={"hr_zhang": "hr"}) == {("PI110", "")}


def test_a_scenario_edited_after_it_was_agreed_on_is_told(found, story, make_engagement, tmp_path):
    from diagnostics.loop.intervene.scenario_content import scenario_hash

    path = tmp_path / "scenarios" / "new.yaml"
    path.parent.mkdir()
    path.write_text("plan: {fixed: 3500}\n", encoding="utf-8")
    agreed = {"scenario": "scenarios/new.yaml", "scenario_hash": scenario_hash(make_engagement(), "scenarios/new.yaml")}
    events = story("planned", "signed", "signed too", "cleared", **agreed)
    path.write_text("# another word\nplan:\n  fixed: 3500\n", encoding="utf-8")
    assert found(events) == set()
    path.write_text("plan: {fixed: 3400}\n", encoding="utf-8")
    assert found(events) == {("PI114", "differs")}
    path.unlink()
    assert found(events) == {("PI114", "unread")}


def test_the_hand_off_tells_who_signed_and_how_many_objected_and_no_word_of_it(make_engagement, story):
    engagement = make_engagement(story("planned", "signed", "objection"))
    seed(engagement)
    made = plan(engagement, "2025-06")
    record = made.record()
    (measure,) = record["interventions"]
    agreement = measure["agreement"]
    assert [each["party"] for each in agreement["signed"]] == ["hr_zhang"]
    assert agreement["unsigned"] == [{"party": "li", "name": "李店长"}]
    assert (agreement["objections_open"], agreement["objections_overdue"], agreement["objections_due"]) == (
        1, 1, "2025-06-09",
    )  # fmt: skip
    written = json.dumps(record, ensure_ascii=False, default=str)
    assert '"wang"' not in written
    shown = [repr(made), pretty(made), made._repr_html_(), repr(made.items)]
    for each in (written, *shown):
        assert OBJECTION not in each
    assert pretty(made) == made.summary()


def test_the_board_says_what_a_measure_waits_for(make_engagement, story):
    engagement = make_engagement(story("planned", "signed", "objection"))
    seed(engagement)
    made = plan(engagement, "2025-06")
    (row,) = board(made.record()["interventions"], made.as_of)
    assert (row.unsigned, row.objections_open) == (1, 1)
    assert (row.next.zh, row.next.en) == ("等待 1 方签字", "Waiting for 1 signature")
