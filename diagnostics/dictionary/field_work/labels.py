"""Words of the workbook of field work 「底稿用语」."""

from __future__ import annotations

import re
from functools import cache

from diagnostics.dictionary.exchange.fields import Field
from diagnostics.dictionary.field_work.fields import CHAIN, FIELDS, KEYS, LINK, SheetName
from diagnostics.model.root_cause import CATEGORIES
from diagnostics.terms import Language, say

_SHOWN_WHYS = 5


def sheet_title(sheet: SheetName, language: Language) -> str:
    """Title of a sheet 「工作表名」."""
    return say(f"field_work.sheet.{sheet}", language)


def head(sheet: SheetName, field: Field, language: Language) -> str:
    """Head of a column 「列名」."""
    return say(f"field_work.column.{sheet}.{field.name}", language)


def coder_head(coder: str, language: Language) -> str:
    """Head of the column in which somebody codes notes 「编码列名」."""
    return say("field_work.coder", language, coder=coder)


def coder_of(text: str, language: Language) -> str | None:
    """Who codes in a column, None where its head is another 「编码人」."""
    before = say("field_work.coder", language, coder="").strip()
    return text.removeprefix(before).strip() if text.startswith(before) and text.strip() != before else None


def why_head(level: int, language: Language) -> str:
    """Head of the column for a level of whys, counted from 1 「为什么列名」."""
    return say("field_work.why", language, level=level)


def why_level(text: str, language: Language) -> int | None:
    """Level of whys that a column holds, None where its head is another 「为什么层级」."""
    before, after = say("field_work.why", language, level="\0").split("\0")
    found = re.fullmatch(f"{re.escape(before)}([1-9][0-9]?){re.escape(after)}", text.strip())
    return int(found[1]) if found else None


def plain_fields(sheet: SheetName) -> tuple[Field, ...]:
    """Fields of a sheet that have a column each 「普通列」."""
    fields = (*KEYS[sheet], *(each for each in FIELDS[sheet] if each.name != CHAIN))
    return (*fields, *LINK) if sheet == "whys" else fields


def heads(sheet: SheetName, language: Language) -> list[str]:
    """Heads that a sheet must have 「必有列名」."""
    return [head(sheet, each, language) for each in plain_fields(sheet)]


def why_levels(deepest: int) -> int:
    """Columns for whys: a spare one below the deepest 「为什么列数」."""
    return max(_SHOWN_WHYS, deepest + 1)


@cache
def category_words(language: Language) -> dict[str, str]:
    """Words of the categories that come with perfloop, by id 「类别用语」."""
    return {each: say(f"field_work.category.{each}", language) for each in CATEGORIES}
