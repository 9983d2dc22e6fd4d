"""Rows of a text table that are no facts: blank ones, totals, notes 「剔除非事实行」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diagnostics.data.files.csv_shape import sql_text
from diagnostics.data.layout.body import left_out
from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.log import ConversionLog
from diagnostics.data.layout.text_table import TextTable
from diagnostics.data.layout.totals import NOTE, is_note, is_total
from diagnostics.data.layout.wanted import Wanted
from diagnostics.model.layout import Layout

# Signs that a word for a total is not written with, and that narrowing makes none of: all others are looked at closely.
_KNOWN = "[^!-~ \\x{4e00}-\\x{9fff}\uff01-\uff0f\uff1a-\uff20]"


def leave_out(table: TextTable, headings: Sequence[Heading], rules: tuple[Wanted, Layout], log: ConversionLog) -> None:
    """Take away rows that are no facts, in place, and list them as ``read_body`` does 「剔除非事实行」.

    Parameters
    ----------
    table : TextTable
        Rows of the file.
    headings : sequence of Heading
        Its columns.
    rules : (Wanted, Layout)
        What the columns are used for, and what totals are called.
    log : ConversionLog
        Where they are listed.

    Notes
    -----
    The engine looks for texts that may be labels of totals or notes; each distinct one is looked at, then its rows.
    """
    wanted, layout = rules
    names = {each.column: each.name for each in headings}
    figures = [each for each, name in names.items() if name in wanted.numbers]
    labels = range(min([each for each in figures if each], default=table.width))
    columns = [f"c{at}" for at in range(table.width)]
    first = f"coalesce({', '.join(columns)})"
    table.ask(f"DELETE FROM {table.sql} WHERE {first} IS NULL")  # noqa: S608 (our own names)
    told = _suspects(table, labels, layout)
    suspect = [f"{each} IN ({', '.join(map(sql_text, texts))})" for each, texts in told]
    if not suspect:
        return
    gone = []
    for row, *cells in table.ask(
        f"SELECT row, {', '.join(columns)} FROM {table.sql} WHERE {' OR '.join(suspect)} ORDER BY row"  # noqa: S608
    ):
        why = left_out(cells, labels, names, rules)
        if why is not None:
            log.add("", why[0], table.at(row), why[1], None)
            gone.append(row)
    if gone:
        table.ask(f"DELETE FROM {table.sql} WHERE row IN ({', '.join(map(str, gone))})")  # noqa: S608 (numbers)


def _suspects(table: TextTable, labels: range, layout: Layout) -> list[tuple[str, list[str]]]:
    """Labels of totals and notes that stand in a column, or first in a row."""
    found = []
    first = f"CASE WHEN c0 IS NULL THEN coalesce({', '.join(f'c{at}' for at in range(table.width))}) END"
    for cell in dict.fromkeys([*(f"c{at}" for at in labels), first]):
        like = f"regexp_matches({cell}, {sql_text(_totals(layout))})"
        if cell in ("c0", first):
            like += f" OR regexp_matches({cell}, {sql_text(f'(?i)^[^!-~]*({NOTE})')})"
        texts = [text for (text,) in table.ask(f"SELECT DISTINCT {cell} FROM {table.sql} WHERE {like}")]  # noqa: S608
        telling = [each for each in texts if is_total(each, layout.totals) or is_note([each])]
        if telling:
            found.append((cell, telling))
    return found


def _totals(layout: Layout) -> str:
    """Form of texts that may hold a word for a total: its signs, blanks between them, signs that become such."""
    words = ["\\s*".join(map(_either, "".join(narrow(each).casefold().split()))) for each in layout.totals]
    return f"(?i){'|'.join([_KNOWN, *filter(None, words)])}"


def _either(sign: str) -> str:
    """A sign, half or full width."""
    return f"(?:{re.escape(sign)}|{chr(ord(sign) + 0xFEE0)})" if "!" <= sign <= "~" else re.escape(sign)
