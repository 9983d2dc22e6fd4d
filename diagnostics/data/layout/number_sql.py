"""Numbers that the engine reads by itself, in a scale or with decimal commas 「引擎内读数」."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from diagnostics.data.files.csv_shape import sql_text
from diagnostics.data.layout.number_text import exponent_of, kind_of
from diagnostics.model.conversion import ConversionKind
from diagnostics.model.layout import Decimal as DecimalSign
from diagnostics.model.layout import Scale

# At most 25 characters before the decimals: below what sums hold.
_PLAIN = r"[+-]?([0-9]{1,24}(\.[0-9]{0,30})?|\.[0-9]{1,30})"
_GROUPED = r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3}){1,7}(\.[0-9]{1,30})?"
_BLANKS = sql_text(" \t")


@dataclass(frozen=True, slots=True)
class NumberSql:
    """Expressions of the engine that read the plain numbers of a column 「读数表达式」.

    Parameters
    ----------
    form : str
        SQL of the form that a cell has: an index of ``kinds``, NULL where it is none that the engine reads.
    kinds : tuple of tuple of str
        Conversions of each form, in the order in which they are listed.
    value : str
        SQL of the number in base units, as DOUBLE; of use for cells that have a form alone.
    bare : str
        SQL of the number as it stands, its scale not applied.
    whole : str
        SQL of the same number as BIGINT; NULL where it has decimals or is too large.
    """

    form: str
    kinds: tuple[tuple[ConversionKind, ...], ...]
    value: str
    bare: str
    whole: str


def number_sql(
    cell: str, missing: Collection[str], scale: Scale | None = None, decimal: DecimalSign | None = None
) -> NumberSql:
    """Expressions that read plain numbers and those in groups of three as ``read_number`` does 「生成读数表达式」.

    Parameters
    ----------
    cell : str
        SQL of a cell as text.
    missing : collection of str
        Declared marks of a missing value: a number may be one.
    scale : str, optional
        Scale of cells that state none.
    decimal : {".", ","}, optional
        Sign before the decimals; the point where absent.

    Notes
    -----
    A scale is a power of ten, so it moves the point: the engine reads ``2.86e4``, which is the number nearest to the
    exact decimal, and no product of two rounded ones.
    """
    comma = decimal == ","
    trimmed = f"trim({cell}, {_BLANKS})"
    text = f"translate({trimmed}, '.,', ',.')" if comma else trimmed
    plain, grouped = (f"regexp_full_match({text}, {sql_text(each)})" for each in (_PLAIN, _GROUPED))
    # Below a decimal comma it is listed that one was read.
    comma_too = f" + CAST(contains({text}, '.') AS INTEGER)" if comma else ""
    marked = f"WHEN {trimmed} IN ({', '.join(map(sql_text, missing))}) THEN NULL " if missing else ""
    form = f"CASE {marked}WHEN {plain} THEN 0{comma_too} WHEN {grouped} THEN 2{comma_too} END"
    digits = f"replace({text}, ',', '')"
    power = exponent_of(scale)
    decimals: tuple[ConversionKind, ...] = ("decimal_comma",)
    shapes: tuple[tuple[ConversionKind, ...], ...] = ((), decimals, ("thousands",), ("thousands", *decimals))
    return NumberSql(
        form,
        tuple((*each, *kind_of(scale)) for each in shapes),
        f"(TRY_CAST({digits} || 'e{power}' AS DOUBLE) + 0.0)",
        f"TRY_CAST({digits} AS DOUBLE)",
        _whole(digits, None if scale is None else power),
    )


def _whole(digits: str, power: int | None) -> str:
    """Whole number, its digits moved as text: exact beyond what a float holds; 5.0 is one only below a scale."""
    if power is None:
        return f"CASE WHEN regexp_full_match({digits}, '[+-]?[0-9]{{1,18}}') THEN TRY_CAST({digits} AS BIGINT) END"
    if power < 0:
        return "CAST(NULL AS BIGINT)"
    found = f"regexp_extract({digits}, '^([+-]?)([0-9]*)[.]?([0-9]*?)0*$', ['s', 'i', 'd'])"
    fits = f"length({found}.d) <= {power} AND length({found}.i) <= {18 - power}"
    moved = f"{found}.s || '0' || {found}.i" + (f" || rpad({found}.d, {power}, '0')" if power else "")
    return f"CASE WHEN {fits} THEN TRY_CAST({moved} AS BIGINT) END"
