"""Icons with their words above a chart 「图标行」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.look.charts.canvas import LETTERS, WIDTH, breadth, words
from diagnostics.look.charts.quantity import Size
from diagnostics.look.icons import icon_word, strokes
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from diagnostics.terms import Language

# In heights of letters: an icon, a row, what lies between icon and word, and between entries.
_ICON, _ROW, _NEAR, _APART = 1.7, 2.1, 0.5, 1.6


def icon_rows(names: Sequence[str], left: float, size: Size, language: Language) -> list[list[tuple[str, float]]]:
    """Icons in rows that fit the sheet, each with its place from the left in points 「图标排布」.

    Parameters
    ----------
    names : sequence of str
        Icons, in reading order.
    left : float
        Where a row begins, in points.
    size : {"wide", "narrow"}
        Which breadth.
    language : {"zh", "en"}
        Language of the words.
    """
    letters = LETTERS[size]
    rows: list[list[tuple[str, float]]] = []
    at = 0.0
    for name in names:
        room = letters * (_ICON + _NEAR) + breadth(icon_word(name, language), letters)
        if not rows or at + room > WIDTH[size]:
            rows.append([])
            at = left
        rows[-1].append((name, at))
        at += room + letters * _APART
    return rows


def row_height(size: Size) -> float:
    """Height of a row of icons in points 「图标行高」."""
    return LETTERS[size] * _ROW


def draw_icons(figure: Figure, rows: list[list[tuple[str, float]]], size: Size, language: Language) -> None:
    """Draw rows of icons from the top of a figure down 「绘制图标」.

    Parameters
    ----------
    figure : Figure
        From `sheet`.
    rows : list
        From `icon_rows`.
    size : {"wide", "narrow"}
        Which breadth.
    language : {"zh", "en"}
        Language of the words.
    """
    letters, height = LETTERS[size], figure.get_figheight() * 72
    for number, row in enumerate(rows):
        middle = height - letters * (number * _ROW + _ROW / 2)
        for name, left in row:
            _draw(figure, name, left, middle, letters * _ICON)
            x = left + letters * (_ICON + _NEAR)
            text = words(icon_word(name, language))
            figure.text(
                x / WIDTH[size], middle / height, text, va="center", ha="left", fontsize=letters, color=LIGHT["soft"]
            )


def _draw(figure: Figure, name: str, left: float, middle: float, side: float) -> None:
    from matplotlib.lines import Line2D

    drawn = strokes(name)
    width, height = figure.get_figwidth() * 72, figure.get_figheight() * 72
    colour = LIGHT[drawn.tone]
    for line, weight in [((*drawn.outline, drawn.outline[0]), drawn.weight), *((each, 3.5) for each in drawn.inner)]:
        xs = [(left + x / 48 * side) / width for x, _ in line]
        ys = [(middle + (24 - y) / 48 * side) / height for _, y in line]
        figure.add_artist(
            Line2D(xs, ys, color=colour, linewidth=max(0.8, weight * side / 48), solid_joinstyle="miter",
                   transform=figure.transFigure)
        )  # fmt: skip
