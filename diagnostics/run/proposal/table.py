"""The client's table as a proposal sees it: which sheet, by which layout, in which encoding 「读取数据表」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.files.reencode import as_utf8
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.temporary import temporary_folder
from diagnostics.dictionary.source_files import KINDS
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement, Settings
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.layout import Layout
from diagnostics.model.period import Calendar, Cycle
from diagnostics.model.source import Source
from diagnostics.run.proposal.kinds import is_day, is_number
from diagnostics.run.proposal.layout import sight
from diagnostics.run.proposal.told import NOTHING, Told
from diagnostics.run.proposal.totals import find_totals, with_totals
from diagnostics.run.proposal.wide import FISCAL, FISCAL_YEAR
from diagnostics.terms.counted import counted

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.layout.grid import Grid
    from diagnostics.data.layout.table import SheetTable

SOURCE = "facts"
# Beyond this a text file is taken for a plain table and read by the engine.
_MOST_BYTES = 60_000_000
_YEARS = re.compile(r"年|年份|年度|财年|会计年度|(?:fiscal |calendar )?year|fy", re.IGNORECASE)
_SHORTER = re.compile(r"month|quarter|week|date|day|月|季|周|日期|日$", re.IGNORECASE)
_LOOKED_AT = 50
_TOLD = ("hidden_row", "hidden_column", "error_cell", "never_computed", "note_row")


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table as a proposal sees it 「候选数据表」.

    Parameters
    ----------
    table : pandas.DataFrame
        Its facts, every column by what it holds.
    declared : dict
        What engagement.yaml says of the source: file, sheet, encoding, layout.
    doubts : tuple of str
        What is a guess so far.
    grains : dict of str
        Cycle of the periods that a day column names, by column.
    failed : dict of str
        Columns that are nearly figures or days, with the first cell that is neither.
    """

    table: pd.DataFrame
    declared: dict[str, Any]
    doubts: tuple[str, ...]
    grains: dict[str, Cycle] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def read_sheets(source: Path, told: Told = NOTHING) -> Iterator[Sheet | InputError]:
    """Tables that a file holds: each sheet that is shown, or the one of a text file 「读取数据表」.

    A sheet that can't be read is given as its error.

    Parameters
    ----------
    source : Path
        Workbook, text file or Parquet file.
    told : Told
        What somebody said of the table.

    Raises
    ------
    InputError
        When the file is absent, of another kind, empty, or can't be read.
    """
    if not source.is_file():
        raise InputError(f"There is no file {str(source)!r}.")
    kind = KINDS.get(source.suffix.lower())
    if kind is None:
        raise InputError(f"{source.name} ends in {source.suffix!r}; --from takes {', '.join(sorted(KINDS))}.")
    file = SourceFile(source.resolve(), source.name, kind)
    if kind == "parquet":
        yield Sheet(_from_engine(source, None), {"file": source.name}, ())
    elif kind == "csv":
        yield _text(file, told)
    else:
        yield from _workbook(file, told)


def _workbook(file: SourceFile, told: Told) -> Iterator[Sheet | InputError]:
    from diagnostics.data.layout.sheet_grid import read_sheet_grid, sheet_names

    names = sheet_names(file)
    if not names:
        raise InputError(f"{file.name} shows no sheet.")
    for name in names:
        declared: dict[str, Any] = {"file": file.name, **({"sheet": name} if len(names) > 1 else {})}
        try:
            yield _made(read_sheet_grid(file, SOURCE, name), declared, told)
        except InputError as error:
            yield error


def _text(file: SourceFile, told: Told) -> Sheet:
    from diagnostics.data.layout.text_grid import read_text_grid

    with temporary_folder("proposal") as folder:
        decoded = as_utf8(file, None, folder)
        encoding = decoded.encoding or None
        declared: dict[str, Any] = {"file": file.name, **({"encoding": encoding} if encoding else {})}
        doubts = (f"The file is not UTF-8; it was read as {encoding}.",) if encoding else ()
        if file.path.stat().st_size > _MOST_BYTES:
            return Sheet(_from_engine(file.path, encoding), declared, doubts)
        made = _made(read_text_grid(file, decoded.path, SOURCE), declared, told)
    return replace(made, doubts=(*doubts, *made.doubts))


def _made(grid: Grid, declared: dict[str, Any], said: Told) -> Sheet:
    """Table of a grid by the layout that it seems to have."""
    from diagnostics.data.files.sheets import read_table
    from diagnostics.data.layout.table import MONTHS, Manner
    from diagnostics.data.layout.wanted import Wanted, everything

    seen = sight(grid, Calendar(), said)
    manner = Manner(Calendar(), said.currency)
    made, wanted = read_table(grid, seen.layout, everything, manner), everything
    years = _only_years(made.table.to_pandas(), made.grains)
    if years:
        guess = Wanted(days=frozenset(years), guess=True)
        wanted = lambda _: guess  # noqa: E731 (what a column is wanted for, whatever its name)
        made = read_table(grid, seen.layout, wanted, manner)
    totals = find_totals(grid, made.table.to_pandas(), made.failed)
    if totals.left_out:
        seen = replace(seen, layout=with_totals(seen.layout, totals))
        made = read_table(grid, seen.layout, wanted, manner)
    if not made.table.num_rows:
        raise InputError(f"{grid.name} has a header but no fact.")
    doubts = [*seen.doubts, *totals.doubts]
    if FISCAL not in doubts and _names_fiscal_years(grid, made):
        doubts.append(FISCAL)
    if grid.hidden_sheets:
        doubts.append(f"Hidden sheets were not read: {', '.join(map(repr, grid.hidden_sheets))}.")
    told = [each for each in made.conversions if each.kind in _TOLD]
    doubts += [_told(each.kind, each.column, each.count, each.examples[0].place) for each in told]
    layout = {} if seen.layout is None else {"layout": layout_record(seen.layout)}
    table = made.table.to_pandas().drop(columns=[MONTHS, *seen.aside], errors="ignore")
    failed = {name: told.replace(f" (source {SOURCE!r})", "") for name, told in made.failed.items()}
    return Sheet(table, {**declared, **layout}, tuple(doubts), made.grains, failed)


def _names_fiscal_years(grid: Grid, made: SheetTable) -> bool:
    """Whether a column that holds years is called fiscal, or some cell writes them so."""
    years = [name for name, grain in made.grains.items() if grain == "year" and name in made.table.column_names]
    cells = (each for row in grid.rows[:_LOOKED_AT] for each in row if isinstance(each, str))
    return bool(years) and any(FISCAL_YEAR.search(each) for each in (*years, *cells))


def _only_years(table: pd.DataFrame, grains: dict[str, Cycle]) -> list[str]:
    """Column of bare years where nothing else tells the time: then its facts are of whole years."""
    if grains or any(is_day(table[each]) or _SHORTER.search(each) for each in table.columns):
        return []
    named = [each for each in table.columns if _YEARS.fullmatch(each.strip()) and is_number(table[each])]
    return [each for each in named if table[each].dropna().between(1990, 2100).all() and table[each].notna().any()][:1]


def _told(kind: str, column: str, count: int, place: str) -> str:
    where = f" in column {column!r}" if column else ""
    was = "was" if count == 1 else "were"
    cells = counted(count, f"cell{where} holds", f"cells{where} hold")
    formulas = counted(count, f"formula{where}", f"formulas{where}")
    return {
        "hidden_row": f"{counted(count, 'hidden row')} (first {place}) {was} read like any others.",
        "hidden_column": f"Column {column!r} is hidden and was read like any other.",
        "error_cell": f"{cells} errors such as #DIV/0! (first {place}); what they should show is missing.",
        "never_computed": f"{formulas} {was} never computed (first {place}); a KPI on them is refused.",
        "note_row": f"{counted(count, 'row')} of notes (first {place}) {was} left out.",
    }[kind]


def layout_record(layout: Layout) -> dict[str, Any]:
    """What engagement.yaml says of a layout: only what differs from a plain one 「版式条目」."""
    return layout.model_dump(mode="json", exclude_defaults=True)


def _from_engine(source: Path, encoding: str | None) -> pd.DataFrame:
    from diagnostics.data.engine import open_engine

    settings = Settings(
        id="proposal",
        client="proposal",
        data_folder=str(source.resolve().parent),
        sources={SOURCE: Source(file=source.name, encoding=encoding)},
    )
    with open_engine(_bare(settings, source)) as engine:
        return engine.frame(engine.facts(SOURCE).table, f"reading {source.name}")


def _bare(settings: Settings, source: Path) -> Engagement:
    """Engagement of one file and nothing else: just enough for the engine to lock itself on."""
    return Engagement(
        folder=source.resolve().parent,
        settings=settings,
        kpis={},
        scorecards=(),
        entities=Entities((Entity(id="company", level="company"),)),
        seeds=(),
        places={},
    )
