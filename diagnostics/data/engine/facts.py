"""A source's facts in the engine, and how its columns are read 「事实表」."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from diagnostics.data.engine.moments import parse_moment
from diagnostics.data.engine.survey import SMALLEST, Look, all_fine, any_size, as_float, may_vanish, odd_floats
from diagnostics.dictionary.expression.kinds import Family
from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    from diagnostics.data.engine.store import Store

NUMBER = r"^\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$"
# Columns beside the facts: their moment, and the first and last of their entity in the cell.
MOMENT, FIRST, LAST = "perfloop_moment", "perfloop_first", "perfloop_last"


@dataclass(frozen=True, eq=False)
class Facts:
    """A source's facts in the engine 「事实表」.

    Parameters
    ----------
    source : str
        Name of the source.
    files : tuple of str
        Its files, for errors.
    table : ibis table
        The facts, one a row.
    texts : frozenset of str
        Columns that name something (entities, people, dimensions): read as text.
    engine : Store
        Where they are computed.
    """

    source: str
    files: tuple[str, ...]
    table: Any
    texts: frozenset[str]
    engine: Store
    _shared: dict[tuple[str, str], Any] = field(default_factory=dict)

    def over(self, table: Any) -> Facts:
        """These facts with computed columns beside them 「换用派生表」."""
        return replace(self, table=table)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns 「列名」."""
        return tuple(self.table.columns)

    @property
    def place(self) -> str:
        """Source and files, for errors 「位置」."""
        shown = ", ".join(self.files[:3]) + (", …" if len(self.files) > 3 else "")
        return f"source {self.source!r} ({shown})"

    def check(self, name: str) -> str:
        """Name of a column that the source has 「检查列名」.

        Raises
        ------
        UnknownNameError
            Naming the column, the source, its file and the nearest column.
        """
        if name not in self.table.columns:
            raise unknown(f"column of {self.place}", name, self.columns)
        return name

    def family(self, name: str) -> Family:
        """What a column holds 「列类型」."""
        kind = self._stored(name).type()
        if name in self.texts or kind.is_string():
            return "text"
        if kind.is_numeric():
            return "number"
        if kind.is_boolean():
            return "condition"
        if kind.is_date() or kind.is_timestamp():
            return "day"
        if kind.is_null():
            return "missing"
        raise InputError(f"Column {name!r} of {self.place} holds {kind}, which expressions can't read.")

    def value(self, name: str) -> Any:
        """Column as it is stored, or as text where it names something 「原值」."""
        column = self._stored(name)
        return column.cast("string") if name in self.texts and not column.type().is_string() else column

    def number(self, name: str) -> Any:
        """Column as numbers; a text column must hold nothing else 「数值」.

        Raises
        ------
        InputError
            Naming the first value that is no number.
        """
        column = self._stored(name)
        kind = column.type()
        if kind.is_numeric() or kind.is_null():
            return column if kind.is_numeric() else column.cast("float64")
        if not kind.is_string():
            raise InputError(f"Column {name!r} of {self.place} holds {kind}, a number is needed.")
        self._once("number", name, ~column.re_search(NUMBER), "is no number")
        return column.cast("float64")

    def day(self, name: str) -> Any:
        """Column as days or moments of the client's calendar 「日期」.

        A text that is no ISO date or time gives a missing day; who uses it reports the rows.

        Raises
        ------
        InputError
            When the column holds neither dates nor text.
        """
        column = self._stored(name)
        kind = column.type()
        if kind.is_date() or kind.is_timestamp():
            return column
        if not kind.is_string():
            raise InputError(
                f"Column {name!r} of {self.place} holds {kind}; a time needs dates, ISO text, or make_date(y, m, d)."
            )
        return parse_moment(column)

    def moment(self, name: str) -> Any:
        """Column as days or moments; a text column must hold nothing else 「日期（严格）」.

        Raises
        ------
        InputError
            Naming the first text that is none.
        """
        column, found = self._stored(name), self.day(name)
        if column.type().is_string():
            self._once("day", name, column.notnull() & found.isnull(), "is no day such as 2025-03-09")
        return found

    def example(self, condition: Any, column: Any) -> tuple[int, Any]:
        """How many facts a condition holds for, and the first value in order of a column 「计数与示例」."""
        found = self.engine.frame(self.table.filter(condition).aggregate(n=lambda t: t.count(), first=column.min()))
        first = found["first"][0]
        return int(found["n"][0]), first.item() if hasattr(first, "item") else first

    def _stored(self, name: str) -> Any:
        """Column with NaN as missing; infinite values are refused, moments of other zones become local."""
        column = self.table[self.check(name)]
        kind = column.type()
        if any_size(kind):
            import ibis

            missing = as_float(column).isnan()
            return ibis.cases((missing, ibis.null(kind)), else_=column) if self._has_nan(name) else column
        return column.cast("timestamp") if kind.is_timestamp() and kind.timezone else column

    def _has_nan(self, name: str) -> bool:
        key = ("nan", name)
        if key not in self._shared:
            self.survey([name])
        return bool(self._shared[key])

    def survey(self, names: Iterable[str], summed: Iterable[str] = ()) -> None:
        """Look once over float columns for what must not be computed with 「检查浮点列」.

        Parameters
        ----------
        names : iterable of str
            Columns; NaN in them is missing.
        summed : iterable of str
            Columns whose values as they stand are summed.

        Raises
        ------
        InputError
            Naming the column that holds an infinite value, or a value so small that sums take it for 0.
        """
        kinds = {each: self.table[each].type() for each in self.table.columns}
        wanted: list[tuple[Look, str]] = [
            *(("nan", each) for each in dict.fromkeys(names) if each in kinds and any_size(kinds[each])),
            *(("vanishing", each) for each in dict.fromkeys(summed) if each in kinds and may_vanish(kinds[each])),
        ]
        wanted = [each for each in wanted if each not in self._shared]
        if not wanted:
            return
        if all_fine(self.table, self.engine.frame, wanted):
            self._shared.update({each: each[0] == "vanishing" for each in wanted})
            return
        odd = odd_floats(self.table, self.engine.frame, [name for kind, name in wanted if kind == "nan"])
        for name, (has_nan, is_infinite) in odd.items():
            if is_infinite:
                raise InputError(f"Column {name!r} of {self.place} holds an infinite value; a figure must be finite.")
            self._shared["nan", name] = has_nan
        for name in (name for kind, name in wanted if kind == "vanishing"):
            small = "is too small to be summed: sums keep 12 decimals; use larger units"
            column = self._stored(name)
            self._once("vanishing", name, (column != 0) & (column.abs() < SMALLEST), small)

    def at_end(self, values: Any, where: Any, last: bool) -> Any:
        """Sum of values at the first or last moment that has one 「期初值与期末值」.

        Parameters
        ----------
        values : ibis numeric column
            Numbers.
        where : ibis boolean column, optional
            Facts that count.
        last : bool
            The last moment, else the first.

        Notes
        -----
        Of whom and of which cell a moment is the first or last stands beside the facts in columns of their own;
        ``data/observe/ends.py`` puts them there.
        """
        from diagnostics.dictionary.expression.build import exact_sum

        at = self.table[MOMENT] == self.table[LAST if last else FIRST]
        return exact_sum(values, at if where is None else at & where)

    def _once(self, what: str, name: str, wrong: Any, problem: str) -> None:
        """Refuse a column in which a value is wrong; look once."""
        if (what, name) in self._shared:
            return
        count, first = self.example(wrong, self.table[name])
        if count:
            raise InputError(f"Column {name!r} of {self.place}: {first!r} {problem} ({count} of its values).")
        self._shared[what, name] = True
