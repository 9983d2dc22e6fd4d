"""A first engagement from the client's own table: proposed, and honest about what it guesses 「由数据表生成项目」."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from diagnostics.run.proposal.choice import choose
from diagnostics.run.proposal.columns import Columns
from diagnostics.run.proposal.cycle import propose_cycle
from diagnostics.run.proposal.entities import ProposedEntities
from diagnostics.run.proposal.kpis import propose_kpis
from diagnostics.run.proposal.table import SOURCE
from diagnostics.run.proposal.told import NOTHING, Told

# What no table tells, and everything needs.
_LANGUAGE, _TIMEZONE = "zh", "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Files of an engagement that a table suggests, and what is a guess in them 「项目草案」.

    Parameters
    ----------
    source : Path
        The client's table.
    files : dict of str
        Text of each file, by its name in the engagement.
    doubts : tuple of str
        What somebody has to confirm.
    """

    source: Path
    files: dict[str, str]
    doubts: tuple[str, ...]


def propose(source: Path, key: str, name: str, told: Told = NOTHING) -> Proposal:
    """Engagement that a table suggests 「生成项目草案」.

    Parameters
    ----------
    source : Path
        Table: .csv, .tsv, .parquet, .xls or .xlsx (of its sheets the one that holds the most facts with days).
    key, name : str
        Id of the engagement, and the client's name.
    told : Told
        What somebody said of the table.

    Raises
    ------
    InputError
        When the table can't be read, holds no facts or no day.
    """
    sheet, found, doubts = choose(source, told)
    table = sheet.table
    grain = found.grain or sheet.grains.get(found.time, "day")
    cycle, why = propose_cycle(table, found.time, found.entity, grain)
    entities = ProposedEntities(table, found, doubts)
    kpis, guesses = propose_kpis(table, found, cycle)
    if found.entity:
        level = entities.levels[0]
        doubts.append(f"All of {found.entity!r} are taken for level {level!r} and comparable with each other.")
    texts = {
        "engagement.yaml": _yaml(_settings(sheet.declared, (key, name), found)) + _starter("proposed_settings.yaml"),
        "kpis.yaml": _yaml(kpis),
        "scorecards.yaml": _yaml(_card(kpis, entities.company)),
        "entities.csv": entities.text(name),
        "ledger.yaml": _starter("proposed_ledger.yaml"),
    }
    return Proposal(
        source, texts, (*sheet.doubts, *found.doubts, *doubts, *guesses, why, *told.questions(), *_always())
    )


def write_proposal(folder: Path, proposal: Proposal) -> None:
    """Write a proposal into the folder of an engagement, the table beside it 「写入项目草案」."""
    shutil.copyfile(proposal.source, folder / "data" / proposal.source.name)
    for name, text in proposal.files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    questions = "# To confirm 「待确认」\n\n" + "".join(f"- {each}\n" for each in proposal.doubts)
    (folder / "questions.md").write_text(questions, encoding="utf-8", newline="\n")


def _always() -> tuple[str, ...]:
    """What no table tells."""
    return (
        f"Assumed: time zone {_TIMEZONE} (engagement.yaml, calendar, timezone). Is that where the days are counted?",
        f"Assumed: pages in {_LANGUAGE} (engagement.yaml, language: zh or en). Is that the readers' language?",
        "Which KPIs are the mother metrics, which is driven by which, who owns each, and what exactly does each mean?",
        "The scorecard has no targets: base, target and stretch are still to be agreed, with where they come from.",
        "The charter is not answered yet (engagement.yaml, charter): until then a run needs --draft.",
    )


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _starter(name: str) -> str:
    """Text of the starter that is the same whatever the table holds: what is still to be written, and how."""
    return files("diagnostics.run").joinpath("starter", name).read_text(encoding="utf-8")


def _settings(declared: dict[str, Any], names: tuple[str, str], found: Columns) -> dict[str, Any]:
    facts = {**declared, "time": found.time, "entity": found.entity, "person": found.person}
    return {
        "id": names[0],
        "client": names[1],
        "language": _LANGUAGE,
        "currency": found.currency,
        "calendar": {"timezone": _TIMEZONE},
        "sources": {SOURCE: {field: value for field, value in facts.items() if value is not None}},
        "entities": "entities.csv",
    }


def _card(kpis: list[dict[str, Any]], company: str) -> list[dict[str, Any]]:
    """Scorecard of the company: up to four KPIs, the first weighs most."""
    weights = {1: [1.0], 2: [0.6, 0.4], 3: [0.5, 0.3, 0.2]}.get(len(kpis), [0.4, 0.3, 0.2, 0.1])
    rules = {"higher": "ratio", "lower": "complement"}
    items = [
        {"kpi": each["id"], "weight": weight, "core": at < 2, "scoring": {"rule": rules[each["direction"]]}}
        for at, (each, weight) in enumerate(zip(kpis, weights, strict=False))
    ]
    return [{"entity": company, "name": {"zh": "公司考核表", "en": "Company"}, "profile": "company", "items": items}]
