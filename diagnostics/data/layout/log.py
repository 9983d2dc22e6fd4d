"""Conversions as they are made, gathered by column and kind 「转换登记」."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from diagnostics.data.layout.grid import Grid
from diagnostics.model.conversion import Conversion, ConversionKind, Example

MOST_EXAMPLES = 5


@dataclass(eq=False)
class ConversionLog:
    """Conversions of a sheet as they are made 「转换登记」.

    Parameters
    ----------
    grid : Grid
        Sheet, for the places.
    """

    grid: Grid
    _counts: dict[tuple[str, ConversionKind], int] = field(default_factory=dict)
    _examples: dict[tuple[str, ConversionKind], list[Example]] = field(default_factory=dict)

    def add(self, column: str, kind: ConversionKind, place: str, written: object, read: object) -> None:
        """Record one cell, or one row or column 「登记」."""
        key = (column, kind)
        self._counts[key] = self._counts.get(key, 0) + 1
        examples = self._examples.setdefault(key, [])
        if len(examples) < MOST_EXAMPLES:
            examples.append(Example(place, str(written), "" if read is None else str(read)))

    def add_all(self, column: str, kinds: Iterable[ConversionKind], example: tuple[str, object, object]) -> None:
        """Record one cell that was converted in several ways 「登记多种转换」."""
        for each in dict.fromkeys(kinds):
            self.add(column, each, *example)

    def add_many(self, column: str, kind: ConversionKind, count: int, examples: Iterable[Example]) -> None:
        """Record cells that were counted elsewhere, with the first of them 「批量登记」."""
        self._counts[column, kind] = self._counts.get((column, kind), 0) + count
        known = self._examples.setdefault((column, kind), [])
        known += list(examples)[: MOST_EXAMPLES - len(known)]

    def take(self, other: ConversionLog) -> None:
        """Record what another log of the same sheet did 「并入登记」."""
        for key, count in other._counts.items():
            self._counts[key] = self._counts.get(key, 0) + count
            examples = self._examples.setdefault(key, [])
            examples += other._examples[key][: MOST_EXAMPLES - len(examples)]

    def conversions(self) -> tuple[Conversion, ...]:
        """What was recorded, in the order in which it first happened 「转换清单」."""
        grid = self.grid
        return tuple(
            Conversion(grid.source, grid.file, grid.sheet, column, kind, count, tuple(self._examples[column, kind]))
            for (column, kind), count in self._counts.items()
        )
