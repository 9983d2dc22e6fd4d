"""Columns that say the unit, the currency, or plan and actual, of a row, as proposed 「行口径草案」."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.data.layout.header_unit import header_unit
from diagnostics.data.layout.mixed_shares import is_share_name, mixed_shares
from diagnostics.data.layout.row_words import FACTORS, is_actual, is_own_currency, is_plan, kind_of, units_of, untold
from diagnostics.data.layout.unit_text import UnitText
from diagnostics.run.proposal.kinds import is_day, is_number, listed
from diagnostics.run.proposal.quoting import quoted

if TYPE_CHECKING:
    import pandas as pd

_MOST_WORDS = 60
_SHARES = ("%", "‰", "‱", "ppm")


@dataclass(frozen=True, slots=True)
class RowColumns:
    """Columns that say what the figures of a row are 「行口径列」.

    Parameters
    ----------
    names : tuple of str
        All of them: they name no entity.
    unit : str, optional
        The one that says units.
    where : tuple of str
        Conditions that leave one currency, and what happened.
    """

    names: tuple[str, ...] = ()
    unit: str | None = None
    where: tuple[str, ...] = ()


def find_row_columns(table: pd.DataFrame, names: Iterable[str], currency: str, doubts: list[str]) -> RowColumns:
    """Columns that say what the figures of a row are, and which rows count 「识别行口径列」.

    Parameters
    ----------
    names : iterable of str
        Columns that nothing else is taken from.
    currency : str
        ISO code that is taken for the engagement's.
    doubts : list of str
        Where what is a guess is told.
    """
    found: list[str] = []
    unit, where = None, []
    for name in names:
        words = _words(table[name])
        kind = kind_of(name) or ("plan" if words and all(is_plan(each) or is_actual(each) for each in words) else None)
        if kind is None or not words:
            continue
        if kind == "unit" and units_of(words, currency):
            found.append(name)
            unit = unit or name
        elif kind != "unit" and untold(kind, words, currency):
            found.append(name)
            keep = [each for each in words if _counts(kind, each, currency)] or words[:1]
            where.append(_is_in(name, keep))
            others = [each for each in words if each not in keep]
            asked = f" {listed(others)} left out: is that right?" if others else " Is that what the figures are in?"
            doubts.append(
                f"Column {name!r} {untold(kind, words, currency)}: only {listed(keep)} counted (where).{asked}"
            )
            if kind == "currency" and not any(is_own_currency(each, currency) for each in keep):
                doubts.append(f"{listed(keep)} is not {currency}: say it at currency in engagement.yaml.")
    return RowColumns(tuple(found), unit, tuple(where))


def mixed_column(column: pd.Series, name: str) -> str:
    """Question about a column of shares that seems to be written in two ways; empty where it does not 「混写比率」."""
    if not is_share_name(name):
        return ""
    base = 100 if header_unit(name).scale == "%" else 1
    sizes = column.dropna().abs() * base
    small, large = sizes[(sizes > 0) & (sizes <= 1)], sizes[sizes > 1]
    if small.empty or large.empty:
        return ""
    mixed = mixed_shares([small.min(), small.max()], [large.min(), large.max()])
    if mixed is None:
        return ""
    return f"Column {name!r} holds {mixed[0]:g} beside {mixed[1]:g}: is that one share written in two ways? Correct it."


@dataclass(frozen=True, slots=True)
class Worth:
    """What one figure of rows with units is worth in base units 「行单位换算」.

    Parameters
    ----------
    number : str
        Expression of the figure, such as ``数值 * 10000``.
    where : str
        Condition that leaves the rows whose unit is understood; empty where all count as they stand.
    is_share, is_money : bool
        What the figure is.
    """

    number: str
    where: str = ""
    is_share: bool = False
    is_money: bool = False


def worth(
    rows: pd.DataFrame, names: tuple[str, str, str], currency: str, doubts: list[str], *, is_said: bool = False
) -> Worth:
    """What a figure is worth by the units that stand beside it 「按行单位换算」.

    Parameters
    ----------
    rows : pandas.DataFrame
        Facts that a KPI counts.
    names : (str, str, str)
        The KPI's name for questions, the column of the figure as an expression names it, and the column of units.
    currency : str
        ISO code that is taken for the engagement's.
    doubts : list of str
        Where what is a guess is told.
    is_said : bool
        Whether cells of shares say so themselves, as 93.9% does: they are shares already.
    """
    about, figure, column = names
    units = units_of(_words(rows[column]), currency)
    known = {each: read for each, read in units.items() if not read.doubt and read.scale is not None}
    if not known:
        return Worth(figure)
    kinds = {each: _kind(read) for each, read in known.items()}
    first = next((kind for kind in ("money", "share", "other") if kind in kinds.values()), "other")
    kept = [each for each, kind in kinds.items() if kind == first]
    left = [each for each in _words(rows[column]) if each not in kept]
    scaled = any(known[each].scale != "元" for each in kept)
    if not scaled and not left and (first == "money" or len(kept) == 1):
        return Worth(figure, "", first == "share", first == "money")
    if not scaled and first == "other":
        doubts.append(f"{about!r} counts {listed(units)} (column {column!r}) as they stand. May they be added up?")
        return Worth(figure)
    told = f" Rows in {listed(left)} left out: what are they worth?" if left else ""
    doubts.append(f"{about!r} is written in {listed(kept)} (column {column!r}): its measure makes base units.{told}")
    plain = [each for each in kept if known[each].scale in _SHARES] if is_said else []
    if plain:
        doubts.append(f"{about!r}: cells in {listed(plain)} say so themselves and were read as shares. Do all of them?")
    number = _number(figure, column, {each: UnitText("\u5143") if each in plain else known[each] for each in kept})
    return Worth(number, _is_in(column, kept), first == "share", first == "money")


def _number(figure: str, column: str, units: dict[str, UnitText]) -> str:
    """Expression that makes base units of a figure, by the unit of its row where there are several."""
    made = {
        each: f"{figure} {FACTORS[read.scale]}" if read.scale in FACTORS else figure for each, read in units.items()
    }
    if len(set(made.values())) == 1:
        return next(iter(made.values()))
    cases = " ".join(f"when {quoted(column)} = {_text(each)} then {number}" for each, number in made.items())
    return f"case {cases} end"


def _kind(unit: UnitText) -> str:
    return "share" if unit.scale in _SHARES else "money" if unit.money else "other"


def _counts(kind: str, word: str, currency: str) -> bool:
    """Whether rows of a word count: in the engagement's currency, and not planned."""
    return is_own_currency(word, currency) if kind == "currency" else not is_plan(word)


def _words(column: pd.Series) -> list[str]:
    """Distinct texts of a column; none where it holds numbers, days or too many of them."""
    if is_number(column) or is_day(column):
        return []
    words = [str(each) for each in column.dropna().unique() if str(each).strip()]
    return words if len(words) <= _MOST_WORDS else []


def _is_in(column: str, words: list[str]) -> str:
    if len(words) == 1:
        return f"{quoted(column)} = {_text(words[0])}"
    return f"{quoted(column)} in ({', '.join(map(_text, words))})"


def _text(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
