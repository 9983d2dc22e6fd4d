"""Figures as inline SVG: the same figure, the same bytes 「图的 SVG」."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from diagnostics.look.page import FigurePart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from diagnostics.look.tables import Table


def svg(figure: Figure) -> str:
    """Figure as inline SVG for a page: text stays text, ids are its own, nothing but presentation 「图转 SVG」.

    Parameters
    ----------
    figure : Figure
        From one of `charts`.

    Raises
    ------
    InputError
        When a text of the figure has characters that the page font lacks; it names them.
    """
    raise NotImplementedError


def figure_part(
    draw: Callable[..., Figure], alt: str, *, title: str = "", caption: str = "", table: Table | None = None
) -> FigurePart:
    """Figure of a page, drawn for desk and phone 「图的部件」.

    Parameters
    ----------
    draw : callable
        Gives the Figure when called with ``size="wide"`` and ``size="narrow"``:
        ``partial(charts.series_chart, frame, Quantity("share", "zh"), events=events)``.
    alt : str
        The finding, for those who can't see the figure.
    title, caption : str
        Line above (what the figure says) and line below (what is drawn, from where).
    table : Table, optional
        Figures behind it, folded.
    """
    return FigurePart(
        svg=svg(draw(size="wide")), narrow=svg(draw(size="narrow")), alt=alt, title=title, caption=caption, table=table
    )
