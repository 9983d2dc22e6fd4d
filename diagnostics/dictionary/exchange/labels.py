"""Words of the workbook in the engagement's language 「工作簿用语」."""

from __future__ import annotations

from functools import cache

from diagnostics.dictionary.exchange.fields import SHEETS, Field, SheetColumn, SheetName, columns_of
from diagnostics.terms import Language, say


def sheet_title(sheet: SheetName, language: Language) -> str:
    """Title of a sheet 「工作表名」."""
    return say(f"exchange.sheet.{sheet}", language)


def header(sheet: SheetName, column: SheetColumn, language: Language) -> str:
    """Head of a column 「列名」."""
    name = column.field.name
    if column.table == "targets" and not column.is_key and name in ("source", "entity", "period", "column", "where"):
        return say(f"exchange.column.table_{name}", language)
    if column.table == "cards" and name in ("entity", "level", "peer_group", "from", "to", "name_zh", "name_en"):
        return say(f"exchange.column.card_{name}", language)
    if sheet == "entities" and name in ("id", "name", "parent"):
        return say(f"exchange.column.entity_{name}", language)
    return say(f"exchange.column.{name}", language)


def headers(sheet: SheetName, language: Language) -> list[str]:
    """Heads of a sheet's columns, in order 「表头」."""
    return [header(sheet, each, language) for each in columns_of(sheet)]


@cache
def choice_words(field: Field, language: Language) -> dict[str, str]:
    """Words for the choices of a field, by choice 「选项用语」."""
    return {each: say(f"exchange.choice.{field.name}.{each}", language) for each in field.choices}


def truth_words(language: Language) -> tuple[str, str]:
    """Words for yes and no 「是与否」."""
    return say("exchange.yes", language), say("exchange.no", language)


def all_titles(language: Language) -> dict[str, SheetName]:
    """Sheets by their titles 「工作表对照」."""
    return {sheet_title(each, language): each for each in SHEETS}
