"""Round marks of a series as one path 「圆点合并」.

A stroke of no length with a round end is a dot: forty marks are one element rather than forty.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree as ET

from diagnostics.look.svg_text import local

# The eight arcs of which matplotlib makes a circle, and its radius.
_CIRCLE = re.compile(r"M 0 (?P<radius>[\d.]+)(?: C(?: -?[\d.]+){6}){8} z")
_SAME = ("href", "fill", "stroke")


def draw_dots(root: ET.Element) -> None:
    """Put one path in the place of marks that are dots of one colour and follow each other, in place 「合并圆点」.

    Parameters
    ----------
    root : Element
        Drawing whose marks are defined by a path with an id and shown by ``use``.
    """
    radii = {f"#{each.get('id')}": found for each in root.iter() if (found := _radius(each)) is not None}
    for group in list(root.iter()):
        if any(local(each.tag) == "use" and each.get("href") in radii for each in group):
            group[:] = [one for _, run in groupby(group, _look) for one in _drawn(list(run), radii)]
    shown = {each.get("href", "") for each in root.iter()}
    for group in list(root.iter()):
        group[:] = [each for each in group if f"#{each.get('id')}" not in radii or f"#{each.get('id')}" in shown]


def _radius(element: ET.Element) -> float | None:
    """Radius of the dot that a path with an id defines, the stroke round it included."""
    found = _CIRCLE.fullmatch(element.get("d", "")) if "id" in element.attrib else None
    return float(found["radius"]) + float(element.get("stroke-width", 1)) / 2 if found else None


def _look(element: ET.Element) -> tuple[object, ...]:
    return (local(element.tag), *(element.get(each) for each in _SAME))


def _drawn(run: list[ET.Element], radii: dict[str, float]) -> list[ET.Element]:
    """The run as it is, or one path for all of it."""
    first = run[0]
    plain = {"href", "x", "y", "fill", "stroke"}
    same = first.get("fill") == first.get("stroke") is not None and all(each.attrib.keys() <= plain for each in run)
    if local(first.tag) != "use" or first.get("href") not in radii or not same:
        return run
    path = "".join(f"M {each.get('x', '0')} {each.get('y', '0')} h 0 " for each in run).strip()
    size = f"{2 * radii[first.attrib['href']]:.2f}".rstrip("0").rstrip(".")
    look = {"d": path, "stroke": first.get("stroke", ""), "stroke-width": size, "stroke-linecap": "round"}
    return [ET.Element("path", look)]
