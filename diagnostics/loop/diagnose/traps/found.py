"""What a test has looked at, before the tests of its trap are weighed together 「待定证据」."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.tested import Tested

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.trap import TrapTest


@dataclass(frozen=True, eq=False)
class Looked:
    """One test of one KPI or record 「一次检验」.

    Parameters
    ----------
    test : str
        Which test.
    tested : Tested
        What it came to.
    rows : callable
        Gives the figures behind it.
    kpi, counter, level, group : str
        What it is about; empty where it does not apply.
    sums : tuple of str
        Levels below whose figures and lines are only added up in it: what they show is not told again.
    """

    test: TrapTest
    tested: Tested
    rows: Callable[[], pd.DataFrame]
    kpi: str = ""
    counter: str = ""
    level: str = ""
    group: str = ""
    sums: tuple[str, ...] = ()
