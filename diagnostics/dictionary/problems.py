"""All that is wrong with a client's files, in one error 「问题汇总」."""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnostics.errors import InputError

SHOWN = 10


@dataclass(eq=False)
class Problems:
    """Collects what is wrong, so that one reading of a file reports it all 「问题汇总」.

    Examples
    --------
    >>> problems = Problems()
    >>> problems.add(InputError("a is wrong."))
    >>> problems.raise_any()
    Traceback (most recent call last):
    ...
    diagnostics.errors.InputError: a is wrong.
    """

    found: list[InputError] = field(default_factory=list)

    def add(self, error: InputError) -> None:
        """Keep a problem for later 「记录问题」."""
        self.found.append(error)

    def raise_any(self) -> None:
        """Raise what was found, the first problem first and of its kind 「抛出」.

        Raises
        ------
        InputError
            One line a problem, at most ten.
        """
        if not self.found:
            return
        first = self.found[0]
        if len(self.found) == 1:
            raise first
        lines = [str(each) for each in self.found[:SHOWN]]
        more = len(self.found) - SHOWN
        if more > 0:
            lines.append(f"… and {more} more.")
        raise type(first)("\n".join(lines))
