"""Cells of one column become numbers, days or texts; what can't be read is refused with its place 「单元格取值」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from diagnostics.data.layout.bare_numbers import largest_bare
from diagnostics.data.layout.day_column import DayRules, decide_days
from diagnostics.data.layout.day_text import read_serial
from diagnostics.data.layout.grid import Cell, Grid, cell_text, is_blank
from diagnostics.data.layout.log import ConversionLog
from diagnostics.data.layout.number_column import NumberRules, decide_numbers
from diagnostics.data.layout.number_text import SHARES, scaled
from diagnostics.data.layout.odd_cells import Decided
from diagnostics.data.layout.scales import Stated
from diagnostics.data.layout.shown_units import refuse_shown_units
from diagnostics.data.layout.swapped_days import swap_texts, unswapped
from diagnostics.errors import InputError
from diagnostics.model.conversion import ConversionKind
from diagnostics.model.layout import Decimal as DecimalSign
from diagnostics.model.period import Cycle

if TYPE_CHECKING:
    import pyarrow as pa

_SHARE_KINDS: dict[str, ConversionKind] = {"%": "percent", "‰": "permille"}
_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class Column:
    """Cells of one column with their places 「一列单元格」.

    Parameters
    ----------
    name : str
        Name of the column.
    cells : sequence
        Cells, one a fact.
    places : sequence of (int, int)
        Row and column of the grid that each stands in.
    stated : Stated
        Scale that a header, the sheet or the layout states, or why it can't be told.
    """

    name: str
    cells: Sequence[Cell]
    places: Sequence[tuple[int, int]]
    stated: Stated = field(default_factory=Stated)


@dataclass(eq=False)
class Cells:
    """Reader of columns: cells to values 「单元格取值」.

    Parameters
    ----------
    grid : Grid
        Sheet they stand in.
    log : ConversionLog
        Where what is read otherwise than written is recorded.
    currency : str
        ISO code of the engagement's currency.
    rules : DayRules
        How days are to be read.
    decimal : {".", ","}, optional
        Sign before the decimals of numbers written as text, where the layout says it.
    months : dict of int
        Months covered, by place, where they are more than one; filled while days are read.
    grains : dict of str
        Cycle of the periods that a day column names, by column; filled while days are read.
    failed : dict of str
        Columns that most cells, not all, are numbers or days in, with what fails; filled where columns are guessed.
    """

    grid: Grid
    log: ConversionLog
    currency: str
    rules: DayRules
    decimal: DecimalSign | None = None
    months: dict[tuple[int, int], int] = field(default_factory=dict)
    grains: dict[str, Cycle] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def numbers(self, column: Column) -> list[int | float | None]:
        """Cells of a column as numbers in base units 「数值列」.

        Raises
        ------
        InputError
            Naming the cell that is no number.
        """
        if column.stated.doubt:
            raise self._refuse_header(column)
        cells = self._kept(column, used=True)
        texts = dict.fromkeys(each for each in cells if isinstance(each, str))
        placed = list(zip(cells, column.places, strict=True))
        refuse_shown_units(self.grid, column.name, placed, column.stated, self.currency)
        bare = largest_bare(self.grid, column.name, placed, column.stated, self.rules.missing)
        decided = decide_numbers(texts, None if bare is None else cell_text(bare), self._rules(column))
        self._refuse_wrong(column, cells, decided)
        return [self._number(column, cell, place, decided) for cell, place in placed]

    def days(self, column: Column) -> list[date | datetime | None]:
        """Cells of a column as days; merged months are kept in ``months`` 「日期列」.

        Raises
        ------
        InputError
            Naming the cell that is no day, or that may be several.
        """
        cells = [self._dated(column, cell, place) for cell, place in self._pairs(column)]
        cells = unswapped(self.grid, list(zip(cells, column.places, strict=True)), self.rules, (column.name, self.log))
        native = [each.date() if isinstance(each, datetime) else each for each in cells if isinstance(each, date)]
        texts = {each: None for each in cells if isinstance(each, str)}
        decided = decide_days(texts, (min(native), max(native)) if native else None, self.rules)
        swap_texts(texts, self.rules, decided, native)
        self._refuse_wrong(column, cells, decided)
        self.grains[column.name] = decided.grain
        values: list[date | datetime | None] = []
        for cell, place in zip(cells, column.places, strict=True):
            if isinstance(cell, str):
                value: Any = decided.values[cell]
                if kinds := decided.kinds[cell]:
                    self.log.add_all(column.name, kinds, (self.grid.at(*place), cell, value))
                if cell in decided.months:
                    self.months[place] = decided.months[cell]
                values.append(value)
            else:
                values.append(cell if isinstance(cell, date) else None)
        return values

    def texts(self, column: Column, *, named: bool = False) -> list[str | None]:
        """Cells of a column as texts, as they stand; names of entities without blanks around them 「文本列」."""
        found: list[str | None] = []
        for cell, place in self._pairs(column):
            text = None if is_blank(cell) else cell_text(cell)
            if named and text is not None and text != text.strip():
                self.log.add(column.name, "trimmed", self.grid.at(*place), text, text.strip())
                text = text.strip()
            found.append(text)
        return found

    def natural(self, column: Column) -> list[Cell]:
        """Cells of a column that nothing names, as they stand 「原样列」."""
        return self._kept(column, used=False)

    def _pairs(self, column: Column) -> list[tuple[Cell, tuple[int, int]]]:
        return list(zip(self._kept(column, used=True), column.places, strict=True))

    def _kept(self, column: Column, *, used: bool) -> list[Cell]:
        """Cells of a column; errors are missing, formulas that were never computed are refused where they count."""
        marks = self.grid.marks
        kept: list[Cell] = []
        for cell, place in zip(column.cells, column.places, strict=True):
            if place in marks.errors:
                self.log.add(column.name, "error_cell", self.grid.at(*place), marks.errors[place], None)
                kept.append(None)
            elif place in marks.never_computed and is_blank(cell):
                if used:
                    raise self.grid.refuse(
                        "holds a formula that was never computed: open the workbook in a spreadsheet program, save it,"
                        " and bring the saved file.",
                        *place,
                    )
                self.log.add(column.name, "never_computed", self.grid.at(*place), "", None)
                kept.append(None)
            else:
                kept.append(None if is_blank(cell) else cell)
        return kept

    def _rules(self, column: Column) -> NumberRules:
        said, is_parted = column.stated, self.grid.is_parted
        return NumberRules(
            self.rules.missing, self.currency, said.scale, said.is_declared, decimal=self.decimal, is_parted=is_parted
        )

    def _refuse_header(self, column: Column) -> InputError:
        """Error about a header that states what can't be taken over."""
        place, doubt = column.stated.place, column.stated.doubt
        where = self.grid.place(*place) if place is not None else self.grid.name
        named = "" if repr(column.name) in doubt else f"of column {column.name!r} "
        return InputError(f"{where} {named}{doubt} (source {self.grid.source!r}).")

    def _number(self, column: Column, cell: Cell, place: tuple[int, int], decided: Decided) -> int | float | None:
        if cell is None:
            return None
        if isinstance(cell, str):
            if kinds := decided.kinds[cell]:
                self.log.add_all(column.name, kinds, (self.grid.at(*place), cell, decided.values[cell]))
            return decided.values[cell]  # type: ignore[return-value]
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            raise self.grid.refuse(f"holds {cell_text(cell)!r}, a number is needed in column {column.name!r}.", *place)
        scale = column.stated.scale
        is_share = scale in SHARES and place in self.grid.marks.percent
        if scale in (None, "元") or is_share:
            return cell
        read = scaled(cell, scale)
        self.log.add(column.name, _SHARE_KINDS.get(scale, "scale"), self.grid.at(*place), cell_text(cell), read)
        return read

    def _dated(self, column: Column, cell: Cell, place: tuple[int, int]) -> Cell:
        """A cell of a day column: a day, a text that may be one, or missing; serial numbers become days."""
        if cell is None or isinstance(cell, str | date):
            return cell
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            whole = float(cell).is_integer()
            if whole and len(str(abs(int(cell)))) in (4, 6, 8):
                return str(int(cell))
            day = read_serial(cell, since_1904=self.grid.marks.since_1904)
            if day is not None:
                self.log.add(column.name, "excel_serial", self.grid.at(*place), cell_text(cell), day)
                return day
        raise self.grid.refuse(f"holds {cell_text(cell)!r}, a day is needed in column {column.name!r}.", *place)

    def _refuse_wrong(self, column: Column, cells: Sequence[Cell], decided: Decided) -> None:
        """Refuse the first wrong cell, with its place and how many more there are."""
        wrong = [
            (cell, place)
            for cell, place in zip(cells, column.places, strict=True)
            if isinstance(cell, str) and cell in decided.wrong
        ]
        if not wrong:
            return
        text, place = wrong[0]
        other = next((each for each, _ in wrong if each != text), None)
        such = f", such as {other!r}" if other else ""
        more = f" ({len(wrong) - 1} more such cells{such}.)" if len(wrong) > 1 else ""
        where, rule = self.grid.place(*place), decided.wrong[text]
        raise InputError(f"{where} has {text!r} in column {column.name!r}, {rule} (source {self.grid.source!r}).{more}")


def arrow_column(values: Sequence[Any], *, is_text: bool = False) -> pa.Array:
    """Arrow column of the narrowest type that all values have; a sheet keeps every number as a float 「列类型」."""
    import pyarrow as pa

    kinds = {type(each) for each in values} - {type(None)}
    if not is_text and kinds and kinds <= {int, float}:
        whole = all(each is None or (float(each).is_integer() and abs(each) < _EXACT) for each in values)
        return pa.array([None if each is None else int(each) if whole else float(each) for each in values])
    if not is_text and kinds == {date}:
        return pa.array(values, pa.date32())
    if not is_text and kinds and kinds <= {date, datetime}:
        moments = [datetime(each.year, each.month, each.day) if type(each) is date else each for each in values]
        return pa.array(moments, pa.timestamp("us"))
    if not is_text and kinds == {bool}:
        return pa.array(values, pa.bool_())
    return pa.array([None if is_blank(each) else cell_text(each) for each in values], pa.string())
