"""Tables, drawn by one function that escapes 「表格」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from diagnostics.errors import unknown
from diagnostics.look.numbers import MINUS, MISSING, finite
from diagnostics.look.theme import STATUSES, Tone, mark, status_word
from diagnostics.look.words import Part, Short, Words

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from diagnostics.terms import Language


class Column(Part):
    """Column of a table 「表格列」.

    Parameters
    ----------
    key : str
        Name of the column in the rows.
    label : str
        Head that readers see; a unit stands here rather than in every cell.
    align : {"left", "right", "center"}
        ``right`` for figures.
    kind : {"text", "status"}
        Cells of a status column hold one of `theme.STATUSES`; they are drawn as shape and word.
    """

    key: str = Field(min_length=1, max_length=64)
    label: Short
    align: Literal["left", "right", "center"] = "left"
    kind: Literal["text", "status"] = "text"


class Table(Part):
    """Table of texts ready to be read 「表格」.

    Parameters
    ----------
    caption : str
        What the table shows; screen readers announce it.
    columns : tuple of Column
        The first one heads the rows.
    rows : tuple of mapping
        Text by column key; an absent or empty cell is shown as an en dash.
    tones : tuple of tone or None
        Emphasis of each row; empty, or as long as the rows.
    note : str
        Sentence below the table.
    """

    caption: Short
    columns: tuple[Column, ...] = Field(min_length=1, max_length=24)
    rows: tuple[dict[str, Words], ...] = Field(default=(), max_length=2000)
    tones: tuple[Tone | None, ...] = ()
    note: Words = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        keys = [each.key for each in self.columns]
        if len(set(keys)) != len(keys):
            raise ValueError(f"columns of table {self.caption!r} repeat a key: {keys}")
        if self.tones and len(self.tones) != len(self.rows):
            raise ValueError(f"table {self.caption!r} has {len(self.rows)} rows but {len(self.tones)} tones")
        statuses = [each.key for each in self.columns if each.kind == "status"]
        for row in self.rows:
            for key in row.keys() - set(keys):
                raise ValueError(str(unknown("column", key, keys, f"table {self.caption!r}")))
            for key in statuses:
                if row.get(key) and row[key] not in STATUSES:
                    raise ValueError(str(unknown("status", row[key], STATUSES, f"table {self.caption!r}")))
        return self

    def cells(self, row: Mapping[str, str]) -> Iterator[tuple[Column, str]]:
        """Cells of a row in the order of the columns 「行内单元格」."""
        for column in self.columns:
            yield column, row.get(column.key) or MISSING

    @property
    def broad(self) -> bool:
        """Whether the table wants the whole breadth of a page 「是否宽表」."""
        wordy = any(len(text) > 30 for row in self.rows for text in row.values())
        return len(self.columns) >= (6 if wordy else 7)

    @property
    def toned_rows(self) -> list[tuple[dict[str, str], Tone | None]]:
        """Rows with their tones 「行与强调」."""
        return list(zip(self.rows, self.tones or (None,) * len(self.rows), strict=True))


def table_html(table: Table, language: Language = "zh") -> Markup:
    """Table as HTML, every text escaped 「表格 HTML」.

    Parameters
    ----------
    table : Table
        Texts to show.
    language : {"zh", "en"}
        Language of status words.
    """
    from markupsafe import Markup

    head = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(each.align, each.label) for each in table.columns
    )
    body = Markup("").join(_row_html(table, row, tone, language) for row, tone in table.toned_rows)
    note = Markup('<p class="note">{}</p>').format(table.note) if table.note else Markup("")
    return (
        Markup("<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
            table.caption, head, body
        )
        + note
    )


def _row_html(table: Table, row: Mapping[str, str], tone: Tone | None, language: Language) -> Markup:
    from markupsafe import Markup

    head, cell = Markup('<th scope="row" class="{}{}">{}</th>'), Markup('<td class="{}{}">{}</td>')
    cells = [
        (cell if place else head).format(column.align, _short(text), _cell_html(column, text, language))
        for place, (column, text) in enumerate(table.cells(row))
    ]
    start = Markup('<tr class="tone-{}">').format(tone) if tone else Markup("<tr>")
    return start + Markup("").join(cells) + Markup("</tr>")


def _short(text: str) -> str:
    """Mark names and dates, which are better not broken: up to eight Chinese characters or sixteen others."""
    return " short" if sum(2 if ord(each) >= 0x2E80 else 1 for each in text) <= 17 else ""


def _cell_html(column: Column, text: str, language: Language) -> Markup | str:
    from markupsafe import Markup

    if column.kind != "status" or text == MISSING:
        return text
    found = mark(text)
    return Markup('<span class="status tone-{}"><span aria-hidden="true">{}</span> {}</span>').format(
        found.tone, found.shape, status_word(text, language)
    )


def frame_html(frame: pd.DataFrame, caption: str = "", limit: int = 200, lead: str = "") -> Markup:
    """Frame as an HTML table for a notebook, every text escaped 「数据框 HTML」.

    Parameters
    ----------
    frame : DataFrame
        Any frame; the index is not shown.
    caption : str
        Sentence above it.
    limit : int
        Rows shown at most; a note says how many there are.
    lead : str
        Passage above the table, of any length.
    """
    from markupsafe import Markup

    numeric = {name: frame[name].dtype.kind in "iuf" for name in frame.columns}
    columns = tuple(
        Column(key=f"c{place}", label=str(name) or MISSING, align="right" if numeric[name] else "left")
        for place, name in enumerate(frame.columns)
    )
    rows = tuple(
        {f"c{place}": _plain(value) for place, value in enumerate(row)}
        for row in frame.head(limit).itertuples(index=False, name=None)
    )
    note = f"{limit:,} / {len(frame):,}" if len(frame) > limit else ""
    above = Markup("<p>{}</p>").format(lead) if lead else Markup("")
    return above + table_html(Table(caption=caption or MISSING, columns=columns, rows=rows, note=note))


def _plain(value: object) -> str:
    """Value of a frame as text: at most six digits, missing as an en dash."""
    if value is None or value != value or str(value) in {"NaT", "<NA>"}:  # noqa: PLR0124 (NaN differs from itself)
        return ""
    if isinstance(value, float):
        return f"{value:,.6g}".replace("-", MINUS) if finite(value) is not None else ""
    return str(value)
