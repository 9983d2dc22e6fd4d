"""Sections: the six steps of a KPI system, and the KPI sheet in which they end 「KPI体系搭建六步」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 30
MOST_ERRORS = 12
RIGHT = frozenset(("count", "results", "weight", "base", "target", "stretch"))
# Of the sheet, what somebody would sign; the rest stands in the workbook and among the definitions.
SIGNED = ("card", "kpi", "base", "target", "stretch", "weight", "core", "rule", "assess")


def build_sections(inputs: Inputs, wording: Wording) -> tuple[Section, ...]:
    """The six steps at a glance with what is unresolved, then each step's table, then the sheet 「六步与KPI表」."""
    found = inputs.kpi_build
    if not found:
        return ()
    parts: list[AnyPart] = [TablePart(table=_overview(found, wording)), *_errors(found, wording)]
    if found["sheet"]["rows"]:
        sheet = _table(found["sheet"], say("kpi_build.sheet", wording.language), wording, SIGNED)
        parts.append(TablePart(table=sheet))
    steps = tuple(TablePart(table=each) for each in _tables(found, wording))
    title, lead = say("kpi_build.title", wording.language), wording.words(found["summary"])
    first = Section(id="kpi-build", title=title, lead=lead, parts=tuple(parts))
    if not steps:
        return (first,)
    told = say("kpi_build.lead", wording.language)
    return (first, Section(id="kpi-steps", title=say("kpi_build.tables", wording.language), lead=told, parts=steps))


def _overview(found: Record, wording: Wording) -> Table:
    keys = ("step", "told")
    rows = tuple(
        {
            "step": say(f"kpi_build.step.{each['id']}", wording.language),
            "told": wording.words(each["why"]) or wording.words(each["told"]),
        }
        for each in found["steps"]
    )
    columns = tuple(Column(key=each, label=say(f"kpi_build.column.{each}", wording.language)) for each in keys)
    return Table(caption=say("kpi_build.overview", wording.language), columns=columns, rows=rows)


def _errors(found: Record, wording: Wording) -> Iterator[AnyPart]:
    """Errors that stand between the sheet and those who would sign it."""
    errors = found["unresolved"]
    variant = "some" if errors else "none"
    yield Paragraph(text=say(f"kpi_build.unresolved.{variant}", wording.language, count=len(errors)))
    if not errors:
        return
    keys = ("code", "message", "remedy")
    columns = tuple(Column(key=each, label=say(f"kpi_build.column.{each}", wording.language)) for each in keys)
    rows = tuple(
        {"code": each["code"], "message": wording.words(each["message"]), "remedy": wording.words(each["remedy"])}
        for each in errors[:MOST_ERRORS]
    )
    title = say("kpi_build.unresolved.title", wording.language)
    yield TablePart(
        table=Table(caption=title, columns=columns, rows=rows, note=_more(len(errors) - len(rows), wording))
    )


def _tables(found: Record, wording: Wording) -> Iterator[Table]:
    for each in found["steps"]:
        if each["table"]["rows"]:
            yield _table(each["table"], say(f"kpi_build.step.{each['id']}", wording.language), wording)


def _table(record: Record, caption: str, wording: Wording, only: tuple[str, ...] = ()) -> Table:
    """Table of a step, without columns in which nothing stands."""
    names, rows = record["columns"], [[wording.words(cell) for cell in row] for row in record["rows"]]
    kept = [at for at, name in enumerate(names) if (not only or name in only) and any(row[at] for row in rows)]
    columns = tuple(
        Column(
            key=names[at],
            label=say(f"kpi_build.column.{names[at]}", wording.language),
            align="right" if names[at] in RIGHT else "left",
        )
        for at in kept
    )
    shown = tuple({names[at]: row[at] for at in kept} for row in rows[:MOST_ROWS])
    return Table(caption=caption, columns=columns, rows=shown, note=_more(len(rows) - MOST_ROWS, wording))


def _more(count: int, wording: Wording) -> str:
    return say("kpi_build.more", wording.language, count=count) if count > 0 else ""
