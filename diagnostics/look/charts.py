"""Figures that leadership reads 「图表」.

Each function takes a frame that is ready to draw and gives a matplotlib Figure; it computes nothing. Titles, captions
and the text for those who can't see a figure stand on the page, not in it. ``size`` is the drawing for a page
(``wide``) or for a phone (``narrow``); `figure.figure_part` draws both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.terms import Language

Size = Literal["wide", "narrow"]
Improvement = Literal["higher", "lower", "none"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a chart draws, and how its figures are written 「量」.

    Parameters
    ----------
    unit : str
        Unit of measure, one of `numbers.UNITS`.
    language : {"zh", "en"}
        Language of the reader.
    currency : str
        ISO code; used by money alone.
    improvement : {"higher", "lower", "none"}
        Which way is better.
    relative : bool
        Whether the figures are relative changes (0.06 is +6 %) rather than figures or differences in ``unit``.
    """

    unit: str
    language: Language
    currency: str = "CNY"
    improvement: Improvement = "higher"
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at the start of a period, drawn as a labelled line 「事件线」.

    Parameters
    ----------
    period : str
        One of the series' periods.
    label : str
        A few words: 薪酬与业绩挂钩.
    """

    period: str
    label: str


def series_chart(
    frame: pd.DataFrame,
    quantity: Quantity,
    *,
    events: Sequence[Event] = (),
    size: Size = "wide",
) -> Figure:
    """Series with its usual range, target, interventions and flagged points 「趋势图」.

    Parameters
    ----------
    frame : DataFrame
        One row a period in time order: ``period`` (text) and ``value``; where there: ``target``, ``mean``, ``lower``,
        ``upper``, ``flag`` (common_cause, special_cause_improvement, special_cause_concern, special_cause_neutral).
        A missing value leaves a gap in the line.
    quantity : Quantity
        What is drawn and how it is written.
    events : sequence of Event
        Interventions; the line stands at the start of their period.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column is missing, there is no value to draw, or an event's period is not in the series.
    """
    raise NotImplementedError


def waterfall_chart(
    frame: pd.DataFrame,
    ends: tuple[tuple[str, float], tuple[str, float]],
    quantity: Quantity,
    *,
    size: Size = "wide",
) -> Figure:
    """How the factors lead from one figure to another 「瀑布图」.

    Parameters
    ----------
    frame : DataFrame
        One row a factor in the order to draw: ``label`` and ``contribution``.
    ends : pair of (label, value)
        Where it starts and where it ends: ``(("目标", 1_320_000), ("实际", 1_200_000))``.
    quantity : Quantity
        What is drawn and how it is written.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column or a figure is missing, or the contributions do not sum to the difference of the ends.
    """
    raise NotImplementedError


def contribution_chart(
    frame: pd.DataFrame,
    quantity: Quantity,
    *,
    size: Size = "wide",
) -> Figure:
    """Contributions of slices, or gaps of entities, as diverging bars 「贡献图」.

    Parameters
    ----------
    frame : DataFrame
        One row a bar, first on top: ``label`` and ``contribution``. A missing contribution is shown as an en dash.
    quantity : Quantity
        What is drawn and how it is written.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column is missing or there is no bar to draw.
    """
    raise NotImplementedError


def interval_chart(
    frame: pd.DataFrame,
    quantity: Quantity,
    *,
    size: Size = "wide",
) -> Figure:
    """Effects with their intervals around no change 「效果区间图」.

    Parameters
    ----------
    frame : DataFrame
        One row an effect, first on top: ``label``, ``effect``, ``low``, ``high``; where there: ``expected`` (what the
        plan promised) and ``status`` (one of `theme.STATUSES`, drawn as shape and word). A row without an interval is
        shown as its status word alone.
    quantity : Quantity
        What is drawn and how it is written.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column is missing or there is no row to draw.
    """
    raise NotImplementedError
