"""How a sheet made for eyes is to be read as a table 「表格版式」."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from diagnostics.model.base import Noun

Scale = Literal[
    "元", "百元", "千元", "万元", "十万元", "百万元", "千万元", "亿元", "十亿元", "百亿元", "千亿元", "万亿元",
    "%", "‰", "‱", "ppm",
]  # fmt: skip
# Other words for a scale, as people say them.
SCALE_WORDS: dict[str, Scale] = {
    "yuan": "元", "百": "百元", "千": "千元", "thousand": "千元", "thousands": "千元", "万": "万元",
    "ten thousand": "万元", "十万": "十万元", "百万": "百万元", "million": "百万元", "millions": "百万元",
    "千万": "千万元", "亿": "亿元", "hundred million": "亿元", "十亿": "十亿元", "billion": "十亿元",
    "billions": "十亿元", "百亿": "百亿元", "千亿": "千亿元", "万亿": "万亿元", "percent": "%", "permille": "‰",
}  # fmt: skip
DateOrder = Literal["ymd", "mdy", "dmy"]
Decimal = Literal[".", ","]
# What client sheets call rows and columns that repeat the sum of others.
TOTALS = (
    "合计", "小计", "总计", "累计", "共计", "合計", "小計", "總計", "累計", "共計", "total", "subtotal", "grand total",
    "sum", "summe", "gesamt", "zwischensumme",
)  # fmt: skip


class Wide(Noun):
    """Columns of one kind become rows: months side by side, one below the other 「宽表转长表」.

    Parameters
    ----------
    name : str
        Column that is made from the headers, such as ``月份``.
    value : str
        Column that is made from the cells, such as ``销售额``.
    columns : tuple of str
        Headers to turn; every header that names a period, where empty.
    """

    name: str
    value: str
    columns: tuple[str, ...] = ()


class Layout(Noun):
    """How a sheet made for eyes is to be read as a table 「表格版式」.

    Parameters
    ----------
    first_row : int
        Row in which the header begins, counted from 1 as the spreadsheet shows it.
    header_rows : int
        Rows of the header, 1 to 4; their texts are joined by ``/`` along merged cells.
    wide : Wide, optional
        Columns that become rows.
    totals : tuple of str
        What rows and columns that repeat sums are called: they are left out and counted.
    kept : tuple of str
        Labels of rows and columns that are facts of their own, though their name or their figures are a total's.
    fill : tuple of str
        Columns in which a blank cell stands for the one above although the sheet does not merge them: nothing else is
        filled but merged cells.
    fill_header : bool
        Whether a blank cell of the header stands for the one to its left although they are not merged, as in a CSV
        file that was saved from a sheet.
    scale : dict of str
        Scale in which a column is written, where its header does not say so: ``{销售额: 万元}``; other words for it
        too, such as 万, thousands, millions, percent.
    year : int, optional
        Year of periods written without one, such as ``3月`` or ``一季度``.
    date_order : {"ymd", "mdy", "dmy"}, optional
        Order of dates written in numbers; without it an ambiguous one is refused, never guessed.
    swapped_dates : bool, optional
        Whether the real dates of a column that holds texts such as 13/04/2025 too had day and month swapped by the
        program that read them, and are to be swapped back; without it such a column is refused.
    decimal : {".", ","}, optional
        Sign before the decimals of numbers written as text: with ``,`` the text 1.234,56 is 1234.56. Without it
        1.100 and 1,250 in a file whose fields are parted by ``;`` are refused, for they may be either.
    missing : tuple of str
        Marks of a missing value beside the usual ones.
    """

    first_row: int = Field(default=1, ge=1, le=1_000)
    header_rows: int = Field(default=1, ge=1, le=4)
    wide: Wide | None = None
    totals: tuple[str, ...] = TOTALS
    kept: tuple[str, ...] = ()
    fill: tuple[str, ...] = ()
    fill_header: bool = False
    scale: dict[str, Scale] = Field(default_factory=dict)
    year: int | None = Field(default=None, ge=1900, le=2200)
    date_order: DateOrder | None = None
    swapped_dates: bool | None = None
    decimal: Decimal | None = None
    missing: tuple[str, ...] = ()

    @field_validator("scale", mode="before")
    @classmethod
    def _in_other_words(cls, told: Any) -> Any:
        if not isinstance(told, dict):
            return told
        return {key: SCALE_WORDS.get(each.strip().casefold(), each) if isinstance(each, str) else each
                for key, each in told.items()}  # fmt: skip

    @model_validator(mode="after")
    def _wide_names_differ(self) -> Layout:
        if self.wide is not None and self.wide.name == self.wide.value:
            raise ValueError(f"wide.name and wide.value are both {self.wide.name!r}; they name two columns")
        return self
