"""Values of cells as their columns mean them 「单元格取值」."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from diagnostics.dictionary.exchange.cells import text_of
from diagnostics.dictionary.exchange.fields import Cell, Field
from diagnostics.dictionary.exchange.labels import choice_words, truth_words
from diagnostics.dictionary.exchange.list_cells import parted
from diagnostics.dictionary.written_day import iso_day
from diagnostics.dictionary.yaml_scalar import checked_text
from diagnostics.errors import InputError, unknown
from diagnostics.terms import Language

_DAYS = ("open", "close", "published")
_TRUTH = {
    **dict.fromkeys(("yes", "y", "true", "是", "对", "√", "✓", "✔", "1"), True),
    **dict.fromkeys(("no", "n", "false", "否", "不是", "错", "×", "✗", "✘", "0"), False),
}
# A thousand's separator stands before each three digits.
_GROUPED = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def value_of(cell: Any, wanted: Field, language: Language, place: str) -> Cell:
    """Value of a cell as its field means it 「读取单元格」.

    Raises
    ------
    InputError
        When the cell holds a formula, an error, or a value of another kind.
    """
    if cell.data_type == "f":
        raise InputError(f"{place} holds a formula; write its value instead (text that begins with '=' after a ').")
    if cell.data_type == "e":
        raise InputError(f"{place} holds the error {cell.value!r}; write a value.")
    value = _plain(cell.value, place)
    if value is None:
        return None
    if wanted.kind == "number":
        return _number(value, place)
    if wanted.kind == "truth" and not isinstance(value, str) and value in (0, 1):
        return bool(value)
    if isinstance(value, date | datetime):
        return _day(value, wanted, place)
    if not isinstance(value, str):
        raise InputError(f"{place} == {value!r} is a number, must be text: format the cell as text and write it anew.")
    return _worded(value, wanted, language, place)


def _plain(value: Any, place: str) -> Any:
    """Value of a cell, its text as it was meant; control characters are refused."""
    if not isinstance(value, str):
        return value
    text = text_of(value)
    try:
        return text and checked_text(text)
    except ValueError as error:
        raise InputError(f"{place}: {error}.") from error


def _day(value: date | datetime, wanted: Field, place: str) -> Cell:
    """Day of a field that holds one; elsewhere a period became a day when it was typed."""
    day = value.date() if isinstance(value, datetime) else value
    if wanted.kind != "day" and wanted.name not in _DAYS:
        raise InputError(f"{place} holds the day {day}, must be text: format the cell as text and write it anew.")
    return day.isoformat()


def _worded(value: str, wanted: Field, language: Language, place: str) -> Cell:
    if wanted.kind == "truth":
        answer = _TRUTH.get(unicodedata.normalize("NFKC", value).strip().lower())
        if answer is None:
            yes, no = truth_words(language)
            raise InputError(f"{place} == {value!r}, must be {yes!r} or {no!r}.")
        return answer
    if wanted.kind == "choice":
        words = choice_words(wanted, language)
        meant = {**{word: each for each, word in words.items()}, **{each: each for each in words}}
        if value.strip() not in meant:
            raise unknown(wanted.name, value[:60], words.values(), place)
        return meant[value.strip()]
    if wanted.kind == "day" or wanted.name in _DAYS:
        return iso_day(unicodedata.normalize("NFKC", value))
    return parted(value) or None if wanted.kind == "list" else value


def _number(value: Any, place: str) -> Cell:
    if isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value).strip()
        if _GROUPED.fullmatch(plain):
            found = float(plain.replace(",", ""))
            return int(found) if found.is_integer() and "." not in plain else found
    if isinstance(value, bool) or not isinstance(value, int | float):
        hint = "; write 12% as 0.12" if isinstance(value, str) and value.strip().endswith("%") else ""
        raise InputError(f"{place} == {value!r}, must be a number{hint}.")
    return value
