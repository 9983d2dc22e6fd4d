"""An agreement as plain text 「约定文本」."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import east_asian_width

from diagnostics.loop.intervene.contract.sheet import ContractSheet, Grid
from diagnostics.terms import say

_LINE = 28


def sheet_text(sheet: ContractSheet) -> str:
    """Agreement as plain text, for a terminal or a mail 「约定文本」.

    Parameters
    ----------
    sheet : ContractSheet
        What is agreed.
    """
    return "\n".join(_lines(sheet)) + "\n"


def _lines(sheet: ContractSheet) -> Iterator[str]:
    def told(term: str) -> str:
        return say(f"ledger.contract.{term}", sheet.language)

    colon = "：" if sheet.language == "zh" else ": "
    yield f"{sheet.heading} · {sheet.client}"
    yield sheet.title
    yield f"{told('hash')}{colon}{sheet.short}"
    if sheet.synthetic:
        yield told("synthetic")
    for block in sheet.blocks:
        yield ""
        yield f"# {block.heading}"
        for label, text in block.facts:
            yield f"{label}{colon}{text}"
        for grid in block.grids:
            yield ""
            yield from _grid(grid)
        for each in block.notes:
            yield f"- {each}"
    yield ""
    yield f"# {told('signatures')}"
    for line in sheet.signatures:
        recorded = f"  ({line.recorded})" if line.recorded else ""
        expects = f"  {told('expects')}{colon}{line.expects}" if line.expects else ""
        yield f"{line.name}{colon}{'_' * _LINE}  {told('day')}{colon}{'_' * (_LINE // 2)}{recorded}{expects}"
    if not sheet.signatures:
        yield told("parties_none")
    yield ""
    yield from sheet.footer


def _grid(grid: Grid) -> Iterator[str]:
    rows = [grid.heads, *grid.rows]
    widths = [max(_width(row[at]) for row in rows) for at in range(len(grid.heads))]
    yield grid.caption
    for row in rows:
        cells = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
