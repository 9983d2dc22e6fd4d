"""Lists that people pick from while they fill in field work 「下拉选项」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagnostics.dictionary.exchange.fields import Field
from diagnostics.dictionary.exchange.labels import choice_words, truth_words
from diagnostics.dictionary.exchange.write_workbook import PickLists
from diagnostics.dictionary.field_work.fields import SHEETS, SheetName
from diagnostics.dictionary.field_work.labels import sheet_title
from diagnostics.terms import Language

if TYPE_CHECKING:
    from openpyxl import Workbook

_HOMES: Mapping[str, SheetName] = {"causes": "causes", "interviews": "interviews"}


def put_picks(
    book: Workbook,
    fields: Mapping[SheetName, tuple[Field, ...]],
    lists: Mapping[str, tuple[str, ...]],
    ends: Mapping[SheetName, int],
    language: Language,
) -> None:
    """Put lists behind the columns of a workbook 「写下拉选项」.

    Parameters
    ----------
    fields : mapping
        Field of each column, by sheet.
    lists : mapping
        Names that columns may hold.
    ends : mapping
        Last row that a person may fill, by sheet.
    """
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    picks = PickLists(book.create_sheet("lists"), {**lists, "truth": truth_words(language)})
    for sheet in SHEETS:
        page = book[sheet_title(sheet, language)]
        for at, field in enumerate(fields[sheet], start=1):
            source, strict = _source(field, picks, ends, language)
            if not source or (at == 1 and sheet in ("causes", "interviews", "whys")):
                continue
            rule = DataValidation("list", formula1=source, allow_blank=True, showDropDown=False)
            rule.errorStyle = "stop" if strict else "warning"
            letter = get_column_letter(at)
            rule.add(f"{letter}2:{letter}{ends[sheet]}")
            page.add_data_validation(rule)


def _source(field: Field, picks: PickLists, ends: Mapping[SheetName, int], language: Language) -> tuple[str, bool]:
    """Where a column's list stands, and whether anything else is forbidden."""
    if field.kind == "choice":
        return picks.of(field.name, tuple(choice_words(field, language).values())), True
    if field.kind == "truth":
        return picks.of("truth"), True
    if field.names in _HOMES:
        # Ids from the sheet that holds them, new ones below included; a slip is warned of, not forbidden.
        home = _HOMES[field.names]
        return f"='{sheet_title(home, language)}'!$A$2:$A${ends[home]}", False
    return (picks.of(field.names), False) if field.names else ("", True)
