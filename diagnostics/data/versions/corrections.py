"""Corrections lie over the client's files: which hold for a file, what they find, what they put there 「数据更正」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from diagnostics.data.layout.number_text import read_number
from diagnostics.data.versions.new_values import misfit
from diagnostics.errors import InputError, nearest, unknown
from diagnostics.model.conversion import Conversion, Example
from diagnostics.model.correction import Cell, Correction
from diagnostics.model.engagement import Engagement


@dataclass(frozen=True, slots=True)
class Patch:
    """A correction with its place in corrections.yaml 「更正条目」."""

    correction: Correction
    place: str

    def refused(self, why: str) -> InputError:
        """Error about this correction, with its place 「更正无效」."""
        return InputError(f"Correction {self.correction.id!r} ({self.place}): {why}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where cells come from: source, file, and sheet of a workbook 「单元格出处」."""

    source: str
    file: str
    sheet: str = ""

    def __str__(self) -> str:
        """File, and the sheet where there is one."""
        return f"{self.file} ({self.sheet})" if self.sheet else self.file


def patches_by_file(engagement: Engagement, source: str, files: Sequence[str]) -> dict[str, tuple[Patch, ...]]:
    """Corrections of a source, by the file they are about 「按文件归类的更正」.

    Parameters
    ----------
    files : sequence of str
        Names of the source's files; empty for a table of a database, whose corrections stand under ``""``.

    Raises
    ------
    InputError
        When a correction names no file of the source, or none where there are several, or a row of a database, or its
        new value is not what the column holds.
    """
    found: dict[str, tuple[Patch, ...]] = {}
    for patch in patches_of(engagement, source):
        if why := misfit(engagement, patch.correction):
            raise patch.refused(why)
        name = _file(patch, files)
        found[name] = (*found.get(name, ()), patch)
    return found


def patches_of(engagement: Engagement, source: str) -> tuple[Patch, ...]:
    """Corrections of a source, each with its place 「数据源的更正」."""
    own, places = (each for each in engagement.corrections if each.source == source), engagement.places
    return tuple(Patch(each, str(places.get(("correction", each.id), "corrections.yaml"))) for each in own)


def _file(patch: Patch, files: Sequence[str]) -> str:
    wanted, source = patch.correction.file, patch.correction.source
    if not files:
        if wanted or patch.correction.row is not None:
            raise patch.refused(f"source {source!r} is a table of a database; a correction picks its row by 'match'.")
        return ""
    if not wanted:
        if len(files) > 1:
            raise patch.refused(f"source {source!r} has {len(files)} files; name one: file: {files[0]}.")
        return files[0]
    if wanted not in files:
        close = nearest(wanted, files)
        raise patch.refused(
            f"source {source!r} has no file {wanted!r}" + (f"; did you mean {close!r}?" if close else ".")
        )
    return wanted


@dataclass(eq=False)
class RowFinder:
    """Finds the rows of a table that corrections are about, one row after the other 「定位更正行」.

    Parameters
    ----------
    patches : tuple of Patch
        Corrections of this table.
    columns : mapping
        Position of each column, by name.
    at : Sheet
        Where the cells come from.
    header : int
        Number of the last row of the header.
    """

    patches: tuple[Patch, ...]
    columns: Mapping[str, int]
    at: Sheet
    header: int = 1
    _hits: dict[str, int] = field(default_factory=dict)
    _cells: dict[tuple[int, str], Patch] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the columns that the corrections name."""
        for patch in self.patches:
            for name in (patch.correction.column, *patch.correction.match):
                if name not in self.columns:
                    raise unknown(
                        f"column of {self.at}",
                        name,
                        self.columns,
                        f"correction {patch.correction.id!r} ({patch.place})",
                    )
            row = patch.correction.row
            if row is not None and row <= self.header:
                raise patch.refused(
                    f"row {row} of {self.at} belongs to the header; facts begin in row {self.header + 1}."
                )

    def hits(self, number: int, cells: Sequence[Any]) -> list[Patch]:
        """Corrections about a row, each checked against what stands there 「命中的更正」.

        Raises
        ------
        InputError
            When a match picks a second row, two corrections are about one cell, or ``old`` is not what stands there.
        """
        found = [each for each in self.patches if self._is_about(each.correction, number, cells)]
        for patch in found:
            own = patch.correction
            if own.id in self._hits:
                both = f"{self._hits[own.id]} and {number}"
                raise patch.refused(f"match {shown(own.match)} picks rows {both} of {self.at}; it must pick one.")
            self._hits[own.id] = number
            other = self._cells.setdefault((number, own.column), patch)
            if other is not patch:
                raise patch.refused(f"correction {other.correction.id!r} ({other.place}) is about the same cell.")
            refuse_other(patch, self._cell(own.column, cells), f"{self.at} row {number}")
        return found

    def finish(self, rows: int) -> None:
        """Refuse corrections that found no row, given the number of the last one 「检查未命中的更正」."""
        for patch in self.patches:
            own = patch.correction
            if own.id not in self._hits:
                if own.row is not None:
                    raise patch.refused(f"{self.at} has no fact in row {own.row}; its last row is {rows}.")
                raise patch.refused(f"match {shown(own.match)} picks no row of {self.at}.")

    def _is_about(self, own: Correction, number: int, cells: Sequence[Any]) -> bool:
        if number <= self.header:
            return False
        if own.row is not None:
            return own.row == number and any(not is_same(each, None) for each in cells)
        return all(is_same(self._cell(name, cells), value) for name, value in own.match.items())

    def _cell(self, name: str, cells: Sequence[Any]) -> Any:
        at = self.columns[name]
        return cells[at] if at < len(cells) else None


def applied(patch: Patch, at: Sheet, place: str, written: Any) -> Conversion:
    """Record of a correction that was applied 「更正记录」."""
    own = patch.correction
    example = Example(place, text_of(written), text_of(own.new))
    return Conversion(at.source, at.file, at.sheet, own.column, "corrected", 1, (example,))


def refuse_other(patch: Patch, cell: Any, where: str) -> None:
    """Refuse a correction whose ``old`` is not what stands in the file 「原值不符」."""
    own = patch.correction
    if is_same(cell, own.old):
        return
    already = (
        " It holds the new value already: if a new version brought it, the correction can go."
        if is_same(cell, own.new)
        else ""
    )
    raise patch.refused(
        f"{where}, column {own.column!r} holds {shown(cell)}, not the old value {shown(own.old)}; it was written"
        f" {own.when} about another version of the file.{already}"
    )


def is_same(cell: Any, value: Cell) -> bool:
    """Whether a cell holds a value: as text, or as the same number 「是否同值」.

    Examples
    --------
    >>> is_same("1,234", 1234), is_same("", None), is_same("00123", "00123"), is_same("12", 13)
    (True, True, True, False)
    """
    if value is None or cell is None:
        return text_of(cell).strip() == text_of(value).strip() == ""
    if text_of(cell).strip() == text_of(value).strip():
        return True
    if isinstance(cell, bool) or isinstance(value, bool):
        return text_of(cell).strip().lower() == text_of(value).lower()
    one, other = _number(cell), _number(value)
    return one is not None and one == other


def _number(value: Any) -> float | int | None:
    if isinstance(value, int | float | Decimal):
        return float(value) if isinstance(value, Decimal) else value
    found = read_number(value) if isinstance(value, str) else None
    return None if found is None else found.value


def text_of(value: Any) -> str:
    """Value as it is written in a text file 「值的文本」.

    Examples
    --------
    >>> text_of(None), text_of(True), text_of(12.0), text_of(1e22), text_of("a")
    ('', 'true', '12', '10000000000000000000000', 'a')
    """
    if value is None or value != value:  # noqa: PLR0124 (a missing number is not equal to itself)
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)


def shown(value: Any) -> str:
    """Value or match for an error, cut where it is long 「用于报错的值」."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {shown(each)}" for name, each in value.items()) + "}"
    text = "(empty)" if text_of(value) == "" else repr(value) if isinstance(value, str) else text_of(value)
    return text if len(text) <= 60 else f"{text[:57]}…{text[-1]}"
