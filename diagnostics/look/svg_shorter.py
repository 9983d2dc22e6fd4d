"""Shorter markup for the same drawing 「SVG 精简」.

A page carries each figure twice, for desk and phone, and is to be small enough for any phone: so what matplotlib writes
at length is written once. Nothing moves by more than a twentieth of a point.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from diagnostics.look.svg_dots import draw_dots
from diagnostics.look.svg_text import local

if TYPE_CHECKING:
    from collections.abc import Iterator

# What children inherit from the group around them.
INHERITED = (
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
    "stroke-dasharray", "font-size", "font-weight", "text-anchor",
)  # fmt: skip
# Texts of an axis differ in their anchors alone.
_SHARED_BY = {"text": ("fill", "font-size"), "path": (*INHERITED, "clip-path"), "use": INHERITED}
# What holds where nothing is said.
_SAID_ANYWAY = {"stroke-dashoffset": "0", "text-anchor": "start"}
# A group of its own costs as much as this.
_COST = len("<g></g>")
_MOVED = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)")
_STEP = re.compile(r"([A-Za-z])\s*([^A-Za-z]*)")


def shorten(root: ET.Element) -> None:
    """Write paths and shared attributes of a drawing as short as they can be, in place 「精简」.

    Parameters
    ----------
    root : Element
        Drawing that bears presentation attributes alone.
    """
    for each in root.iter():
        for name, value in _SAID_ANYWAY.items():
            if each.get(name) == value:
                del each.attrib[name]
        moved = _MOVED.fullmatch(each.get("transform", "")) if local(each.tag) == "text" else None
        if moved and not {"x", "y"} & each.attrib.keys():
            del each.attrib["transform"]
            each.attrib |= {"x": moved[1], "y": moved[2]}
    draw_dots(root)
    for each in root.iter():
        if "d" in each.attrib:
            each.set("d", short_path(each.attrib["d"]))
    _gather(root)


def short_path(path: str) -> str:
    """Path without blanks, letters said again, and the half of a line that stays the same 「精简路径」.

    Examples
    --------
    >>> short_path("M 40 148 L 488 148 L 488 -9.5 L 490 0 z")
    'M40 148H488V-9.5L490 0z'
    >>> short_path("M 0 1.5 C 0.4 1.5 0.8 1.3 1.1 1.1 C 1.3 0.8 1.5 0.4 1.5 0")
    'M0 1.5C.4 1.5.8 1.3 1.1 1.1 1.3.8 1.5.4 1.5 0'
    """
    told: list[str] = []
    last = ""
    for letter, figures in _straight(path):
        # After a move, pairs are lines; after any other letter, more figures are more of the same.
        again = bool(figures) and (letter == last != "M" or (last == "M" and letter == "L"))
        if not again:
            told.append(letter)
        for at, each in enumerate(figures):
            bare = re.sub(r"^(-?)0\.", r"\1.", each)
            told.append(_parted(told[-1], bare) if at or again else bare)
        last = "M" if last == "M" and letter == "L" else letter
    return "".join(told)


def _straight(path: str) -> Iterator[tuple[str, list[str]]]:
    """Letters with their figures; a line that only goes across or down says where to alone."""
    here: tuple[str, str] | None = None
    for letter, numbers in _STEP.findall(path):
        figures = numbers.split()
        if letter == "L" and here and len(figures) == 2 and (figures[0] == here[0]) != (figures[1] == here[1]):
            yield ("V", figures[1:]) if figures[0] == here[0] else ("H", figures[:1])
        else:
            yield letter, figures
        # Only after absolute pairs is it known where the pen is.
        here = (figures[0], figures[1]) if letter in "ML" and len(figures) == 2 else None


def _parted(before: str, figure: str) -> str:
    """Figure after another: a sign parts them, and so does a point after one that has a point."""
    return figure if figure.startswith("-") or (figure.startswith(".") and "." in before) else f" {figure}"


def _gather(element: ET.Element) -> None:
    """Say once what children that follow each other share."""
    for child in list(element):
        _gather(child)
    children = list(element)
    if local(element.tag) == "g" and len({local(each.tag) for each in children}) == 1 and children:
        shared = _shared(children)
        if not shared.keys() & element.attrib.keys():
            _lift(children, shared, element)
            return
    if local(element.tag) in {"defs", "clipPath", "text"}:
        return
    gathered: list[ET.Element] = []
    for run in _runs(children):
        shared = _shared(run)
        said = sum(len(key) + len(value) + 4 for key, value in shared.items())
        if len(run) > 1 and said * (len(run) - 1) > _COST:
            group = ET.Element("g")
            _lift(run, shared, group)
            group[:] = run
            gathered.append(group)
        else:
            gathered += run
    element[:] = gathered


def _runs(children: list[ET.Element]) -> Iterator[list[ET.Element]]:
    """Children that follow each other, are of one kind, and look alike."""
    run: list[ET.Element] = []
    for each in children:
        if run and _look(each) != _look(run[0]):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _look(element: ET.Element) -> tuple[object, ...]:
    name = local(element.tag)
    return (name, *(element.get(each) for each in _SHARED_BY.get(name, ())))


def _shared(children: list[ET.Element]) -> dict[str, str]:
    name = local(children[0].tag)
    return {
        key: value
        for key, value in children[0].attrib.items()
        if key in _SHARED_BY.get(name, ()) and all(each.get(key) == value for each in children)
    }


def _lift(children: list[ET.Element], shared: dict[str, str], group: ET.Element) -> None:
    for each in children:
        for key in shared:
            each.attrib.pop(key, None)
    group.attrib |= shared
