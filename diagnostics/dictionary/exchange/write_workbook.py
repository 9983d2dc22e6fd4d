"""The dictionary as one workbook that people edit 「导出工作簿」."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from diagnostics.dictionary.exchange.base import SHEET, base_pieces, put_base
from diagnostics.dictionary.exchange.cells import put_text
from diagnostics.dictionary.exchange.fields import SHEETS, Cell, Field, Row, SheetName, Tables, columns_of
from diagnostics.dictionary.exchange.labels import choice_words, header, sheet_title, truth_words
from diagnostics.dictionary.exchange.list_cells import joined
from diagnostics.dictionary.exchange.still import save_still
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# Rows below the last one that a person may fill, with lists to pick from.
SPARE = 300
_HOMES: dict[str, SheetName] = {"kpis": "kpis", "entities": "entities", "cards": "scorecards"}
_GUIDE = ("a", "b", "c", "d", "e", "f", "g")


def write_workbook(
    stream: IO[bytes], tables: Tables, engagement: str, language: Language, sources: tuple[str, ...]
) -> None:
    """Write the dictionary as a workbook 「写出工作簿」.

    Parameters
    ----------
    stream : binary file
        Where it goes.
    tables : dict
        The dictionary.
    engagement : str
        Id of the engagement; the workbook goes back into that one alone.
    language : {"zh", "en"}
        Language of heads and words.
    sources : tuple of str
        Sources that KPIs may name.

    Raises
    ------
    InputError
        When a text is too long for a cell.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    for sheet in SHEETS:
        _sheet(book, sheet, tables, language)
    _guide(book, language)
    _picks(book, tables, language, sources)
    put_base(book, SHEET, base_pieces(engagement, tables))
    save_still(book, stream)


def rows_of(sheet: SheetName, tables: Tables) -> list[dict[str, Cell]]:
    """Rows of a sheet: cells by table and field, joined by a dot 「工作表行」."""
    rows: list[dict[str, Cell]] = []
    for key, row in tables["items" if sheet == "scorecards" else sheet].items():
        told: dict[str, Cell] = {}
        card: Row = tables["cards"][key[:1]] if sheet == "scorecards" else {}
        keys = iter(key)
        for column in columns_of(sheet):
            whole = card if column.table == "cards" else row
            value = next(keys) if column.is_key else whole[column.field.name]
            told[f"{column.table}.{column.field.name}"] = value
        rows.append(told)
    return rows


def _sheet(book: Workbook, sheet: SheetName, tables: Tables, language: Language) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page: Worksheet = book.create_sheet(sheet_title(sheet, language))
    columns = columns_of(sheet)
    for at, column in enumerate(columns, start=1):
        head = page.cell(1, at)
        put_text(head, header(sheet, column, language), "head")
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="E8ECEF" if not column.is_key else "D5DEE3")
        head.alignment = Alignment(vertical="top", wrap_text=True)
        page.column_dimensions[get_column_letter(at)].width = column.field.width + 2
    rows = rows_of(sheet, tables)
    for number, row in enumerate(rows, start=2):
        for at, column in enumerate(columns, start=1):
            about = f"{sheet_title(sheet, language)}!{get_column_letter(at)}{number}"
            put_cell(page.cell(number, at), row[f"{column.table}.{column.field.name}"], column.field, language, about)
    # What is typed into the spare rows stays text: a period must not become a day by itself.
    for number in range(len(rows) + 2, len(rows) + 2 + SPARE):
        for at, column in enumerate(columns, start=1):
            if column.field.kind != "number":
                page.cell(number, at).number_format = "@"
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(len(rows) + 1, 2)}"


def put_cell(cell: Any, value: Cell, field: Field, language: Language, about: str) -> None:
    """Put a value into a cell as its field shows it 「写入单元格」."""
    from openpyxl.styles import Alignment

    if field.kind != "number":
        cell.number_format = "@"
    if value is None:
        return
    if isinstance(value, bool):
        put_text(cell, truth_words(language)[0 if value else 1], about)
    elif isinstance(value, tuple):
        put_text(cell, joined(value, about), about)
    elif isinstance(value, int | float):
        cell.value = value
    else:
        put_text(cell, choice_words(field, language).get(value, value), about)
        if field.width > 25:
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def _guide(book: Workbook, language: Language) -> None:
    from openpyxl.styles import Alignment, Font

    page = book.create_sheet(say("exchange.sheet.guide", language))
    page.column_dimensions["A"].width = 100
    for at, term in enumerate(("title", *(f"rows.{each}" for each in _GUIDE)), start=1):
        cell = page.cell(at, 1)
        put_text(cell, say(f"exchange.guide.{term}", language), "guide")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.font = Font(bold=at == 1, size=14 if at == 1 else 11)


def _picks(book: Workbook, tables: Tables, language: Language, sources: tuple[str, ...]) -> None:
    """Lists to pick from: choices on a hidden sheet, ids from the sheets themselves."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    levels = tuple(dict.fromkeys(str(each["level"]) for each in tables["entities"].values()))
    lists = PickLists(
        book.create_sheet("lists"), {"sources": sources, "levels": levels, "truth": truth_words(language)}
    )
    ends = {sheet: len(rows_of(sheet, tables)) + 1 + SPARE for sheet in SHEETS}
    for sheet in SHEETS:
        for at, column in enumerate(columns_of(sheet), start=1):
            own_name = sheet == "scorecards" and column.field.name == "card"
            source, strict = ("", True) if own_name else _source(column.field, lists, ends, language)
            if source:
                rule = DataValidation("list", formula1=source, allow_blank=True, showDropDown=False)
                rule.errorStyle = "stop" if strict else "warning"
                letter = get_column_letter(at)
                rule.add(f"{letter}2:{letter}{ends[sheet]}")
                book[sheet_title(sheet, language)].add_data_validation(rule)


class PickLists:
    """Hidden sheet with a column a list 「下拉清单」."""

    def __init__(self, page: Worksheet, values: dict[str, tuple[str, ...]]) -> None:
        self._page, self._values = page, values
        self._known: dict[str, str] = {}
        page.sheet_state = "hidden"

    def of(self, name: str, values: tuple[str, ...] = ()) -> str:
        """Reference to a list, written once; empty where nothing is on it 「清单引用」."""
        from openpyxl.utils import get_column_letter

        listed = values or self._values.get(name, ())
        if name not in self._known and listed:
            at = len(self._known) + 1
            for number, value in enumerate(listed, start=1):
                put_text(self._page.cell(number, at), value, "list")
            letter = get_column_letter(at)
            self._known[name] = f"=lists!${letter}$1:${letter}${len(listed)}"
        return self._known.get(name, "")


def _source(field: Field, lists: PickLists, ends: dict[SheetName, int], language: Language) -> tuple[str, bool]:
    """Where a column's list stands, and whether anything else is forbidden."""
    if field.kind == "choice":
        return lists.of(field.name, tuple(choice_words(field, language).values())), True
    if field.kind == "truth":
        return lists.of("truth"), True
    if field.names in ("sources", "levels"):
        return lists.of(field.names), field.names == "sources"
    if field.names in _HOMES:
        # Ids from the sheet that holds them, new ones below included; a slip is warned of, not forbidden.
        home = _HOMES[field.names]
        return f"='{sheet_title(home, language)}'!$A$2:$A${ends[home]}", False
    return "", True
