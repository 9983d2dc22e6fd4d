"""Figures as inline SVG: the same figure, the same bytes 「图的 SVG」.

What matplotlib writes is made smaller and stricter: no style sheet, no style attribute, no metadata, only presentation
attributes; so a page can forbid every inline style, and a guard can check the figure by a short list.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from io import StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from diagnostics.errors import InputError
from diagnostics.look.page import FigurePart
from diagnostics.look.svg_shorter import shorten
from diagnostics.look.svg_text import XLINK, local, write_svg
from diagnostics.look.theme import FONT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from diagnostics.look.tables import Table

MOST_MARKS = 500
# Letters of a path that is no small mark.
LONG = 400
_DECIMAL = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
# Attributes in which a long number is a coordinate.
_GEOMETRY = frozenset({"d", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "transform", "points", "viewBox"})
_STANDING_STILL = re.compile(r"rotate\(-?0(?:\.0+)? [^)]*\)|translate\(0(?:\.0+)? 0(?:\.0+)?\)")


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

    Notes
    -----
    Layers of more than 500 marks become one picture. The text for those who can't see the figure is the page's part.
    """
    _check_letters(figure)
    _rasterise(figure)
    # The document is matplotlib's own: no entity of another hand is in it.
    root = ET.fromstring(_drawn(figure))  # noqa: S314
    _tidy(root)
    root.attrib = {
        "viewBox": _rounded(root.get("viewBox", "")),
        "font-family": FONT,
        "stroke-linejoin": "round",
        "stroke-linecap": "butt",
    }
    shorten(root)
    _own_ids(root)
    return write_svg(root)


def _drawn(figure: Figure) -> str:
    import matplotlib as mpl

    from diagnostics.look.charts.canvas import drawing

    with drawing("wide"), StringIO() as sink:
        # A fixed salt makes matplotlib's ids the same in every run.
        mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "perfloop", "svg.image_inline": True})
        figure.savefig(sink, format="svg", dpi=144, metadata={"Date": None, "Creator": None}, transparent=True)
        return sink.getvalue()


def _check_letters(figure: Figure) -> None:
    from matplotlib.text import Text

    from diagnostics.look.charts.canvas import lacking

    for each in figure.findobj(Text):
        text = each.get_text() if isinstance(each, Text) and each.get_visible() else ""
        absent = lacking(text)
        if absent:
            raise InputError(f"The page font {FONT} has no glyph for {absent!r} in {text!r}; a figure can't show it.")


def _rasterise(figure: Figure) -> None:
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D

    for layer in figure.findobj(Collection):
        if isinstance(layer, Collection) and len(layer.get_offsets()) > MOST_MARKS:  # type: ignore[arg-type]
            layer.set_rasterized(True)
    for line in figure.findobj(Line2D):
        marked = isinstance(line, Line2D) and line.get_marker() not in {"None", "none", "", " ", None}
        if marked and len(line.get_xdata()) > MOST_MARKS:  # type: ignore[arg-type]
            line.set_rasterized(True)


def _tidy(element: ET.Element) -> None:
    """Drop what shows nothing, turn styles into attributes, shorten numbers."""
    for child in list(element):
        if local(child.tag) in {"metadata", "style"}:
            element.remove(child)
            continue
        _tidy(child)
        _plain_attributes(child)
        if _shows_nothing(child):
            element.remove(child)
    _lift_bare_groups(element)


def _plain_attributes(element: ET.Element) -> None:
    kept: dict[str, str] = {}
    for key, value in element.attrib.items():
        name = "href" if key == f"{{{XLINK}}}href" else local(key)
        if name == "style":
            kept |= _declarations(value)
        elif not (name == "transform" and _STANDING_STILL.fullmatch(value)) and name not in {"version", "type"}:
            kept[name] = _rounded(value, _places(element, name, value)) if name in _GEOMETRY else value
    kept.pop("font-family", None)
    element.attrib = kept


def _places(element: ET.Element, name: str, value: str) -> int:
    """Decimals that show: a tenth of a point, but more of a mark that is small, and of what turns or stretches."""
    if name == "transform":
        return 1 if value.startswith("translate(") and ")" not in value[:-1] else 4
    return 2 if "id" in element.attrib and len(value) < LONG else 1


def _declarations(style: str) -> dict[str, str]:
    pairs = (each.split(":", 1) for each in style.split(";") if ":" in each)
    return {name.strip(): value.strip() for name, value in pairs}


def _rounded(text: str, places: int = 2) -> str:
    def shorter(found: re.Match[str]) -> str:
        number = f"{float(found[0]):.{places}f}".rstrip("0").rstrip(".")
        return "0" if number == "-0" else number

    return " ".join(_DECIMAL.sub(shorter, text).split())


def _shows_nothing(element: ET.Element) -> bool:
    name = local(element.tag)
    if name in {"g", "defs"}:
        return not len(element)
    bare = element.get("fill") == "none" and element.get("stroke", "none") == "none"
    if name == "path" and not element.get("d", "").strip():
        return True
    return name in {"path", "rect"} and bare and "id" not in element.attrib


def _lift_bare_groups(element: ET.Element) -> None:
    """Put the children of a group that says nothing in its place."""
    lifted: list[ET.Element] = []
    for child in list(element):
        says = {key for key in child.attrib if key != "id"}
        lifted += list(child) if local(child.tag) == "g" and not says else [child]
    element[:] = lifted


def _own_ids(root: ET.Element) -> None:
    """Ids that no other figure of a page bears: from the content; those that nothing refers to are dropped."""
    used = {each.get("href", "#")[1:] for each in root.iter()}
    used |= {found for each in root.iter() for value in each.attrib.values() for found in _REFERENCE.findall(value)}
    prefix = "f" + sha256(write_svg(root).encode()).hexdigest()[:10]
    names = {
        each.get("id", ""): f"{prefix}-{number}" for number, each in enumerate(root.iter()) if each.get("id") in used
    }
    for each in root.iter():
        own = each.attrib.pop("id", "")
        if own in names:
            each.attrib = {"id": names[own], **each.attrib}
        if each.get("href", "").startswith("#"):
            each.set("href", f"#{names[each.attrib['href'][1:]]}")
        for key, value in each.attrib.items():
            each.attrib[key] = _REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value)


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
