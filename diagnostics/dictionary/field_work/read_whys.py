"""Rows of the sheet of whys folded into chains again 「读取追问链」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from diagnostics.dictionary.exchange.fields import Cell, Row
from diagnostics.dictionary.field_work.fields import CHAIN, FieldTables, SheetName
from diagnostics.dictionary.field_work.links import DEEPEST, chain_of, chain_text, folded, unfolded
from diagnostics.dictionary.field_work.read_rows import Cells, Line
from diagnostics.errors import InputError

_WHY = "why:"


def why_lines(
    sheet: SheetName, lines: Sequence[Line], tables: FieldTables, base: FieldTables, cells: Cells
) -> Iterator[InputError]:
    """Put chains of whys into their table; what is wrong with them comes out 「读取追问链」.

    Parameters
    ----------
    lines : sequence of Line
        A row a link, its words in the column of its level; a row without a name belongs to the chain above it.

    Notes
    -----
    Words in the other language stay with links whose words did not change.
    """
    name: Cell = None
    for line in lines:
        name = line.values["id"] = line.values.get("id") or name
    kept = [each for each in lines if _says(each)]
    for line in (each for each in kept if each.values["id"] is None):
        yield InputError(f"{line.place} is empty; the first row of a chain needs its id.")
    for found, group in groupby(
        (each for each in kept if each.values["id"] is not None), lambda each: each.values["id"]
    ):
        key = (str(found),)
        rows = list(group)
        if key in tables[sheet]:
            yield InputError(
                f"The chain {key[0]!r} goes on in {rows[0].place} after another one; its rows must stand together."
            )
            continue
        if any(each.broken for each in rows):
            continue
        errors, row = _chain(rows, base[sheet].get(key))
        yield from errors
        if not errors:
            tables[sheet][key] = row
            cells[sheet, key, ""] = rows[0].place
            cells.update({(sheet, key, each): place for each, place in rows[0].places.items()})
            for at, line in enumerate(rows):
                cells[sheet, key, f"{CHAIN}:{at}"] = line.place
                cells.update({(sheet, key, f"{CHAIN}:{at}:{each}"): place for each, place in line.places.items()})


def _says(line: Line) -> bool:
    """Whether anything but its name is left in a row; 'no' and 'opinion' say nothing by themselves."""
    return any(value is not None and value is not False for name, value in line.values.items()
               if name not in ("id", "why_kind"))  # fmt: skip


def _chain(rows: Sequence[Line], before: Row | None) -> tuple[list[InputError], Row]:
    """One chain from its rows."""
    errors: list[InputError] = []
    first = rows[0].values
    if first.get("problem") is None:
        errors.append(InputError(f"{rows[0].places['problem']} is empty; the first row of a chain needs its problem."))
    errors += [
        InputError(f"{line.places[each]} says otherwise than {rows[0].places[each]}; only a chain's first row has it.")
        for line in rows[1:] for each in ("problem", "kpi") if line.values.get(each) not in (None, first.get(each))
    ]  # fmt: skip
    words = _words(before)
    links: list[tuple[int, dict[str, Any]]] = []
    for line in rows:
        levels = {int(each.removeprefix(_WHY)): value for each, value in line.values.items()
                  if each.startswith(_WHY) and value is not None}  # fmt: skip
        problem = _level_error(line, levels, links[-1][0] + 1 if links else 0)
        if problem is not None:
            errors.append(problem)
            # Rows below one that is wrong are not wrong for that.
            links.append((max(levels, default=links[-1][0] + 2 if links else 1) - 1, {}))
            continue
        ((level, text),) = levels.items()
        link = {"because": words.get(str(text), text), "kind": line.values.get("why_kind") or "opinion"}
        link |= {each: line.values.get(each) for each in ("evidence", "cause", "actionable") if line.values.get(each)}
        links.append((level - 1, link))
    row: Row = {"problem": first.get("problem"), "kpi": first.get("kpi"), CHAIN: chain_text(folded(links))}
    return errors, row


def _level_error(line: Line, levels: Mapping[int, Cell], most: int) -> InputError | None:
    """What is wrong with the levels of a row; at most one deeper than the row above."""
    if len(levels) != 1:
        told = "no why" if not levels else f"{len(levels)} whys"
        return InputError(f"{line.place}: the row holds {told}, must hold one, in the column of its level.")
    (level,) = levels
    place = line.places[f"{_WHY}{level}"]
    if level > DEEPEST:
        return InputError(f"{place} is why number {level}; {DEEPEST} levels are the most.")
    if level - 1 > most:
        return InputError(f"{place} is why number {level} with no why number {level - 1} above it.")
    return None


def _words(before: Row | None) -> dict[str, Any]:
    """Words in two languages as the chain had them, by those in either."""
    if before is None:
        return {}
    links = [link["because"] for _, link in unfolded(chain_of(str(before[CHAIN])))]
    return {str(text): each for each in links if isinstance(each, dict) for text in each.values()}
