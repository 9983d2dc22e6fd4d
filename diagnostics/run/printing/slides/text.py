"""Text of slides: fonts for both scripts, nothing that a program would take for more than words 「幻灯片文字」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.look.words import readable

if TYPE_CHECKING:
    from diagnostics.terms import Language

LATIN, CHINESE = "Arial", "Microsoft YaHei"


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks 「文字样式」.

    Parameters
    ----------
    points : float
        Size.
    colour : str
        As ``#rrggbb``.
    language : {"zh", "en"}
        For spelling and for those who listen.
    after : float
        Points below a paragraph.
    """

    points: float
    colour: str
    language: Language
    bold: bool = False
    right: bool = False
    after: float = 0.0


def write(frame: Any, texts: Sequence[str], style: Style) -> None:
    """Write paragraphs into a text frame or a cell 「写文字」.

    Parameters
    ----------
    frame : pptx.text.text.TextFrame
        Empty.
    texts : sequence of str
        One paragraph each; a line break begins another.
    """
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    told = [line for each in texts for line in readable(each).split("\n")]
    for place, line in enumerate(told):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if style.right else PP_ALIGN.LEFT
        paragraph.space_after, paragraph.line_spacing = Pt(style.after), 1.08
        run = paragraph.add_run()
        run.text = line.replace("\t", " ").replace("\v", " ")
        _dress(run, style)


def _dress(run: Any, style: Style) -> None:
    from pptx.dml.color import RGBColor
    from pptx.oxml.ns import qn
    from pptx.util import Pt

    font = run.font
    font.size, font.bold, font.name = Pt(style.points), style.bold, LATIN
    font.color.rgb = RGBColor(*bytes.fromhex(style.colour.lstrip("#")))  # type: ignore[no-untyped-call]
    told = run._r.get_or_add_rPr()  # noqa: SLF001 (it has no face for language and typeface of Chinese)
    told.set("lang", "zh-CN" if style.language == "zh" else "en-GB")
    told.set("altLang", "en-US")
    # The typeface of Chinese is another attribute; without it a program takes whatever its own theme names.
    east = told.makeelement(qn("a:ea"), {"typeface": CHINESE})
    told.find(qn("a:latin")).addnext(east)
