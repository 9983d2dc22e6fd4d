"""The five steps as a run sees them 「五个步骤」."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from diagnostics.errors import InputError, unknown

Reads = Literal["configuration", "sources", "ledger", "entries", "earlier", "shown", "page"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the loop with its notebook and what it reads itself 「步骤」.

    Parameters
    ----------
    name : str
        English name of the step.
    notebook : str
        Asset that carries it out.
    reads : tuple of str
        Inputs of its own; those of the steps before it reach it through their results.
    """

    name: str
    notebook: str
    reads: tuple[Reads, ...]

    @property
    def file(self) -> str:
        """File name of the notebook 「笔记本文件名」."""
        return self.notebook.rpartition("/")[2]


STEPS: tuple[Step, ...] = (
    Step("align", "notebooks/1_align.ipynb", ("configuration", "sources")),
    Step("diagnose", "notebooks/2_diagnose.ipynb", ("configuration", "sources", "entries", "shown")),
    Step("intervene", "notebooks/3_intervene.ipynb", ("configuration", "ledger")),
    Step("track", "notebooks/4_track.ipynb", ("configuration", "ledger", "earlier")),
    Step("close", "notebooks/5_close.ipynb", ("configuration", "page")),
)
NAMES: tuple[str, ...] = tuple(step.name for step in STEPS)


def chosen(text: str) -> frozenset[str]:
    """Steps that a text such as ``all`` or ``align,diagnose`` names; none where nothing is said 「选取步骤」.

    Raises
    ------
    InputError
        When it names no step, or one that does not exist.

    Examples
    --------
    >>> sorted(chosen("track, close")), chosen("")
    (['close', 'track'], frozenset())
    """
    if not text:
        return frozenset()
    return _known(each.strip() for each in text.split(",")) if text.strip() != "all" else frozenset(NAMES)


def _known(names: Iterable[str]) -> frozenset[str]:
    found = [name for name in names if name]
    for name in found:
        if name not in NAMES:
            raise unknown("step", name, [*NAMES, "all"], "--steps")
    if not found:
        raise InputError(f"--steps names no step; write all or some of {', '.join(NAMES)}.")
    return frozenset(found)
