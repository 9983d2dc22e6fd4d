"""The sheet that all charts are drawn on: font, sizes, margins 「画布」."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.look.charts.quantity import Size
from diagnostics.look.theme import FONT, LIGHT, font_file
from diagnostics.look.words import readable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

# Points. A page shows the wide sheet about 720 px broad and the narrow one on a phone of 360 px and more, so that
# both keep their letters between 11 and 14 px.
WIDTH: dict[Size, float] = {"wide": 540.0, "narrow": 262.0}
LETTERS: dict[Size, float] = {"wide": 9.6, "narrow": 9.0}
# Marks that may not begin a line, and those that may not end one.
_CLOSING = "，。；：、！？）」』》”%"
_OPENING = "（「『《“"
_UNSEEN = "\u200b\u200c\u200d\u2060\u00ad\ufe0e\ufe0f"


@cache
def _font() -> Any:
    """Page font, registered with matplotlib once a process."""
    from matplotlib import font_manager

    path = str(font_file())
    font_manager.fontManager.addfont(path)
    return font_manager.get_font(path)


def lacking(text: str) -> str:
    """Characters that the page font lacks, each once 「缺字」.

    Examples
    --------
    >>> lacking("客流 −146 万元")
    ''
    """
    font = _font()
    return "".join(sorted({each for each in text if not each.isspace() and not font.get_char_index(ord(each))}))


def words(text: object) -> str:
    """Text that a chart may bear 「图中文字」.

    Raises
    ------
    InputError
        When the page font lacks one of its characters: a box in place of a letter must not reach a reader.
    """
    clean = readable(str(text)).translate(dict.fromkeys(map(ord, _UNSEEN)))
    clean = " ".join(clean.split())
    absent = lacking(clean)
    if absent:
        raise InputError(f"The page font {FONT} has no glyph for {absent!r} in {clean!r}; a figure can't show it.")
    return clean


@contextmanager
def drawing(size: Size) -> Iterator[None]:
    """Settings under which figures are drawn and saved 「绘图设置」."""
    import matplotlib as mpl

    _font()
    letters = LETTERS[size]
    settings: dict[str, Any] = {
        "font.family": [FONT],
        "font.size": letters,
        "text.color": LIGHT["ink"],
        "text.parse_math": False,
        "text.usetex": False,
        "axes.labelcolor": LIGHT["soft"],
        "xtick.color": LIGHT["soft"],
        "ytick.color": LIGHT["soft"],
        "path.simplify": True,
        "figure.dpi": 72.0,
    }
    # Only these settings: a user's matplotlibrc must not change what a page looks like.
    defaults: dict[Any, Any] = dict(mpl.rcParamsDefault)
    base: Any = {key: value for key, value in defaults.items() if not key.startswith(("backend", "interactive"))}
    with mpl.rc_context():
        mpl.rcParams.update(base | settings)
        yield


@dataclass(frozen=True, slots=True)
class Margins:
    """Room around the drawing, in points 「边距」."""

    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0


def sheet(size: Size, inner: float, margins: Margins) -> tuple[Figure, Axes]:
    """Figure with one bare pair of axes, laid out to the point 「画布」.

    Parameters
    ----------
    size : {"wide", "narrow"}
        Which breadth.
    inner : float
        Height of the axes in points.
    margins : Margins
        Room around them.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width, height = WIDTH[size], inner + margins.top + margins.bottom
    figure = Figure(figsize=(width / 72, height / 72), facecolor="none")
    FigureCanvasAgg(figure)
    box = (
        margins.left / width,
        margins.bottom / height,
        (width - margins.left - margins.right) / width,
        inner / height,
    )
    axes = figure.add_axes(box, facecolor="none")
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)
    return figure, axes


@cache
def _ruler() -> Any:
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(10, 10, 72)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=20_000)
def breadth(text: str, letters: float) -> float:
    """Breadth of the broadest line of a text in points 「文字宽度」."""
    from matplotlib.font_manager import FontProperties

    prop = FontProperties(family=[FONT], size=letters)
    lines = text.split("\n") or [""]
    return float(max(_ruler().get_text_width_height_descent(each, prop, False)[0] if each else 0.0 for each in lines))


def wrapped(text: str, room: float, letters: float, lines: int = 3) -> str:
    """Text broken into lines that fit, at spaces or between Chinese characters 「折行」.

    Parameters
    ----------
    text : str
        One line of words.
    room : float
        Points there are.
    letters : float
        Size of the letters in points.
    lines : int
        Lines at most; what is left is cut with an ellipsis.
    """
    done: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and breadth((line + piece).rstrip(), letters) > room:
            done.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    done.append(line.rstrip())
    if len(done) <= lines:
        return "\n".join(done)
    last = done[lines - 1]
    while last and breadth(last + "…", letters) > room:
        last = last[:-1]
    return "\n".join([*done[: lines - 1], last + "…"])


def _pieces(text: str) -> list[str]:
    """Smallest pieces that a line may break between."""
    pieces: list[str] = []
    for each in text:
        wide = ord(each) >= 0x2E80
        keeps = each in _CLOSING or (pieces and pieces[-1][-1] in _OPENING)
        if pieces and (keeps or (not wide and ord(pieces[-1][-1]) < 0x2E80 and pieces[-1][-1] != " ")):
            pieces[-1] += each
        else:
            pieces.append(each)
    return pieces


def write(axes: Axes, x: float, y: float, text: str, **style: Any) -> Text:
    """Text in the axes' data, checked before it is drawn 「写字」."""
    return axes.text(x, y, "\n".join(words(line) for line in text.split("\n")), **style)


def draw_key(figure: Figure, handles: list[Any], left: float, size: Size, *, columns: int) -> None:
    """Key below the drawing 「图例」.

    Parameters
    ----------
    figure : Figure
        From `sheet`.
    handles : list of artists
        What is drawn, each with its label; none draws nothing.
    left : float
        Where the key begins, in points.
    size : {"wide", "narrow"}
        Which breadth.
    columns : int
        Entries side by side.
    """
    if handles:
        figure.legend(
            handles=handles, loc="lower left", bbox_to_anchor=((left - 4) / WIDTH[size], 0.0), frameon=False,
            ncols=columns, fontsize=LETTERS[size], labelcolor=LIGHT["soft"], handlelength=1.4, handletextpad=0.6,
            columnspacing=1.8, borderpad=0.0, borderaxespad=0.2,
        )  # fmt: skip
