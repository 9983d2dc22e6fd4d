"""Which of a workbook's sheets holds the facts, and what was left aside 「选择工作表」."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from diagnostics.data.layout.period_text import read_period
from diagnostics.errors import InputError
from diagnostics.model.period import Calendar
from diagnostics.run.proposal.columns import Columns, sort_columns
from diagnostics.run.proposal.kinds import listed
from diagnostics.run.proposal.table import Sheet, read_sheets
from diagnostics.run.proposal.told import NOTHING, Told
from diagnostics.terms.counted import counted


def choose(source: Path, told: Told = NOTHING) -> tuple[Sheet, Columns, list[str]]:
    """The sheet that a proposal is made from, what its columns are, and what is a guess about it 「选择工作表」.

    Of several the one with days and figures that holds the most facts.

    Raises
    ------
    InputError
        When none can be read, or none has days; of one sheet its own error.
    """
    read: list[tuple[Sheet, Columns]] = []
    wrong: list[InputError] = []
    dated: list[str] = []
    for each in read_sheets(source, told):
        if isinstance(each, InputError):
            wrong.append(each)
            continue
        try:
            found = sort_columns(each.table, each.failed, told.currency)
            scales = each.declared.get("layout", {}).get("scale", {})
            read.append((each, replace(found, said=tuple(name for name, scale in scales.items() if scale == "\u5143"))))
        except InputError as error:
            sheet = each.declared.get("sheet")
            if sheet and read_period(sheet, Calendar()) is not None:
                dated.append(sheet)
            wrong.append(InputError(f"Sheet {sheet!r}: {error}") if sheet else error)
    if not read:
        if len(wrong) == 1:
            raise _by_option(wrong[0])
        _refuse_periods(source, dated)
        reasons = " ".join(str(each) for each in wrong)
        raise InputError(f"No sheet of {source.name} can become facts as it is. {reasons}")
    sheet, found = max(read, key=lambda each: (bool(each[1].figures), len(each[0].table)))
    return sheet, found, _left_aside(sheet, [each for each, _ in read if each is not sheet], wrong)


def _by_option(error: InputError) -> InputError:
    """Error of the only table; what a layout would say of a scale, an option says here."""
    text = str(error)
    told = "layout.scale" in text or "layout, scale" in text
    return InputError(f"{text} Here --scale says it, as in --scale 数值=元.") if told else error


def _refuse_periods(source: Path, sheets: list[str]) -> None:
    """Refuse a workbook whose sheets are the facts of a period each, which only their names tell."""
    if len(sheets) > 1:
        raise InputError(
            f"{source.name}: only the names of its sheets ({listed(sheets)}) say when their facts are of. Put the rows"
            f" below each other in one sheet, with a column such as 月份 that says {sheets[0]!r}, {sheets[1]!r}, … in"
            " every row."
        )


def _left_aside(chosen: Sheet, others: list[Sheet], wrong: list[InputError]) -> list[str]:
    """What is said of the sheets that were not chosen."""
    doubts = []
    if others or wrong:
        doubts.append(f"The workbook has several sheets; {chosen.declared.get('sheet')!r} holds the facts taken.")
    for each in others:
        name = each.declared.get("sheet")
        if list(each.table.columns) == list(chosen.table.columns):
            doubts.append(
                f"Sheet {name!r} has the same columns and {counted(len(each.table), 'more fact')}, not taken: put"
                " them below the others, or declare a source for each sheet."
            )
        else:
            doubts.append(f"Sheet {name!r} ({counted(len(each.table), 'fact')} of its own) was not taken.")
    doubts += [f"Not taken: {str(each).partition('; the columns are')[0]}" for each in wrong]
    return doubts
