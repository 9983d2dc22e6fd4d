"""Cells of a table as markup, every text escaped 「单元格」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import MISSING
from diagnostics.look.sparks import Spark, spark_html
from diagnostics.look.theme import mark, status_word

if TYPE_CHECKING:
    from markupsafe import Markup

    from diagnostics.look.tables import Column
    from diagnostics.terms import Language

# Names and dates of so many letters are better not broken; longer words are, and say so in their class.
SHORT = 17


def letters(text: str) -> int:
    """Breadth of a text in Latin letters 「字宽」."""
    return sum(2 if ord(each) >= 0x2E80 else 1 for each in text)


def cell_class(column: Column, text: str | None = None, *, card: bool = False) -> Markup:
    """Class of a cell, of a head where there is no text; one at the left that is short needs none 「样式类」.

    Parameters
    ----------
    column : Column
        Its column.
    text : str, optional
        What it holds.
    card : bool
        Whether a phone shows the row as a card, which has no line for what is missing.
    """
    from markupsafe import Markup

    # The table itself says which of its columns stand at the right.
    names: list[str] = [column.align] if column.align == "center" else []
    if text is not None and column.kind != "spark" and letters(text) > SHORT:
        names.append("long")
    if card and text == MISSING:
        names.append("none")
    return Markup(' class="{}"').format(" ".join(names)) if names else Markup("")


def cell_html(column: Column, text: str, spark: Spark | None, language: Language) -> Markup | str:
    """What stands in a cell: a text, a status as shape and word, or a drawing with its words 「单元格内容」.

    Parameters
    ----------
    column : Column
        Its column.
    text : str
        What it holds, or what its drawing shows.
    spark : Spark, optional
        Its drawing.
    language : {"zh", "en"}
        Language of status words.
    """
    from markupsafe import Markup

    if spark is not None:
        return spark_html(spark) + Markup('<span class="unseen">{}</span>').format(text)
    if column.kind != "status" or text == MISSING:
        return text
    found = mark(text)
    return Markup('<span class="status tone-{}"><span aria-hidden="true">{}</span> {}</span>').format(
        found.tone, found.shape, status_word(text, language)
    )
