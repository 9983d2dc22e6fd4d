"""A plain text file with a layout, read column by column in the engine instead of cell by cell 「按列读取」."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.files.csv_shape import sql_text
from diagnostics.data.files.header import check_header
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.column_read import ColumnRead, read_days, read_numbers
from diagnostics.data.layout.column_sql import quoted
from diagnostics.data.layout.day_column import DayRules
from diagnostics.data.layout.header import Heading, read_headings
from diagnostics.data.layout.log import MOST_EXAMPLES, ConversionLog
from diagnostics.data.layout.number_column import NumberRules
from diagnostics.data.layout.scales import Scales
from diagnostics.data.layout.table import MONTHS, Manner, SheetTable, check_scales, without_totals
from diagnostics.data.layout.text_facts import leave_out
from diagnostics.data.layout.text_table import TextTable, open_text_table
from diagnostics.data.layout.wanted import Wanted, Wanting
from diagnostics.errors import InputError
from diagnostics.model.conversion import ConversionKind, Example
from diagnostics.model.layout import Layout

if TYPE_CHECKING:
    import pyarrow as pa


def read_columnwise(
    connection: Any, text: tuple[SourceFile, Path, str], layout: Layout, wanting: Wanting, manner: Manner
) -> SheetTable | None:
    """Read a text file whose header is its first row, as ``read_layout`` does; None where that must do it 「按列读取」.

    Parameters
    ----------
    connection : duckdb connection
        What reads it.
    text : (SourceFile, Path, str)
        File, its UTF-8 form, and the name of its source.
    layout : Layout
        How it is to be read.
    wanting : callable
        What its columns are used for, once their names are known.
    manner : Manner
        Calendar and currency of the engagement.

    Notes
    -----
    Table and conversions are those of the reading cell by cell, in the same order. Whatever is wrong or in doubt is
    left to that reading, which names the cell.
    """
    if layout.first_row > 1 or layout.header_rows > 1 or layout.wide is not None or layout.fill:
        return None
    file, path, source = text
    table = open_text_table(connection, "perfloop_text", file, path, source)
    if table is None:
        return None
    try:
        return _Reading(table, layout, manner).made(wanting)
    except InputError:
        return None
    finally:
        table.drop()


def _told(written: str, read: object) -> tuple[str, str]:
    return written, "" if read is None else str(read)


class _Reading:
    """A text table as it is read."""

    def __init__(self, table: TextTable, layout: Layout, manner: Manner) -> None:
        self.table, self.layout, self.manner = table, layout, manner
        self.log = ConversionLog(table.grid)
        self.days = DayRules(manner.calendar, layout.date_order, layout.year, layout.missing, layout.swapped_dates)

    def made(self, wanting: Wanting) -> SheetTable | None:
        """The table with its conversions; None where a cell is wrong or in doubt."""
        table, layout = self.table, self.layout
        every = read_headings(table.grid, layout)
        wanted = wanting([each.name for each in every])
        if wanted.guess:
            return None
        headings = without_totals(table.grid, every, (layout, wanted), self.log)[0]
        check_header([each.name for each in headings], table.grid.name)
        check_scales(table.grid, layout, [each.name for each in headings])
        leave_out(table, headings, (wanted, layout), self.log)
        scales = Scales(table.grid, layout, wanted, self.manner.currency)
        reads: list[ColumnRead | None] = []
        for each in headings:
            read = None
            if each.name in wanted.numbers or each.name in wanted.days:
                read = self._read(each, wanted, scales)
                if read is None:
                    return None
                self._list(each, read)
            elif each.name in wanted.texts and each.name in wanted.bare:
                self._names(each)
            reads.append(read)
        grains = {
            each.name: read.decided.grain
            for each, read in zip(headings, reads, strict=True)
            if read is not None and each.name in wanted.days and each.name not in wanted.numbers
        }
        return SheetTable(self._arrow(headings, reads), self.log.conversions(), grains)

    def _read(self, heading: Heading, wanted: Wanted, scales: Scales) -> ColumnRead | None:
        if heading.name not in wanted.numbers:
            return read_days(self.table, heading.column, self.days)
        said = scales.of(heading)
        if said.doubt:
            return None
        rules = NumberRules(
            self.layout.missing, self.manner.currency, said.scale, said.is_declared, self.layout.decimal,
            self.table.grid.is_parted,
        )  # fmt: skip
        return read_numbers(self.table, heading.column, rules)

    def _list(self, heading: Heading, read: ColumnRead) -> None:
        """List the conversions of a column: how many, and the first of each, in the order of the rows."""
        connection, cell = self.table.connection, f"r.c{heading.column}"
        connection.register("perfloop_forms", read.mapping())
        query = f"""SELECT coalesce({read.form}, m.form) AS form, count(*), min(r.row, {MOST_EXAMPLES})
            FROM {self.table.sql} AS r
            LEFT JOIN perfloop_forms AS m ON {cell} = m.written WHERE {cell} IS NOT NULL GROUP BY ALL"""  # noqa: S608
        groups = self.table.ask(query)
        connection.unregister("perfloop_forms")
        kinds = [*read.kinds, *read.other_kinds()]
        counts: dict[ConversionKind, int] = {}
        rows: dict[ConversionKind, list[tuple[int, int]]] = {}
        for form, count, first in groups:
            for at, kind in enumerate(dict.fromkeys(kinds[form])):
                counts[kind] = counts.get(kind, 0) + count
                rows.setdefault(kind, []).extend((row, at) for row in first)
        shown = {kind: sorted(places)[:MOST_EXAMPLES] for kind, places in rows.items()}
        self._show(heading, read, counts, shown)

    def _show(
        self,
        heading: Heading,
        read: ColumnRead,
        counts: dict[ConversionKind, int],
        shown: dict[ConversionKind, list[tuple[int, int]]],
    ) -> None:
        wanted = sorted({row for places in shown.values() for row, _ in places})
        if not wanted:
            return
        rows = ", ".join(map(str, wanted))
        texts = dict(self.table.ask(f"SELECT row, c{heading.column} FROM {self.table.sql} WHERE row IN ({rows})"))  # noqa: S608
        for kind in sorted(counts, key=lambda each: shown[each][0]):
            examples = [
                Example(
                    self.table.at(row), texts[row], "" if (value := read.listed(texts[row])) is None else str(value)
                )
                for row, _ in shown[kind]
            ]
            self.log.add_many(heading.name, kind, counts[kind], examples)

    def _names(self, heading: Heading) -> None:
        """Take away blanks around names of entities, in place, and list them."""
        cell, table = f"c{heading.column}", self.table
        edged = f"regexp_matches({cell}, '^[^!-~]|[^!-~]$')"
        texts = table.ask(f"SELECT DISTINCT {cell} FROM {table.sql} WHERE {edged}")  # noqa: S608 (our own names)
        padded = {text: text.strip() for (text,) in texts if text != text.strip()}
        if not padded:
            return
        within = f"{cell} IN ({', '.join(map(sql_text, padded))})"
        ((count,),) = table.ask(f"SELECT count(*) FROM {self.table.sql} WHERE {within}")  # noqa: S608 (quoted)
        first = table.ask(f"SELECT row, {cell} FROM {self.table.sql} WHERE {within} ORDER BY row LIMIT {MOST_EXAMPLES}")  # noqa: S608
        self.log.add_many(
            heading.name, "trimmed", count, [Example(table.at(row), text, padded[text]) for row, text in first]
        )
        for text, plain in padded.items():
            table.ask(f"UPDATE {self.table.sql} SET {cell} = {sql_text(plain)} WHERE {cell} = {sql_text(text)}")  # noqa: S608

    def _arrow(self, headings: Sequence[Heading], reads: Sequence[ColumnRead | None]) -> pa.Table:
        """The table, in the order of the file."""
        connection = self.table.connection
        selected, joins, months = [], "", []
        for heading, read in zip(headings, reads, strict=True):
            value = f"r.c{heading.column}"
            if read is not None:
                name = f"perfloop_map_{heading.column}"
                connection.register(name, read.mapping())
                joins += f" LEFT JOIN {name} AS m{heading.column} ON {value} = m{heading.column}.written"
                value = f"CAST(coalesce({read.value}, m{heading.column}.value) AS {read.type})"
                if read.type == "VARCHAR":
                    value = "CAST(NULL AS VARCHAR)"
                if read.decided.months:
                    months.append(f"m{heading.column}.months")
            selected.append(f"{value} AS {quoted(heading.name)}")
        if months:
            selected.append(f"CAST(coalesce({', '.join([*reversed(months), '1'])}) AS BIGINT) AS {MONTHS}")
        query = f'SELECT {", ".join(selected)} FROM "{self.table.name}" AS r{joins} ORDER BY r.row'  # noqa: S608
        made = connection.execute(query).to_arrow_table()
        for heading, read in zip(headings, reads, strict=True):
            if read is not None:
                connection.unregister(f"perfloop_map_{heading.column}")
        return made
