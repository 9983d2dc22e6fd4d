"""What an inline SVG may hold on a published page 「SVG 白名单」.

A figure comes out of a notebook, and a notebook may be changed by anyone: so the page never bears the markup that it
was given. It is parsed, held against a short list, and written anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn
from xml.etree import ElementTree as ET

from diagnostics.errors import InputError
from diagnostics.look.svg_text import SVG, XLINK, local, write_svg

if TYPE_CHECKING:
    from markupsafe import Markup


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _names("svg g defs path rect circle ellipse line polyline polygon text tspan use clipPath image")
ATTRIBUTES = _names("""
    id d x y x1 x2 y1 y2 cx cy r rx ry dx dy width height points viewBox transform preserveAspectRatio
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-miterlimit opacity clip-path clip-rule
    font-size font-family font-weight text-anchor dominant-baseline href
""")
DEEPEST, LONGEST, MOST = 24, 2_000_000, 20_000
_REFERENCE = re.compile(r"url\(#([A-Za-z][\w-]*)\)")
_ANCHOR = re.compile(r"#([A-Za-z][\w-]*)")
_ID = re.compile(r"[A-Za-z][\w-]*")
_PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/\s]+={0,2}\s*")
# Numbers, names, colours, paths: no colon, no slash, so no address can be written.
_VALUE = re.compile(r"[\w\s.,#%()+\-]*")


def guarded(markup: str, prefix: str) -> Markup:
    """Figure that may stand on a page, with ids of its own 「检查 SVG」.

    Parameters
    ----------
    markup : str
        SVG from the page record.
    prefix : str
        Put before each id, so that no two figures of a page share one.

    Raises
    ------
    InputError
        When it is no SVG, or holds anything that is not on the list: it names what and in which figure.
    """
    from markupsafe import Markup

    if len(markup) > LONGEST:
        _refuse(prefix, f"has {len(markup):,} characters, at most {LONGEST:,} are allowed")
    if "<!" in markup or "<?" in markup:
        _refuse(prefix, "holds a declaration, a comment or an instruction")
    try:
        # Without a declaration there is no entity to blow up.
        root = ET.fromstring(markup)  # noqa: S314
    except ET.ParseError as error:
        raise InputError(f"Figure {prefix!r} is no SVG: {error}.") from error
    if local(root.tag) != "svg":
        _refuse(prefix, f"begins with <{local(root.tag)}>, must be <svg>")
    count = _check(root, prefix, 0)
    if count > MOST:
        _refuse(prefix, f"has {count:,} elements, at most {MOST:,} are allowed")
    _rename(root, prefix)
    return Markup(write_svg(root))  # noqa: S704 (every element and attribute was held against the list above)


def _refuse(prefix: str, problem: str) -> NoReturn:
    raise InputError(f"Figure {prefix!r} {problem}; a page's figures come from look.figure.svg.")


def _check(element: ET.Element, prefix: str, depth: int) -> int:
    """Hold an element and all below it against the list; how many there are."""
    name = local(element.tag)
    if depth > DEEPEST:
        _refuse(prefix, f"is nested deeper than {DEEPEST} levels")
    if name not in ELEMENTS or element.tag not in {name, f"{{{SVG}}}{name}"}:
        _refuse(prefix, f"holds the element <{name}>")
    if name not in {"text", "tspan"} and (element.text or "").strip():
        _refuse(prefix, f"holds text directly in <{name}>")
    kept: dict[str, str] = {}
    for key, value in element.attrib.items():
        attribute = "href" if key == f"{{{XLINK}}}href" else key
        _check_attribute(name, attribute, value, prefix)
        kept[attribute] = value
    element.attrib = kept
    for child in element:
        if (child.tail or "").strip():
            _refuse(prefix, f"holds text after <{local(child.tag)}>")
    return 1 + sum(_check(child, prefix, depth + 1) for child in element)


def _check_attribute(element: str, name: str, value: str, prefix: str) -> None:
    if name not in ATTRIBUTES:
        _refuse(prefix, f"holds the attribute {name!r} on <{element}>")
    if name == "href":
        fits = _PICTURE.fullmatch(value) if element == "image" else element == "use" and _ANCHOR.fullmatch(value)
    elif name == "id":
        fits = _ID.fullmatch(value)
    elif name in {"clip-path", "fill", "stroke"} and "url" in value.lower():
        fits = _REFERENCE.fullmatch(value)
    else:
        fits = _VALUE.fullmatch(value) if "url" not in value.lower() else None
    if not fits:
        _refuse(prefix, f"holds {name}={value[:60]!r} on <{element}>")


def _rename(root: ET.Element, prefix: str) -> None:
    """Give each id a name of this figure's own; a reference to nothing is refused."""
    names: dict[str, str] = {}
    for element in root.iter():
        own = element.get("id")
        if own is not None:
            if own in names:
                _refuse(prefix, f"bears the id {own!r} twice")
            names[own] = f"{prefix}-{len(names) + 1}"
            element.set("id", names[own])
    for element in root.iter():
        for key, value in element.attrib.items():
            found = _ANCHOR.fullmatch(value) if key == "href" else _REFERENCE.fullmatch(value)
            if found and key != "id":
                if found[1] not in names:
                    _refuse(prefix, f"refers to {found[1]!r}, which is not in it")
                element.set(key, f"#{names[found[1]]}" if key == "href" else f"url(#{names[found[1]]})")
