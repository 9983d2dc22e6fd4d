"""The data request as a workbook: what is asked for, its columns, a sheet to fill for each table 「资料清单工作簿」."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from diagnostics.dictionary.exchange.cells import put_text
from diagnostics.dictionary.exchange.still import save_still
from diagnostics.dictionary.request.reach import reach_words
from diagnostics.dictionary.request.words import listed, plain
from diagnostics.run.request.blank_sheets import add_blank_sheets
from diagnostics.run.request.status import MOST_COLUMNS
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from diagnostics.model.data_request import DataRequest, ItemStatus, RequestField
    from diagnostics.model.engagement import Engagement

# Heads of the list with the width of each, in characters.
_LIST = {
    "id": 16, "item": 22, "need": 8, "fields": 34, "periods": 30, "form": 34, "why": 38, "without": 38,
    "privacy": 24, "keeper": 14, "due": 12, "contact": 18, "status": 10, "lacking": 38,
}  # fmt: skip
_FIELDS = {"item": 22, "column": 22, "label": 22, "kind": 28, "example": 18, "caution": 36}
_FILLS = {"received": "DCEBDD", "incomplete": "FBEBC8", "missing": "F6D5CF"}
_LINE_HEIGHT, _MOST_HEIGHT = 15.0, 400.0


def request_book(request: DataRequest, engagement: Engagement) -> bytes:
    """Content of the workbook; the same request, the same bytes 「资料清单工作簿」.

    Parameters
    ----------
    request : DataRequest
        What is asked for, with its status.
    engagement : Engagement
        Whose units are offered in the sheets to fill.

    Raises
    ------
    InputError
        When a text is too long for a cell.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    language = request.language
    page = _sheet(book, "list", _LIST, (list_row(each, request) for each in request.items), language)
    at = list(_LIST).index("status") + 1
    for number, each in enumerate(request.items, start=2):
        _shade(page, number, at, _FILLS[each.state])
    _sheet(book, "fields", _FIELDS, field_rows(request, engagement), language)
    add_blank_sheets(book, request, engagement)
    stream = BytesIO()
    save_still(book, stream)
    return stream.getvalue()


def list_row(status: ItemStatus, request: DataRequest) -> list[str]:
    """Cells of an item's row, in the order of the heads 「清单行」."""
    item, language = status.item, request.language
    columns = listed([plain(_named(each, language)) for each in item.fields], MOST_COLUMNS)
    periods = say("request.reach.none", language)
    if item.reach is not None:
        periods = f"{reach_words(item.reach).say(language)}\n{item.reach.why.say(language)}"
    if item.kind != "source":
        periods = ""
    return [
        item.id, item.title.say(language), say(f"request.yes_no.{'must' if item.must else 'should'}", language),
        columns.say(language), periods, item.form.say(language),
        item.why.say(language), item.without.say(language), say(f"request.privacy.{item.privacy}", language),
        item.keeper.say(language), request.due.isoformat() if request.due else "", request.contact,
        say(f"request.state.{status.state}", language),
        "\n".join(each.say(language) for each in (*status.lacking, *status.unseen)),
    ]  # fmt: skip


def field_rows(request: DataRequest, engagement: Engagement) -> Iterator[list[str]]:
    """Rows that explain each column of each table 「字段说明」."""
    language, currency = request.language, engagement.settings.currency
    for status in request.items:
        for each in status.item.fields:
            caution = "person" if each.kind == "person" or each.personal else ""
            yield [
                status.item.title.say(language), each.column, each.label.say(language),
                say(f"request.kind.{each.kind}", language, currency=currency),
                say(f"request.example.{each.kind}", language) if status.item.kind == "source" else "",
                say("request.caution.person", language) if caution else "",
            ]  # fmt: skip


def _named(field: RequestField, language: Language) -> str:
    label = field.label.say(language)
    return field.column if not label or label == field.column else say(
        "request.labelled", language, column=field.column, label=label
    )  # fmt: skip


def _sheet(
    book: Workbook, name: str, columns: dict[str, int], rows: Iterable[Sequence[str]], language: Language
) -> Worksheet:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    page: Worksheet = book.create_sheet(say(f"request.sheet.{name}", language))
    line = Border(bottom=Side("thin", color="D0D6DA"))
    for at, (each, width) in enumerate(columns.items(), start=1):
        head = page.cell(1, at)
        put_text(head, say(f"request.head.{each}", language), "head")
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="D5DEE3")
        head.alignment = Alignment(vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate(rows, start=2):
        for at, text in enumerate(row, start=1):
            cell = page.cell(number, at)
            if text:
                put_text(cell, text, f"{page.title}!{get_column_letter(at)}{number}")
            cell.alignment, cell.border = Alignment(vertical="top", wrap_text=True), line
        page.row_dimensions[number].height = _height(row, list(columns.values()))
    page.freeze_panes = "C2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(page.max_row, 2)}"
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # a new sheet has it
    page.print_title_rows = "1:1"
    return page


def _height(row: Sequence[str], widths: Sequence[int]) -> float:
    """Height that holds the longest cell: a Chinese sign is two characters wide."""
    lines = 1
    for text, width in zip(row, widths, strict=True):
        wide = (sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) for line in text.split("\n"))
        lines = max(lines, sum(max(1, -(-each // max(width - 1, 1))) for each in wide))
    return min(_LINE_HEIGHT * lines + 4, _MOST_HEIGHT)


def _shade(page: Worksheet, row: int, column: int, colour: str) -> None:
    from openpyxl.styles import PatternFill

    page.cell(row, column).fill = PatternFill("solid", fgColor=colour)
