"""Small drawings in the cells of a table 「表内微图」.

They are built here from numbers alone, so no markup of another hand can be in them; the words of the cell say the
same, so they are hidden from those who listen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, FiniteFloat, model_validator

from diagnostics.look.words import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

# Breadth and height of a drawing, and the room at its edges for half a mark.
BREADTH, HEIGHT, EDGE = 80.0, 20.0, 2.0
MOST_POINTS = 60


class Spark(Part):
    """Small drawing in a cell 「表内微图」.

    Parameters
    ----------
    kind : {"course", "reach"}
        ``course``: a line through values in time, the last one marked. ``reach``: from one figure to another, a mark
        between them, a tick at nought.
    values : tuple of float or None
        Values in order of time, at most 60; or low, middle, high. A missing one leaves a gap.
    level : float, optional
        Level across, such as the target; for ``reach`` the level of no change is always nought.
    span : pair of float, optional
        Least and greatest figure of the scale; of the values and the level where there is none. Rows that are to be
        compared share one.
    """

    kind: Literal["course", "reach"] = "course"
    values: tuple[FiniteFloat | None, ...] = Field(min_length=2, max_length=MOST_POINTS)
    level: FiniteFloat | None = None
    span: tuple[FiniteFloat, FiniteFloat] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.kind == "reach" and (len(self.values) != 3 or None in self.values):
            raise ValueError(f"a reach has low, middle and high, got {self.values}")
        if all(each is None for each in self.values):
            raise ValueError("a small drawing has at least one value, got none")
        return self

    @property
    def bounds(self) -> tuple[float, float]:
        """Least and greatest figure of its scale 「刻度范围」."""
        if self.span is not None:
            return self.span
        zero = (0.0,) if self.kind == "reach" else ()
        known = [each for each in (*self.values, self.level, *zero) if each is not None]
        return min(known), max(known)


def spark_html(spark: Spark) -> Markup:
    """Drawing as inline SVG, the same for the same numbers; colours come from the page's style sheet 「微图 SVG」.

    Parameters
    ----------
    spark : Spark
        Numbers to draw.
    """
    from markupsafe import Markup

    drawn = _reach(spark) if spark.kind == "reach" else _course(spark)
    # Nothing but numbers of our own is in it.
    return Markup(  # noqa: S704
        f'<svg class="spark" viewBox="0 0 {BREADTH:g} {HEIGHT:g}" aria-hidden="true">{drawn}</svg>'
    )


def _across(spark: Spark) -> str:
    """Level line of a course."""
    if spark.level is None:
        return ""
    return f'<path class="level" d="M0 {_height(spark, spark.level)}H{BREADTH:g}"/>'


def _course(spark: Spark) -> str:
    values = spark.values
    step = (BREADTH - 2 * EDGE) / (len(values) - 1)
    points = [None if each is None else (_n(EDGE + at * step), _height(spark, each)) for at, each in enumerate(values)]
    path, pen = "", "M"
    for each in points:
        path += f"{pen}{each[0]} {each[1]}" if each else ""
        pen = "L" if each else "M"
    last = next(each for each in reversed(points) if each)
    # A point between two gaps is no line: a stroke of no length with a round end shows it all the same.
    lone = "".join(f"M{x} {y}h0" for x, y in _alone(points))
    return f'{_across(spark)}<path d="{path}{lone}"/><path class="mark" d="M{last[0]} {last[1]}h0"/>'


def _alone(points: Sequence[tuple[str, str] | None]) -> list[tuple[str, str]]:
    edged = [None, *points, None]
    return [
        each
        for before, each, after in zip(edged, edged[1:], edged[2:], strict=False)
        if each and not before and not after
    ]


def _reach(spark: Spark) -> str:
    low, middle, high = (_breadth(spark, each or 0.0) for each in spark.values)
    half = _n(HEIGHT / 2)
    zero = _breadth(spark, 0.0)
    return (
        f'<path class="level" d="M{zero} 0V{HEIGHT:g}"/><path d="M{low} {half}H{high}"/>'
        f'<path class="mark" d="M{middle} {half}h0"/>'
    )


def _share(spark: Spark, value: float) -> float:
    low, high = spark.bounds
    share = (value - low) / (high - low) if high > low else 0.5
    return min(max(share, 0.0), 1.0)


def _height(spark: Spark, value: float) -> str:
    return _n(HEIGHT - EDGE - _share(spark, value) * (HEIGHT - 2 * EDGE))


def _breadth(spark: Spark, value: float) -> str:
    return _n(EDGE + _share(spark, value) * (BREADTH - 2 * EDGE))


def _n(value: float) -> str:
    """Number with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
