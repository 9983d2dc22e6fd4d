"""Cards as guidelines to hand out, and all of the library as a table 「导出实践」."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.run.practice_library.listing import library_at, spoken
from diagnostics.run.workbook_exchange import write_new

if TYPE_CHECKING:
    from diagnostics.dictionary.practices import FirmLibrary
    from diagnostics.model.practice import ClosedMeasure
    from diagnostics.terms import Language

_OF_A_CARD, _OF_ALL = ("md", "html"), ("csv", "xlsx")
HEAD = (
    "id", "title", "kind", "industry", "dimension", "kpi", "kpi_name", "unit", "direction", "cycle", "verdict", "scale",
    "value", "low", "high", "method", "rung", "shared", "phase", "year", "engagement", "made_up",
)  # fmt: skip


def export(folder: Path | None, key: str, form: str, out: Path | None, language: str) -> Path:
    """Write a card as a guideline, or cards and records as a table 「导出实践」.

    Parameters
    ----------
    folder : Path, optional
        The firm's library.
    key : str
        Card; all of the library where empty.
    form : {"md", "html", "csv", "xlsx"}
        The first two for a card, the others for all; by the file's ending where empty.
    out : Path, optional
        The file; ``ID.md`` or ``practices.csv`` here by default. One that is there is replaced.

    Raises
    ------
    InputError
        When there is no such card or form, or the file's folder is not there.
    SurroundingsError
        When it can't be written.
    """
    said, library = spoken(language), library_at(folder)
    forms = _OF_A_CARD if key else _OF_ALL
    wanted = form or (out.suffix.lstrip(".").lower() if out is not None else forms[0])
    if wanted not in forms:
        raise unknown("form", wanted, forms, f"--as, for {'a card' if key else 'all cards and records'}")
    target = out or Path(f"{key or 'practices'}.{wanted}")
    if not target.absolute().parent.is_dir():
        raise InputError(f"--out {str(target)!r}: there is no folder {str(target.parent)!r}; make it, or name another.")
    return write_new(target, _content(library, key, wanted, said))


def guideline_text(folder: Path | None, key: str, language: str) -> str:
    """Card as a guideline in Markdown 「指引文本」."""
    said = spoken(language)
    return _content(library_at(folder), key, "md", said).decode("utf-8")


def _content(library: FirmLibrary, key: str, form: str, language: Language) -> bytes:
    if form == "csv":
        return csv_text(library, language).encode("utf-8-sig")
    if form == "xlsx":
        return _workbook(library, language)
    from diagnostics.loop.close.practices.guideline import guideline_page

    page = guideline_page(library.card(key), language)
    if form == "html":
        from diagnostics.run.exporter import render

        return render(page).encode("utf-8")
    from diagnostics.look.markdown import markdown_of

    return markdown_of(page).encode("utf-8")


def csv_text(library: FirmLibrary, language: Language) -> str:
    """Every closed measure, with the title of its card, as CSV: text stays text 「CSV 文本」."""
    from diagnostics.dictionary.csv_text import guarded

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in _rows(library, language):
        writer.writerow([guarded(each) if isinstance(each, str) else each for each in row])
    return buffer.getvalue()


def _workbook(library: FirmLibrary, language: Language) -> bytes:
    from openpyxl import Workbook

    from diagnostics.dictionary.exchange.cells import put_text

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "practices"
    for line, row in enumerate((HEAD, *_rows(library, language)), start=1):
        for column, each in enumerate(row, start=1):
            cell = sheet.cell(line, column)
            if isinstance(each, str):
                put_text(cell, each, HEAD[column - 1])
            else:
                cell.value = each
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(library: FirmLibrary, language: Language) -> list[tuple[str | float | None, ...]]:
    return [_row(each, library, language) for each in library.outcomes.values()]


def _row(each: ClosedMeasure, library: FirmLibrary, language: Language) -> tuple[str | float | None, ...]:
    card, effect, kpi = library.cards.get(each.id), each.effect, each.kpi
    figures: tuple[str | float | None, ...] = (None,) * 6
    if effect is not None:
        figures = (effect.scale, effect.value, effect.low, effect.high, effect.method, effect.rung)
    return (
        each.id, card.title.say(language) if card else "", each.kind, each.industry, each.dimension, kpi.id,
        kpi.name.say(language), kpi.unit, kpi.direction, kpi.cycle, each.verdict, *figures, str(each.shared).lower(),
        each.phase, each.source.year, each.source.engagement, str(each.synthetic).lower(),
    )  # fmt: skip
