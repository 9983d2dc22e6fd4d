"""Sheets of pay, one a party: what it is paid now, what it would be, how that is computed 「薪酬单」."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.handoff import SCHEMAS, read_table, write_party
from diagnostics.errors import InputError
from diagnostics.loop.intervene.contract import own_terms
from diagnostics.loop.intervene.ledger import open_ledger
from diagnostics.loop.intervene.party.whose import paid_parties
from diagnostics.loop.intervene.pay.files import IN_FORCE, open_scenario, sound_scenarios
from diagnostics.loop.intervene.planning import as_of_day
from diagnostics.model.contract import short_hash

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.pay_scenario import PayScenario

Record = dict[str, Any]
DRAWS, SEED = 4_000, 0
# The same plan where results stay as they have been: what is hoped for is told beside it, never in its place.
UNCHANGED = "unchanged_results"


def pay_sheets(engagement: Engagement, period: str, as_of: str = "", run: str = "") -> dict[str, Record]:
    """Own pay of each party whose pay a measure changes, by party 「各当事人薪酬单」.

    Parameters
    ----------
    period : str
        Period of the run, canonical text.
    as_of : str
        Day as of which the ledger is read; the period's last day where empty.
    run : str
        Folder of the run whose observations the range of pay is drawn from; no range where empty.

    Returns
    -------
    dict of str to dict
        A sheet holds one party's own figures: no one else's, no peer's, no sum that would tell theirs.

    Raises
    ------
    InputError
        When the period or the day has no known form, or the ledger can't be read.

    Notes
    -----
    A measure whose scenario is not the one it was agreed on with has no sheet until it is signed anew.
    """
    day = as_of_day(engagement, period, as_of)
    found: dict[str, list[Record]] = defaultdict(list)
    for state in open_ledger(engagement).replay(day).values():
        if state.intervention.scenario and state.phase != "stopped":
            for party, record in _of_measure(engagement, state, day, run):
                found[party].append(record)
    about = {
        "client": engagement.settings.client.model_dump(), "period": period, "as_of": day.isoformat(),
        "language": engagement.language, "currency": engagement.settings.currency,
        "synthetic": engagement.settings.synthetic,
    }  # fmt: skip
    return {
        party: {"party": party, "name": _name(engagement, party), **about, "measures": found[party]}
        for party in sorted(found)
    }


def save_sheets(sheets: Mapping[str, Record], run: str | Path) -> None:
    """Write each party's sheet of a run as a file of its own; an empty run writes nothing 「写当事人薪酬单」."""
    if str(run):
        for party, record in sheets.items():
            write_party(Path(run), party, record)


def _name(engagement: Engagement, party: str) -> str:
    return engagement.entities[party].label if party in engagement.entities else engagement.person(party)


def _of_measure(engagement: Engagement, state: InterventionState, day: date, run: str) -> list[tuple[str, Record]]:
    measure = state.intervention
    try:
        scenario = open_scenario(engagement, measure.scenario)
        entities = scenario.entities or measure.entities
        whose = paid_parties(engagement, state, entities, day)
        terms = {each: own_terms(engagement, state, each) for each in whose}
    except InputError:
        return []
    own = _ranges(engagement, scenario, run)
    signed = {each.party: each.at.isoformat() for each in state.signed}
    return [
        (
            party,
            {
                "id": measure.id, "title": measure.title.model_dump(), "entity": each,
                "entity_name": engagement.entities[each].label, "terms": short_hash(state.contract),
                "signed": signed.get(party), "blocks": [asdict(block) for block in terms[each]],
                "pay": own.get(each), "months": list(_months(scenario)),
            },
        )
        for each, party in whose.items()
    ]  # fmt: skip


def _months(scenario: PayScenario) -> tuple[str | None, int]:
    return scenario.first, scenario.months


def _ranges(engagement: Engagement, scenario: PayScenario, run: str) -> dict[str, Record]:
    """What each entity is paid a month on the mean and in eight of ten draws; none where it can't be drawn."""
    from diagnostics.loop.intervene.pay.scenario_past import scenario_history
    from diagnostics.loop.intervene.pay.simulate import simulate_pay

    in_force = sound_scenarios(engagement)[0].get(IN_FORCE)
    if in_force is None or not run or not (Path(run) / SCHEMAS["observations"][0]).is_file():
        return {}
    observed = read_table(Path(run), "observations")
    same = scenario.model_copy(update={"id": UNCHANGED, "effects": {}})
    tried = [same, scenario] if scenario.effects else [same]
    try:
        history = scenario_history(engagement, observed, in_force, scenario)
        told = simulate_pay(in_force, tried, DRAWS, SEED, history=history, currency=engagement.settings.currency)
    except InputError:
        return {}
    found: dict[str, Record] = {}
    for _, row in told.frame().iterrows():
        own = found.setdefault(str(row["entity"]), {"draws": DRAWS, "seed": SEED})
        own |= {each: round(float(row[each]), 2) for each in ("full", "in_force")}
        own["unchanged" if row["scenario"] == UNCHANGED else "expected"] = _range(row)
    return found


def _range(row: pd.Series) -> Record:
    """One entity's row; what the minimum wage or a guarantee adds is its own too."""
    return {each: round(float(row[each]), 4) for each in ("mean", "low", "high", "change", "share_lower", "floor")}
