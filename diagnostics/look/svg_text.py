"""SVG trees as text, always the same way 「SVG 写出」."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_NAMESPACE = re.compile(r"\{[^}]*\}")


def local(name: str) -> str:
    """Name without its namespace 「本地名」."""
    return _NAMESPACE.sub("", name)


def write_svg(element: Element) -> str:
    """Tree as markup that HTML reads the same as XML: quoted attributes, every text escaped 「写出 SVG」.

    Parameters
    ----------
    element : Element
        Root; namespaces are dropped, for inline SVG has none.
    """
    name = local(element.tag)
    attributes = "".join(f' {local(key)}="{escape(value)}"' for key, value in element.attrib.items())
    inner = escape(element.text or "", quote=False) if name in {"text", "tspan"} else ""
    inner += "".join(write_svg(each) for each in element)
    return f"<{name}{attributes}>{inner}</{name}>" if inner or name in {"svg", "text"} else f"<{name}{attributes}/>"
