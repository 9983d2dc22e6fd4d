"""Unmatched names as lines of a terminal, and as a sheet to fill in 「未匹配名称清单」."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from diagnostics.data.observe.strangers import OutOfLife, Stranger, facts_out_of_life, strangers
from diagnostics.data.personal import without_personal
from diagnostics.dictionary.csv_text import guarded
from diagnostics.errors import InputError
from diagnostics.model.entity import Entities
from diagnostics.terms.counted import counted

SHOWN = 200
HEAD = ("source", "column", "name", "facts", "proposal", "proposed_name", "why", "entity")


@dataclass(frozen=True, slots=True)
class StrangerReport:
    """Lines to print, the sheet to write, and how many names no entity bears 「清单」."""

    lines: tuple[str, ...]
    sheet: str
    count: int


def unmatched_names(folder: str) -> StrangerReport:
    """Names of an engagement's sources that no entity bears, with proposals 「未匹配名称清单」.

    Raises
    ------
    InputError
        When the engagement or its data can't be read.
    """
    from diagnostics.data.engine import open_engine
    from diagnostics.dictionary.load import load_engagement

    engagement = load_engagement(folder)
    with open_engine(engagement) as engine:
        found, outside = strangers(engine), facts_out_of_life(engine)
    lines = (*_lines(found), *_aliases(found, engagement.entities), *_outside(outside, engagement.entities))
    return StrangerReport(lines or ("every name is an entity's",), sheet_of(found), len(found))


def _lines(found: Sequence[Stranger]) -> Iterator[str]:
    for source, column in dict.fromkeys((each.source, each.column) for each in found):
        here = [each for each in found if (each.source, each.column) == (source, column)]
        facts = counted(sum(each.facts for each in here), "fact")
        yield f"source {source!r}, column {column!r}: {counted(len(here), 'name')} of no entity, {facts}"
        for each in here[:SHOWN]:
            name = repr(without_personal(each.name)) if each.name is not None else "(empty)"
            meant = (
                f"  perhaps {each.proposal.id} ({each.proposal.name}): {each.proposal.reason}" if each.proposal else ""
            )
            yield f"  {name}  {counted(each.facts, 'fact')}{meant}"
        if len(here) > SHOWN:
            yield f"  … {len(here) - SHOWN} more; --write FILE.csv lists them all"


def _aliases(found: Sequence[Stranger], entities: Entities) -> Iterator[str]:
    """Cells of the column ``aliases`` with what was proposed, to paste where a person agrees."""
    added: dict[str, dict[str, None]] = {}
    for each in found:
        # A number of somebody's is no name to paste.
        if each.proposal is not None and each.name and each.name.strip() and each.name == without_personal(each.name):
            added.setdefault(each.proposal.id, {})[each.name.strip()] = None
    if added:
        yield "where you agree, paste these into the column aliases of the entities:"
    for key, names in added.items():
        yield f"  {key}: {';'.join(dict.fromkeys((*entities[key].aliases, *names)))}"


def _outside(found: Sequence[OutOfLife], entities: Entities) -> Iterator[str]:
    for each in found:
        opened, closed = entities.life(each.entity)
        parts = [f"{each.before} before it opened on {opened}"] if each.before else []
        parts += [f"{each.after} after it closed on {closed}"] if each.after else []
        yield (
            f"source {each.source!r}, entity {each.entity!r}: {' and '.join(parts)} ({each.first} … {each.last});"
            " they count, check the days"
        )


def sheet_of(found: Sequence[Stranger]) -> str:
    """Sheet to fill in, as CSV: the column ``entity`` is for the person who knows 「待确认表」."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEAD)
    for each in found:
        proposal = each.proposal
        told = (proposal.id, proposal.name, proposal.reason) if proposal is not None else ("", "", "")
        writer.writerow(
            [guarded(text) for text in (each.source, each.column, each.name or "", str(each.facts), *told, "")]
        )
    return buffer.getvalue()


def write_sheet(path: Path, sheet: str) -> None:
    """Write the sheet so that Excel reads its Chinese; nothing is overwritten 「写待确认表」.

    Raises
    ------
    InputError
        When the file is there already, or its folder is not.
    """
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as stream:
            stream.write(sheet)
    except FileExistsError as error:
        raise InputError(f"{path} is there already; name a new file.") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError(f"{path} can't be written: its folder is not there.") from error
