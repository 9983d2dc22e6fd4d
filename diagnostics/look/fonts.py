"""The page's own font: just the characters it shows 「页面字体」.

A page carries its letters with it, so that Chinese is right on a machine that has no Chinese font.
"""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from functools import cache
from io import BytesIO

from diagnostics.errors import InputError
from diagnostics.look.theme import FONT, font_file

# Kerning, the half widths that close the gap between two Chinese marks, narrow quotes for English.
_FEATURES = ["kern", "halt", "chws", "pwid"]
# Points across a letter: fewer than it is drawn with, which moves no outline by more than an eighth of a pixel on a
# screen, nor by a thirtieth of a point on paper, and saves a fifth of the bytes.
GRID = 256
# Signs that every phone and browser draws in colour by itself (emoji); they may be absent from the font.
_PICTURES = frozenset({"So", "Sk"})


@cache
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(font_file(), lazy=True) as font:
        return frozenset(font.getBestCmap())


def lacking(text: str) -> str:
    """Letters, digits and marks that the font lacks, each once 「缺字」.

    Examples
    --------
    >>> lacking("客流 −146 万元 🌸")
    ''
    """
    absent = {each for each in text if ord(each) not in _known()}
    return "".join(sorted(each for each in absent if unicodedata.category(each)[0] in "LNPS" and not _picture(each)))


def _picture(character: str) -> bool:
    return unicodedata.category(character) in _PICTURES


def subset(text: str) -> bytes:
    """Font with exactly the characters of a text, as woff2: the same text, the same bytes 「字体子集」.

    Parameters
    ----------
    text : str
        Everything the page shows.

    Raises
    ------
    InputError
        When the font lacks a letter, digit or mark: a reader would see a box.
    """
    absent = lacking(text)
    if absent:
        codes = ", ".join(f"U+{ord(each):04X}" for each in absent[:12])
        raise InputError(f"The page font {FONT} has no glyph for {absent[:12]!r} ({codes}); a page can't show them.")
    return _cut("".join(sorted({each for each in text if ord(each) in _known()})))


@cache
def _cut(characters: str) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    options = Options()
    options.layout_features = list(_FEATURES)
    options.name_IDs = [0, 1, 2, 13]
    options.hinting = False
    options.drop_tables = [*options.drop_tables, "vhea", "vmtx", "BASE", "STAT"]
    # The file's own date stays, whatever the clock says.
    with TTFont(font_file(), lazy=True, recalcTimestamp=False) as font:
        cutter = Subsetter(options)
        cutter.populate(text=characters)
        cutter.subset(font)
        scale_upem(font, GRID)
        font.flavor = "woff2"
        sink = BytesIO()
        font.save(sink, reorderTables=False)
    return sink.getvalue()


def font_face(text: str) -> str:
    """Style rule that carries the font of a text within the page 「内嵌字体」.

    Parameters
    ----------
    text : str
        Everything the page shows.
    """
    data = b64encode(subset(text)).decode("ascii")
    return f'@font-face{{font-family:"{FONT}";src:url(data:font/woff2;base64,{data}) format("woff2")}}'
