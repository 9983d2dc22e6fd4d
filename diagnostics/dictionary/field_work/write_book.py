"""Field work as one workbook that people fill in 「写出诊断底稿」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from diagnostics.dictionary.exchange.base import base_pieces, put_base
from diagnostics.dictionary.exchange.cells import put_text
from diagnostics.dictionary.exchange.fields import Cell, Field
from diagnostics.dictionary.exchange.still import save_still
from diagnostics.dictionary.exchange.write_workbook import put_cell
from diagnostics.dictionary.field_work.fields import CHAIN, CODE, KEYS, LINK, SHEETS, FieldTables, SheetName
from diagnostics.dictionary.field_work.labels import (
    category_words,
    coder_head,
    head,
    plain_fields,
    sheet_title,
    why_head,
    why_levels,
)
from diagnostics.dictionary.field_work.links import chain_of, told, unfolded
from diagnostics.dictionary.field_work.picks import put_picks
from diagnostics.dictionary.field_work.tables import coders
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

BASE = "perfloop_field_work"
SPARE = 200
_HELP = ("a", "b", "c", "d", "e", "f", "g", "h", "i")
_CODERS = 2


@dataclass(frozen=True, eq=False)
class Names:
    """Names that cells may hold, for the lists that people pick from 「可选名称」."""

    kpis: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """Column of a sheet: its head, its field, whether it bears a name that stays 「列」."""

    head: str
    field: Field
    is_key: bool = False


def write_book(stream: IO[bytes], tables: FieldTables, engagement: str, language: Language, names: Names) -> None:
    """Write field work as a workbook 「写出诊断底稿」.

    Parameters
    ----------
    stream : binary file
        Where it goes.
    tables : dict
        What is known so far; may be empty.
    engagement : str
        Id of the engagement; the workbook goes back into that one alone.
    language : {"zh", "en"}
        Language of heads, lists and help.
    names : Names
        KPIs, entities and further categories of the engagement.

    Raises
    ------
    InputError
        When a text is too long for a cell.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    columns = {sheet: columns_of(sheet, tables, language) for sheet in SHEETS}
    for sheet in SHEETS:
        _sheet(book, sheet, columns[sheet], tables, language)
    _help(book, language)
    ends = {sheet: book[sheet_title(sheet, language)].max_row for sheet in SHEETS}
    lists = {
        "kpis": names.kpis, "entities": names.entities, "people": names.people,
        "categories": (*category_words(language).values(), *names.categories),
    }  # fmt: skip
    fields = {sheet: tuple(each.field for each in columns[sheet]) for sheet in SHEETS}
    put_picks(book, fields, lists, ends, language)
    put_base(book, BASE, base_pieces(engagement, tables, SHEETS))
    save_still(book, stream)


def columns_of(sheet: SheetName, tables: FieldTables, language: Language) -> tuple[Column, ...]:
    """Columns of a sheet: the fixed ones, a level of whys each, a coder each 「工作表的列」."""
    keys = {each.name for each in KEYS[sheet]}
    plain = [Column(head(sheet, each, language), each, each.name in keys) for each in plain_fields(sheet)]
    if sheet == "whys":
        chains = (chain_of(str(row[CHAIN])) for row in tables["whys"].values())
        deepest = max((depth + 1 for chain in chains for depth, _ in unfolded(chain)), default=0)
        levels = [
            Column(why_head(at, language), Field(f"why:{at}", width=24)) for at in range(1, why_levels(deepest) + 1)
        ]
        return (*plain[: -len(LINK)], *levels, *plain[-len(LINK) :])
    if sheet == "notes":
        names = list(coders(tables["notes"]))
        spare = (say(f"field_work.spare_coder.{each}", language) for each in range(1, _CODERS + 1))
        names += [each for each in spare if each not in names][: max(0, _CODERS - len(names))]
        coded = [Column(coder_head(each, language), Field(f"{CODE}{each}", names="causes", width=18)) for each in names]
        return (*plain, *coded)
    return tuple(plain)


def rows_of(sheet: SheetName, tables: FieldTables, language: Language) -> Iterator[Mapping[str, Cell]]:
    """Rows of a sheet, by the names of its fields 「工作表行」."""
    names = [each.name for each in KEYS[sheet]]
    for key, row in tables[sheet].items():
        told_row = {**dict(zip(names, key, strict=True)), **row}
        if sheet == "causes" and row["category"] is not None:
            told_row["category"] = category_words(language).get(str(row["category"]), row["category"])
        if sheet != "whys":
            yield told_row
            continue
        above: dict[str, Cell] = {**told_row}
        for depth, link in unfolded(chain_of(str(row[CHAIN]))):
            yield {**above, f"why:{depth + 1}": told(link["because"], language), **_link(link)}
            # The next rows belong to the same chain: its name suffices.
            above = {"id": key[0]}


def _link(link: Mapping[str, Cell]) -> dict[str, Cell]:
    return {
        "why_kind": link.get("kind", "opinion"), "evidence": link.get("evidence") or None, "cause": link.get("cause"),
        "actionable": bool(link.get("actionable", False)),
    }  # fmt: skip


def _sheet(
    book: Workbook, sheet: SheetName, columns: tuple[Column, ...], tables: FieldTables, language: Language
) -> None:
    from openpyxl.styles import Protection
    from openpyxl.utils import get_column_letter

    page: Worksheet = book.create_sheet(sheet_title(sheet, language))
    _heads(page, columns)
    rows = list(rows_of(sheet, tables, language))
    free = Protection(locked=False)
    for number in range(2, len(rows) + 2 + SPARE):
        row = rows[number - 2] if number - 2 < len(rows) else {}
        for at, column in enumerate(columns, start=1):
            cell = page.cell(number, at)
            about = f"{page.title}!{get_column_letter(at)}{number}"
            put_cell(cell, row.get(column.field.name), column.field, language, about)
            if not (row and column.is_key):
                cell.protection = free
    _protect(page)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(len(rows) + 1, 2)}"


def _heads(page: Worksheet, columns: tuple[Column, ...]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(columns, start=1):
        cell = page.cell(1, at)
        put_text(cell, column.head, "head")
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="D5DEE3" if column.is_key else "E8ECEF")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        # Whoever codes writes their own name into the head of their column.
        cell.protection = Protection(locked=not column.field.name.startswith(CODE))
        page.column_dimensions[get_column_letter(at)].width = column.field.width + 2


def _protect(page: Worksheet) -> None:
    """Names and heads can't be overwritten by a slip; there is no password, for nothing is secret here."""
    page.protection.sheet = True
    for each in ("formatCells", "formatColumns", "formatRows", "insertRows", "insertColumns", "autoFilter", "sort"):
        setattr(page.protection, each, False)


def _help(book: Workbook, language: Language) -> None:
    from openpyxl.styles import Alignment, Font

    page = book.create_sheet(say("field_work.sheet.help", language))
    page.column_dimensions["A"].width = 100
    for at, term in enumerate(("title", *_HELP), start=1):
        cell = page.cell(at, 1)
        put_text(cell, say(f"field_work.help.{term}", language), "help")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.font = Font(bold=at == 1, size=14 if at == 1 else 11)
