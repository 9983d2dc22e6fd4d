"""The plan ties each measure to a quantified gap, says what is missing, and names no people."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import diagnostics.loop.intervene as room
from diagnostics.data.handoff import read_records, write_table
from diagnostics.errors import InputError
from diagnostics.loop.intervene import plan
from diagnostics.loop.intervene.findings import CODES, goes_against
from diagnostics.loop.intervene.ledger import open_ledger, seed
from diagnostics.terms import known_ids


@pytest.fixture
def planned(make_engagement, ledger_of, tmp_path):
    """Plan at the end of June 2025 from entries of a ledger and rows of gaps."""

    def make(events=None, gaps=None, period="2025-06", as_of="", **settings):
        engagement = make_engagement(ledger_of.story() if events is None else events, **settings)
        seed(engagement)
        run = tmp_path / "run"
        if gaps is not None:
            write_table(run, "gaps", pd.DataFrame(gaps))
        return plan(engagement, period, as_of=as_of, run=str(run) if gaps is not None else "")

    return make


def gap(comparison, favourable, absolute=-10.0, entity="wuhou", kpi="revenue", relative=-0.1):
    return {
        "kpi": kpi, "level": "store", "entity": entity, "cycle": "month", "period": "2025-06", "comparison": comparison,
        "actual": 90.0, "reference": 90.0 - absolute, "absolute": absolute, "relative": relative, "favourable": favourable,
    }  # fmt: skip


def codes(made):
    return {each.code for each in made.all_findings}


def test_a_measure_stands_as_of_the_last_day_of_the_period_or_the_day_given(planned):
    assert planned().items[0].state.phase == "started"
    assert planned(as_of="2025-04-01").items[0].state.phase == "planned"
    assert planned(period="2025").items[0].state.phase == "completed"
    assert planned(period="2024").items == ()


@pytest.mark.parametrize("as_of", ["2025-06", "30.6.2025", "today"])
def test_an_as_of_date_that_is_no_day_is_refused(planned, as_of):
    with pytest.raises(InputError, match=f"as_of == '{as_of}', must be a day such as '2025-06-30'"):
        planned(as_of=as_of)


@pytest.mark.parametrize(
    ("rows", "against"),
    [
        ([gap("peers", False), gap("target", False), gap("previous", False)], "target"),
        ([gap("peers", False), gap("target", True), gap("previous", False)], "peers"),
        ([gap("year_ago", False), gap("target", None)], "year_ago"),
    ],
)
def test_a_measure_is_tied_to_the_unfavourable_gap_of_its_kpi_and_entity(planned, rows, against):
    made = planned(gaps=[*rows, gap("target", False, kpi="waiting"), gap("target", False, entity="jinniu")])
    (link,) = made.items[0].gaps
    assert (link.comparison, link.entity, link.absolute, link.relative) == (against, "wuhou", -10.0, -0.1)
    assert "PI101" not in codes(made)


def test_a_gap_to_a_reference_of_zero_has_no_relative_size(planned):
    made = planned(gaps=[gap("target", False, relative=float("nan"))])
    assert made.items[0].gaps[0].relative is None


def test_a_measure_without_an_unfavourable_gap_has_a_cause_that_is_not_yet_quantified(planned):
    made = planned(gaps=[gap("target", True), gap("peers", None)])
    assert made.items[0].gaps == ()
    assert "PI101" in codes(made)


def test_a_measure_may_state_its_gap_by_baseline_and_target(planned, ledger_of):
    events = [
        ledger_of.entry("A-1", "2025-03-20", "planned", baseline=0.1, target=0.12, kpi="conversion", process_kpi=...)
    ]
    made = planned(events, gaps=[gap("target", False)])
    (link,) = made.items[0].gaps
    assert (link.comparison, link.entity) == ("stated", "wuhou")
    assert link.absolute == pytest.approx(-0.02)
    assert link.relative == pytest.approx(-1 / 6)
    assert "PI101" not in codes(made)


def test_without_a_run_nothing_is_said_of_gaps(planned):
    assert "PI101" not in codes(planned())


def test_gaps_that_are_not_there_are_named(make_engagement, tmp_path):
    with pytest.raises(InputError, match="Hand-off 'gaps' is not there"):
        plan(make_engagement(), "2025-06", run=str(tmp_path))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, None),
        ({"due": "2025-04-01"}, "PI103"),
        ({"decision": ...}, "PI104"),
        ({"due": "2025-12-01"}, "PI118"),
        ({"trial": {"from": "2025-05-01", "to": "2025-12-31"}}, "PI118"),
        ({"expected": ...}, "PI105"),
        ({"expected": {"relative": -0.1}}, "PI107"),
        ({"expected": {"absolute": -5.0}}, "PI107"),
        ({"baseline": 0.12, "target": 0.1}, "PI107"),
        ({"baseline": 0.1, "target": 0.12}, None),
        ({"baseline": -10.0, "expected": {"relative": -0.1}}, None),  # a tenth less of a loss
        ({"kpi": "waiting", "expected": {"relative": -0.1}}, None),
        ({"kpi": "waiting", "expected": {"relative": 0.1}}, "PI107"),
        ({"expected": {"relative": 0.0}}, None),
        ({"external": True, "expected": {"relative": -0.1}}, None),
        ({"external": True, "decision": ..., "expected": ...}, None),
    ],
)
def test_what_is_missing_about_a_measure_is_found_and_nothing_else(planned, ledger_of, fields, code):
    made = planned([ledger_of.entry("A-1", "2025-03-20", "planned", **{"due": "2025-05-30", **fields})])
    assert codes(made) == ({code} if code else set())
    assert all(each.about == "pay_link" for each in made.all_findings)


def test_an_owner_without_a_display_name_is_told(planned, ledger_of):
    made = planned([ledger_of.entry("A-1", "2025-03-20", "planned", due="2025-05-30")], people={})
    assert codes(made) == {"PI106"}


@pytest.mark.parametrize("direction", ["none", "range"])
def test_a_kpi_without_a_better_side_cannot_be_made_worse(ledger_of, direction):
    measure = ledger_of.entry("A-1", "2025-03-20", "planned", expected={"relative": -0.1}).intervention
    assert not goes_against(measure, direction)
    assert goes_against(measure, "higher")


def test_events_from_outside_make_no_dimension(planned, ledger_of):
    events = [
        ledger_of.entry("A-1", "2025-03-20", "planned", due="2025-05-30"),
        ledger_of.entry("B-1", "2025-03-20", "planned", due="2025-05-30", id="second", external=True),
    ]
    assert codes(planned(events)) == set()


def test_a_measure_on_a_store_and_a_person_hands_on_none_of_its_own_figures(planned, ledger_of, tmp_path):
    figures = {"baseline": 1234.5, "target": 2345.5, "expected": {"absolute": 1111.0}}
    events = [ledger_of.entry("A-1", "2025-03-20", "planned", entities=["wuhou", "wang"], **figures)]
    made = planned(events, gaps=[gap("target", True)])
    made.save(tmp_path)
    text = (tmp_path / "results" / "interventions.json").read_text(encoding="utf-8")
    assert not any(each in text for each in ("1234.5", "2345.5", "1111"))
    assert made.items[0].gaps == ()
    assert "PI101" not in codes(made)  # the measure does state its gap
    (record,) = read_records(tmp_path, "interventions")["interventions"]
    assert (record["entities"], record["entities_withheld"], record["expected"]) == (["wuhou"], 1, None)


def test_a_stopped_measure_is_left_in_peace(planned, ledger_of):
    events = [
        ledger_of.entry("A-1", "2025-03-20", "planned", decision=..., expected=...),
        ledger_of.entry("A-2", "2025-03-21", "stopped", reason="换了做法"),
    ]
    assert codes(planned(events)) == set()


@pytest.mark.parametrize(("dimension", "found"), [("incentive", {"PI102"}), ("skills", set())])
def test_measures_that_all_sit_in_one_dimension_are_found(planned, ledger_of, dimension, found):
    events = [
        ledger_of.entry("A-1", "2025-03-20", "planned", due="2025-05-30"),
        ledger_of.entry("B-1", "2025-03-20", "planned", due="2025-05-30", id="second", dimension=dimension),
    ]
    assert codes(planned(events)) == found


def test_a_tampered_ledger_is_an_error_in_the_plan(planned, tmp_path):
    import sqlite3

    planned()
    file = sqlite3.connect(tmp_path / "ledger.db")
    file.execute("UPDATE item SET state = replace(state, 'completed', 'started')")
    file.commit()
    file.close()
    (found,) = [each for each in planned().findings if each.code == "PI100"]
    assert found.severity == "error"


def test_people_are_never_named_and_their_figures_stay_out(planned, ledger_of, tmp_path):
    events = [ledger_of.entry("A-1", "2025-03-20", "planned", entities=["wang"], baseline=1234.5, target=2345.5)]
    made = planned(events, gaps=[gap("target", False, entity="wang", absolute=-77.0)])
    made.save(tmp_path)
    text = (tmp_path / "results" / "interventions.json").read_text(encoding="utf-8")
    assert not {"wang", "1234.5", "77.0"} & set(text.replace('"', " ").replace(",", " ").split())
    (record,) = read_records(tmp_path, "interventions")["interventions"]
    assert (record["entities"], record["entities_withheld"], record["baseline"]) == ([], 1, None)


def test_the_hand_off_bears_what_the_next_steps_need(planned, tmp_path, make_engagement):
    from datetime import date

    made = planned(gaps=[gap("target", False)])
    made.save(tmp_path)
    content = read_records(tmp_path, "interventions")
    anchor = open_ledger(make_engagement()).anchor(date(2025, 6, 30))
    assert content["as_of"] == "2025-06-30"
    assert content["anchor"] == {"seq": anchor.seq, "hash": anchor.hash}
    (record,) = content["interventions"]
    wanted = {
        "id": "pay_link", "title": {"zh": "薪酬挂钩", "en": "Pay link"}, "dimension": "incentive", "kpi": "revenue",
        "process_kpi": "conversion", "entities": ["wuhou"], "owner": "li", "owner_name": "李店长", "due": "2025-04-30",
        "start": "2025-05-01", "decision": "2025-11-30", "cost": None, "currency": "CNY", "state": "started",
        "progress": 0.5, "gap_quantified": True, "baseline": None, "ended": None,
        "expected": {"relative": 0.1, "absolute": None, "by": "li"},
    }  # fmt: skip
    # A store's one manager is paid otherwise: what it costs would tell by how much.
    assert {key: record[key] for key in wanted} == wanted
    assert made.frame()["cost"].isna().all()
    assert record["gaps"][0]["comparison"] == "target"
    assert record["last_check_in"]["at"] == "2025-06-01"
    assert [each["code"] for each in record["findings"]] == ["PI103"]
    json.dumps(content, allow_nan=False)


def test_what_a_measure_costs_that_touches_nobody_s_pay_is_handed_on(planned, ledger_of):
    told = planned([ledger_of.entry("A-001", "2025-03-20", "planned", dimension="process")]).record()
    assert told["interventions"][0]["cost"] == 12000.0


def test_an_empty_run_saves_nothing(planned, tmp_path):
    before = sorted(each.name for each in tmp_path.iterdir())
    planned(events=[]).save("")
    assert sorted(each.name for each in tmp_path.iterdir()) == before


def test_the_table_and_the_sentence_agree(planned):
    made = planned(gaps=[gap("target", False)])
    assert made.frame().iloc[0][["id", "title", "owner", "state", "gap"]].tolist() == [
        "pay_link", "薪酬挂钩", "李店长", "started", -10.0,
    ]  # fmt: skip
    assert "共有 1 项措施" in made.summary("zh")
    assert "1 under way" in made.summary("en")
    assert planned(events=[], period="2024").frame().empty


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_finding_has_its_words_and_its_page(code, request):
    for language in ("zh", "en"):
        own = {each for each in known_ids(language) if each.startswith(f"intervene.finding.{code}.")}
        kinds = {each.rpartition(".")[0] for each in own}
        assert kinds
        assert own == {f"{kind}.{part}" for kind in kinds for part in ("message", "remedy")}
    page = request.config.rootpath / "docs" / "findings" / f"{code}.md"
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {code}")
    for heading in ("## How it is detected", "## Why it matters", "## How to reduce it"):
        assert heading in text


def test_the_step_is_called_by_its_name():
    assert room.plan is plan
