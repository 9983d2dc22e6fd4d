"""Proposals of a run: which causes are answered, what a draft says, and what the plan and its finding make of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from diagnostics.data.handoff import read_table, write_records, write_table
from diagnostics.dictionary.library import OWN, read_library
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.intervene.ledger import seed
from diagnostics.loop.intervene.planning import plan
from diagnostics.loop.intervene.proposals import propose
from diagnostics.loop.intervene.proposals.draft import draft_fields
from diagnostics.loop.intervene.proposals.training import training_of
from diagnostics.loop.intervene.proposals.variety import of_money
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.intervention import Intervention
from diagnostics.model.root_cause import Hypothesis

STORES = ["wuhou", "jinniu", "s2", "s3", "s4", "s5", "s6", "s7"]


def cause(key="cold", title="新客接待不到位", kpi="revenue", **other):
    return Hypothesis(
        id=key, title={"zh": title, "en": "x"}, category="people", kpi=kpi, entity="wuhou",
        tests=[{"kind": "association", "driver": "conversion"}], **other,
    )  # fmt: skip


def judged(key="cold", verdict="confirmed", entity="wuhou", kpi="revenue", **other):
    return {
        "cause": key, "verdict": verdict, "entity": entity, "kpi": kpi, "actionable": True, "slice": {}, "telling": 0,
        "tests": [{"number": 0, "outcome": "supports", "reference": "peers", "gap": -20.0, "share": 0.5, "share_low": 0.4, "share_high": 0.6}],
        "title": {"zh": "新客接待不到位", "en": ""}, **other,
    }  # fmt: skip


def gap(kpi, comparison, actual, reference, **other):
    absolute = actual - reference
    return {
        "kpi": kpi, "entity": "wuhou", "comparison": comparison, "period": "2025-06", "actual": actual, "reference": reference,
        "absolute": absolute, "relative": absolute / reference, "favourable": absolute >= 0, "stake": absolute,
        "mother": "revenue", "weight": 0.2, **other,
    }  # fmt: skip


@pytest.fixture
def client(make_engagement):
    def make(events=(), causes=None, **settings):
        stores = [Entity(id=each, level="store", parent="firm", peer_group="city") for each in STORES]
        people = [Entity(id="firm", level="company"), Entity(id="wang", level="staff", parent="wuhou", person=True)]
        made = make_engagement(events, **settings)
        return replace(
            made, entities=Entities((*stores, *people)), causes=(cause(),) if causes is None else tuple(causes)
        )

    return make


@pytest.fixture
def run(tmp_path):
    """Hand-offs of a run that diagnosed."""

    def make(*causes):
        folder = tmp_path / "run"
        write_records(folder, "causes", {"period": "2025-06", "rate": 0.05, "causes": list(causes or [judged()])})
        rows = [gap("revenue", "target", 80.0, 100.0), gap("conversion", "target", 0.3, 0.5)]
        write_table(folder, "gaps", pd.DataFrame(rows))
        rng = np.random.default_rng(0)
        months = pd.date_range("2022-07-01", periods=36, freq="MS")
        seen = [
            (
                "revenue",
                "store",
                each,
                "month",
                f"{day:%Y-%m}",
                day.date().isoformat(),
                float(np.exp(rng.normal(0, 0.03))),
                "",
                float("nan"),
            )
            for each in STORES
            for day in months
        ]
        columns = ["kpi", "level", "entity", "cycle", "period", "start", "value", "basis", "people"]
        write_table(folder, "observations", pd.DataFrame(seen, columns=columns))
        return str(folder)

    return make


def test_a_confirmed_cause_is_answered_and_open_rejected_and_unchangeable_ones_are_not(client, run):
    causes = [cause(), cause("open"), cause("no"), cause("fate")]
    told = run(judged(), judged("open", "open"), judged("no", "rejected"), judged("fate", actionable=False))
    found = propose(client(causes=causes), "2025-06", told, draws=50)
    assert {each.cause for each in found.items} == {"cold"}
    assert [each.priority.rank for each in found.items] == list(range(1, len(found.items) + 1))
    assert len({each.card.dimension for each in found.items}) == len(found.items)
    assert found.items[0].stake.share == pytest.approx(0.125)
    assert found.items[0].visibility.sight == "unstated"
    assert found.roll_outs[0].kpi == "revenue"


def test_a_draft_is_a_measure_with_dates_in_order_that_reads_back_from_its_file(client, run):
    found = propose(
        client(roles={"hr_zhang": "hr", "li": "business"}, people={"li": "李", "hr_zhang": "张"}),
        "2025-06",
        run(),
        draws=50,
    )
    draft = found.draft("reception_practice")
    assert (draft.cause.zh, draft.kpi, draft.process_kpi, draft.entities) == (
        "新客接待不到位",
        "revenue",
        "conversion",
        ("wuhou",),
    )
    assert (draft.baseline, draft.target, draft.library) == (80.0, 100.0, "reception_practice")
    assert date(2025, 6, 30) < draft.start < draft.decision
    assert draft.due == max(each.due for each in draft.tasks)
    assert "营收" in draft.measure.zh
    again = Intervention.model_validate(yaml.safe_load(yaml.safe_dump(draft_fields(draft), allow_unicode=True)))
    assert again == draft


def test_a_card_that_was_not_proposed_is_refused(client, run):
    with pytest.raises(UnknownNameError, match="Unknown proposed card 'reception_practise'"):
        propose(client(), "2025-06", run(), draws=10).draft("reception_practise")


def test_a_person_is_never_named(client, run):
    told = run(judged(entity="wang"))
    found = propose(client(), "2025-06", told, draws=10)
    assert found.items == ()
    assert "wang" not in str(found.record())


def test_the_title_is_the_one_that_pages_may_bear(client, run):
    found = propose(client(), "2025-06", run(judged(title={"zh": "", "en": ""})), draws=10)
    assert "接待" not in str([each["cause_title"] for each in found.record()["items"]])


def test_a_side_that_the_ledger_has_is_not_proposed_again_and_is_told(client, run, ledger_of):
    events = [ledger_of.entry("A-1", "2025-03-20", "planned", cause="新客接待不到位", dimension="skills")]
    engagement = client(events)
    seed(engagement)
    found = propose(engagement, "2025-06", run(), draws=10)
    assert "skills" not in {each.card.dimension for each in found.items}
    assert found.already == {"cold": ("pay_link",)}


def planned(client, ledger_of, told, *more, **fields):
    engagement = client([ledger_of.entry("A-1", "2025-03-20", "planned", **fields), *more])
    seed(engagement)
    return propose(engagement, "2025-06", told, draws=50)


def test_planned_measures_are_ranked_among_the_proposals_by_what_their_cause_costs(client, run, ledger_of):
    said = {"cause": "新客接待不到位", "dimension": "culture", "effort": 1, "confidence": 0.9}
    found = planned(client, ledger_of, run(), **said)
    (measure,) = found.planned
    assert (measure.stake, measure.cause, measure.lacks) == (found.items[0].stake, "cold", ())
    assert not measure.promised
    assert [each.priority.rank for each in found.ordered()] == list(range(1, len(found.items) + 2))
    assert found.ordered()[0] is measure
    assert found.frame()["backing"].tolist()[0] == "planned"
    assert "薪酬挂钩" in found.summary("zh")
    assert found.record()["planned"][0]["id"] == "pay_link"


@pytest.mark.parametrize("words", ["另一件事", "新客接待不到位"])
def test_a_planned_measure_on_no_sized_cause_counts_what_is_expected_of_it(client, run, ledger_of, words):
    told = run(judged(slice={"渠道": "新客"}))
    (measure,) = planned(client, ledger_of, told, cause=words, effort=2, confidence=0.5).planned
    assert (measure.stake.amount, measure.stake.share) == pytest.approx((8.0, 0.1))
    assert measure.promised


def test_who_expects_more_than_the_gap_puts_no_more_than_the_gap_at_stake(client, run, ledger_of):
    fields = {"effort": 2, "confidence": 0.5, "expected": {"absolute": 500.0}}
    (measure,) = planned(client, ledger_of, run(judged(kpi="waiting")), **fields).planned
    assert measure.stake.amount == pytest.approx(20.0)


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({"effort": 2}, ("confidence",)),
        ({"confidence": 0.5, "effort": 1, "kpi": "waiting", "process_kpi": ...}, ("value",)),
        ({"confidence": 0.5, "effort": 1, "expected": ...}, ("value",)),
        ({"confidence": 0.5, "effort": 1, "expected": {"relative": -0.1}}, ("value",)),
        ({"library": "pay_link"}, ()),
    ],
)
def test_what_nobody_said_of_a_planned_measure_is_not_made_up_and_stands_last(client, run, ledger_of, fields, lacks):
    found = planned(client, ledger_of, run(), **fields)
    (measure,) = found.planned
    assert measure.lacks == lacks
    assert (measure.priority.score is None) == bool(lacks)
    assert found.items
    assert not lacks or found.ordered()[-1] is measure


def test_what_began_or_was_done_by_others_is_not_ranked(client, run, ledger_of):
    started = ledger_of.entry("A-2", "2025-05-01", "started")
    assert planned(client, ledger_of, run(), started).planned == ()


def test_an_event_from_outside_is_not_ranked(client, run, ledger_of):
    assert planned(client, ledger_of, run(), external=True).planned == ()


def test_drafts_of_one_card_for_two_stores_or_after_one_was_stopped_have_ids_of_their_own(client, run, ledger_of):
    two = (judged(), judged(entity=STORES[1]))
    first = propose(client(), "2025-06", run(*two), draws=10)
    keys = [each.draft.id for each in first.items]
    assert len(set(keys)) == len(keys) == 2 * len({each.card.id for each in first.items})
    later = first.items[-1]
    assert first.draft(later.draft.id) == later.draft
    stopped = [
        ledger_of.entry("A-1", "2025-03-20", "planned", id=keys[0], cause="新客接待不到位"),
        ledger_of.entry("A-2", "2025-03-21", "stopped", id=keys[0], reason="没人手"),
    ]
    engagement = client(stopped)
    seed(engagement)
    again = propose(engagement, "2025-06", run(*two), draws=10)
    assert keys[0] not in [each.draft.id for each in again.items]


def test_what_one_store_has_is_still_proposed_to_another(client, run, ledger_of):
    told = run(judged(), judged(entity=STORES[1]))
    side = propose(client(), "2025-06", told, draws=10).items[0].card.dimension
    planned = ledger_of.entry(
        "A-1", "2025-03-20", "planned", cause="新客接待不到位", entities=["wuhou"], dimension=side
    )
    engagement = client([planned])
    seed(engagement)
    found = propose(engagement, "2025-06", told, draws=10)
    assert [each.draft.entities for each in found.items if each.card.dimension == side] == [(STORES[1],)]
    assert found.already == {"cold": ("pay_link",)}


def test_a_cause_without_a_card_is_told(client, run):
    engagement = client(causes=[cause(title="说不清的事", kpi="waiting")])
    strange = engagement.causes[0].model_copy(update={"category": "weather"})
    found = propose(replace(engagement, causes=(strange,)), "2025-06", run(judged(kpi="waiting")), draws=10)
    assert (found.items, found.unanswered) == ((), ("cold",))
    assert "没有已证实" in found.summary("zh")


def test_a_firms_own_card_is_proposed_and_marked(client, run):
    engagement = client()
    (engagement.folder / OWN).mkdir(parents=True)
    own = {"id": "tea", "title": "奉茶", "dimension": "culture", "answers": {"words": ["接待"]}, "measure": "x", "tasks": [{"name": "x", "after": 1}],
           "cost": "low", "effort": 1, "weeks": 1, "backing": "tried", "source": "2024 年三店试行"}  # fmt: skip
    (engagement.folder / OWN / "own.yaml").write_text(yaml.safe_dump([own], allow_unicode=True), encoding="utf-8")
    found = propose(engagement, "2025-06", run(), draws=10)
    assert [(each.card.id, each.own) for each in found.items if each.own] == [("tea", True)]


def test_without_a_run_nothing_is_proposed(client):
    with pytest.raises(InputError, match="needs the folder of a run"):
        propose(client(), "2025-06", "")


def test_the_weakest_kpi_by_weight_gets_its_module_and_one_with_a_formula_none():
    engagement_kpis = {}
    from diagnostics.model.kpi import Kpi

    for key, name in (("conversion", "转化率"), ("complaints", "投诉率")):
        engagement_kpis[key] = Kpi(
            id=key, name=name, unit="share", direction="higher", source="s", measure="sum(x) / sum(y)"
        )
    rows = pd.DataFrame([gap("conversion", "target", 0.4, 0.5), gap("complaints", "target", 0.7, 1.0, weight=0.15)])
    (found,) = training_of(["wuhou"], rows, engagement_kpis, read_library().training)
    assert (found.kpi, found.module, found.against) == ("complaints", "training_complaints", "target")
    rows.loc[1, "weight"] = 0.05
    (found,) = training_of(["wuhou"], rows, engagement_kpis, read_library().training)
    assert (found.kpi, found.module) == ("conversion", "training_conversion")
    (bare,) = training_of(["wuhou"], rows, engagement_kpis, {})
    assert bare.module == ""


def test_the_plan_tells_an_effect_too_small_to_be_seen_and_bears_the_proposals(client, run, ledger_of):
    events = [
        ledger_of.entry(
            "A-1", "2025-03-20", "planned", expected={"relative": 0.01}, start="2025-08-01", decision="2026-02-28"
        )
    ]
    engagement = client(events)
    seed(engagement)
    found = plan(engagement, "2025-06", run=run())
    codes = {each.code: each for each in found.all_findings}
    assert "PI115" in codes
    assert "2026年" in codes["PI115"].message.zh
    record = found.record()
    assert record["interventions"][0]["visibility"]["sight"] == "too_small"
    assert record["proposals"]["items"]


def test_money_alone_is_told_and_anything_beside_it_is_enough(client, ledger_of):
    def states(*events):
        from diagnostics.loop.intervene.ledger import open_ledger

        engagement = client(events)
        seed(engagement)
        return list(open_ledger(engagement).replay(date(2025, 12, 31)).values())

    cards = read_library().cards
    paid = ledger_of.entry("A-1", "2025-03-20", "planned", touches_pay=True, parties=["li"])
    (only,) = states(paid)
    assert [each.code for each in of_money([only], cards)] == ["PI117"]
    skilled = only.model_copy(
        update={
            "intervention": only.intervention.model_copy(
                update={"id": "b", "dimension": "skills", "touches_pay": False}
            )
        }
    )
    assert of_money([only, skilled], cards) == ()
    mixed = only.model_copy(update={"intervention": only.intervention.model_copy(update={"library": "pay_link"})})
    assert of_money([mixed], cards) == ()
    assert of_money([], cards) == ()


def test_figures_behind_few_people_size_nothing(client, run):
    folder = run()
    engagement = client()
    few = read_table(Path(folder), "observations").assign(people=2.0, numerator=1.0, denominator=1.0)
    write_table(Path(folder), "observations", few)
    found = propose(engagement, "2025-06", folder, draws=10)
    assert {each.visibility.bar for each in found.items} == {"not_observed"}
    assert found.roll_outs == ()
