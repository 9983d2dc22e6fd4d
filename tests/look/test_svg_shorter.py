from xml.etree import ElementTree as ET

import pytest

from diagnostics.look.svg_shorter import INHERITED, short_path, shorten
from diagnostics.look.svg_text import write_svg

DOTS = "".join(f'<use href="#m" x="{at}" y="1" fill="#0b4f71" stroke="#0b4f71"/>' for at in range(4))
LABELS = '<text font-size="9px" fill="#111111" text-anchor="end">1</text><text font-size="9px" fill="#111111">2</text>'


def looks(root):
    """What each drawn element looks like, with what it inherits."""
    found = []

    def walk(element, above):
        own = above | {key: value for key, value in element.attrib.items() if key in INHERITED}
        if element.tag not in {"g", "svg"}:
            found.append((element.tag, element.get("x"), element.text, tuple(sorted(own.items()))))
        for each in element:
            walk(each, own)

    walk(root, {})
    return found


@pytest.mark.parametrize(
    "inner", [DOTS, LABELS, DOTS + LABELS, f'<g clip-path="url(#c)">{DOTS}</g>', f'<g fill="#000000">{DOTS}</g>']
)
def test_shorter_markup_looks_the_same(inner):
    root = ET.fromstring(f"<svg>{inner}</svg>")
    before, length = looks(root), len(write_svg(root))
    shorten(root)
    assert looks(root) == before
    assert len(write_svg(root)) < length or inner.startswith("<g fill")


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M 1 2 L 3 4 M 5 6 L 7 8", "M1 2 3 4M5 6 7 8"),
        ("M 0.5 -0.25 L 0.75 0.5 z", "M.5-.25.75.5z"),
        ("M 1 0.5 L 2 3", "M1 .5 2 3"),
        ("M 1 1 L 4 1 L 4 3 L 4 3 L 5 5", "M1 1H4V3L4 3 5 5"),
        ("M 1 1 h 0 M 2 2 h 0", "M1 1h0M2 2h0"),
    ],
)
def test_a_shorter_path_leads_the_same_way(path, short):
    assert short_path(path) == short


CIRCLE = "M 0 1.5 " + "C 0.4 1.5 0.78 1.34 1.06 1.06 " * 8 + "z"


def test_dots_of_one_colour_become_one_path_and_other_marks_stay():
    dot = f'<defs><path id="m" d="{CIRCLE}" stroke="#0b4f71"/></defs>'
    ringed = '<use href="#m" x="9" y="1" fill="#ffffff" stroke="#0b4f71"/>'
    root = ET.fromstring(f"<svg>{dot}<g>{DOTS}</g></svg>")
    shorten(root)
    ((*_, look),) = (each for each in looks(root) if each[0] == "path")
    assert {"stroke-width": "4", "stroke-linecap": "round", "stroke": "#0b4f71"}.items() <= dict(look).items()
    assert [each.get("d") for each in root.iter("path")] == ["M0 1h0M1 1h0M2 1h0M3 1h0"]
    root = ET.fromstring(f"<svg>{dot}<g>{DOTS}{ringed}</g></svg>")
    shorten(root)
    assert [each.tag for each in root.iter() if each.tag in {"use", "path"}] == ["path", "path", "use"]
