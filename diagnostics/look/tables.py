"""Tables, drawn by one function that escapes 「表格」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from diagnostics.errors import unknown
from diagnostics.look.cells import cell_class, cell_html, letters
from diagnostics.look.numbers import MINUS, MISSING, finite
from diagnostics.look.sparks import Spark
from diagnostics.look.theme import STATUSES, Tone
from diagnostics.look.words import Part, Short, Words

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from diagnostics.terms import Language

# Letters that a section of a page has room for beside its head, and those that the space between two columns takes.
ROOM, BETWEEN = 92, 3
# Words of more letters are broken into lines.
LONGEST = 24
# Letters that a small drawing takes the room of.
SPARK = 12
# From so many columns on a phone shows rows as cards.
CARDS = 4
# Tables of fewer columns never take the margin: their words are broken instead.
FEWEST_BROAD = 5
MOST_COLUMNS = 24


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
    kind : {"text", "status", "spark"}
        Cells of a status column hold one of `theme.STATUSES`; they are drawn as shape and word. Those of a spark
        column hold the words that say what the small drawing shows.
    """

    key: str = Field(min_length=1, max_length=64)
    label: Short
    align: Literal["left", "right", "center"] = "left"
    kind: Literal["text", "status", "spark"] = "text"


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
    sparks : mapping
        Small drawings of the spark columns: by column key, one a row, None where there is none.
    """

    caption: Short
    columns: tuple[Column, ...] = Field(min_length=1, max_length=MOST_COLUMNS)
    rows: tuple[dict[str, Words], ...] = Field(default=(), max_length=2000)
    tones: tuple[Tone | None, ...] = ()
    note: Words = ""
    sparks: dict[str, tuple[Spark | None, ...]] = Field(default_factory=dict)

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
        self._check_sparks()
        return self

    def _check_sparks(self) -> None:
        drawn = [each.key for each in self.columns if each.kind == "spark"]
        for key, cells in self.sparks.items():
            if key not in drawn:
                raise ValueError(str(unknown("spark column", key, drawn, f"table {self.caption!r}")))
            if len(cells) != len(self.rows):
                raise ValueError(f"table {self.caption!r} has {len(self.rows)} rows but {len(cells)} of {key!r}")

    def cells(self, row: Mapping[str, str]) -> Iterator[tuple[Column, str]]:
        """Cells of a row in the order of the columns 「行内单元格」."""
        for column in self.columns:
            yield column, row.get(column.key) or MISSING

    def spark(self, key: str, at: int) -> Spark | None:
        """Drawing in a cell, where it has one 「单元格微图」."""
        cells = self.sparks.get(key)
        return cells[at] if cells else None

    @property
    def broad(self) -> bool:
        """Whether the table wants the whole breadth of a page 「是否宽表」."""
        drawn = {each.key for each in self.columns if each.kind == "spark"}
        wordy = any(len(text) > 30 for row in self.rows for key, text in row.items() if key not in drawn)
        return len(self.columns) >= (6 if wordy else 7) or (
            len(self.columns) >= FEWEST_BROAD and self._breadth() > ROOM
        )

    @property
    def cards(self) -> bool:
        """Whether a phone, which has no room for its columns, shows each row as a card 「窄屏卡片」."""
        return len(self.columns) >= CARDS

    def _breadth(self) -> int:
        """Letters of a line, words broken where they are long."""
        return sum(
            max(
                min(letters(each), LONGEST if column.kind != "spark" else SPARK)
                for each in (column.label, *(row.get(column.key, "") for row in self.rows))
            )
            + BETWEEN
            for column in self.columns
        )

    @property
    def toned_rows(self) -> list[tuple[dict[str, str], Tone | None]]:
        """Rows with their tones 「行与强调」."""
        return list(zip(self.rows, self.tones or (None,) * len(self.rows), strict=True))


def table_html(table: Table, language: Language = "zh", heads: str = "") -> Markup:
    """Table as HTML, every text escaped 「表格 HTML」.

    Parameters
    ----------
    table : Table
        Texts to show.
    language : {"zh", "en"}
        Language of status words.
    heads : str
        Class that tells the style sheet a card's heads (`look.heads`); each cell bears its own where there is none.
    """
    from markupsafe import Markup

    # Rows that a phone shows as cards stay rows for those who listen.
    col = Markup(" role=columnheader") if table.cards else Markup(' scope="col"')
    head = Markup("").join(
        Markup("<th{}{}>{}</th>").format(col, cell_class(each), each.label) for each in table.columns
    )
    body = Markup("").join(_row_html(table, at, language, heads) for at in range(len(table.rows)))
    note = Markup('<p class="note">{}</p>').format(table.note) if table.note else Markup("")
    names = [f"r{at}" for at, each in enumerate(table.columns, 1) if each.align == "right"]
    classes = " ".join([*names, *([heads] if heads and table.cards else [])])
    start = Markup("<table{}{}>").format(
        Markup(" role=table") if table.cards else "", Markup(' class="{}"').format(classes) if classes else ""
    )
    return (
        start
        + Markup("<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
            table.caption, head, body
        )
        + note
    )


def _row_html(table: Table, at: int, language: Language, heads: str) -> Markup:
    from markupsafe import Markup

    row, tone = table.toned_rows[at]
    head, cell = Markup("<th{}{}>{}</th>"), Markup("<td{}{}>{}</td>")
    cells = [
        (cell if place else head).format(
            _in_card(table, column, place, heads),
            cell_class(column, text, card=table.cards),
            cell_html(column, text, table.spark(column.key, at), language),
        )
        for place, (column, text) in enumerate(table.cells(row))
    ]
    role = Markup(" role=row") if table.cards else Markup("")
    start = Markup('<tr{} class="tone-{}">').format(role, tone) if tone else Markup("<tr{}>").format(role)
    return start + Markup("").join(cells) + Markup("</tr>")


def _in_card(table: Table, column: Column, place: int, heads: str) -> Markup:
    """What a cell needs to stand in a card: the head of its column before it."""
    from markupsafe import Markup

    if not table.cards:
        return Markup("") if place else Markup(' scope="row"')
    said = "" if heads else Markup(' data-label="{}"').format(column.label)
    return Markup(" role=cell{}").format(said) if place else Markup(" role=rowheader")


def frame_html(frame: pd.DataFrame, caption: str = "", limit: int = 200, lead: str = "") -> Markup:
    """Frame as an HTML table for a notebook, every text escaped 「数据框 HTML」.

    Parameters
    ----------
    frame : DataFrame
        Any frame; the index is not shown, nor columns after the twenty-fourth.
    caption : str
        Sentence above it.
    limit : int
        Rows shown at most; a note says how many there are.
    lead : str
        Passage above the table, of any length.
    """
    from markupsafe import Markup

    frame = frame.iloc[:, :MOST_COLUMNS]
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
