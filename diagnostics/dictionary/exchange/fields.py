"""Tables and fields of the dictionary as a workbook shows them 「工作簿字段」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from diagnostics.model.kpi import UNITS, Control, Direction, SetWith, View
from diagnostics.model.period import CYCLES
from diagnostics.model.scorecard import Family, Profile, Rank
from diagnostics.model.scoring import Rule
from diagnostics.model.target import TIERS, Provenance

Kind = Literal["text", "number", "truth", "list", "choice", "day"]
TableName = Literal["kpis", "cards", "items", "targets", "entities"]
TABLES: tuple[TableName, ...] = get_args(TableName)
Cell = str | float | int | bool | tuple[str, ...] | None
Key = tuple[str, ...]
Row = dict[str, Cell]
Table = dict[Key, Row]
Tables = dict[TableName, Table]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table 「字段」.

    Parameters
    ----------
    name : str
        Its name in the tables.
    kind : {"text", "number", "truth", "list", "choice", "day"}
        What its cells hold; a list is written with semicolons between.
    choices : tuple of str
        What a choice may be.
    names : str
        Table whose ids its cells name, for the list that a person picks from.
    width : int
        Breadth of its column, in letters.
    """

    name: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    names: str = ""
    width: int = 14


KPI_FIELDS = (
    Field("name_zh", width=18), Field("name_en", width=22), Field("definition_zh", width=42),
    Field("definition_en", width=42), Field("unit", "choice", UNITS), Field("direction", "choice", get_args(Direction)),
    Field("kind", "choice", ("result", "process", "behaviour")), Field("cycle", "choice", CYCLES),
    Field("source", names="sources"), Field("measure", width=36), Field("formula", width=36), Field("where", width=28),
    Field("time"), Field("entity"), Field("dimensions", "list", width=22), Field("parent", names="kpis", width=20),
    Field("mother", "truth", width=8), Field("leading", "truth", width=8), Field("owner"),
    Field("decimals", "number", width=8), Field("tolerance", "number", width=8),
    Field("view", "choice", get_args(View)), Field("counters", "list", width=22),
    Field("control", "choice", get_args(Control)), Field("depends_on", "list", width=18),
    Field("set_with", "choice", get_args(SetWith)), Field("automated", "truth", width=8),
    Field("pay", "truth", width=8),
)  # fmt: skip
CARD_FIELDS = (
    Field("role"), Field("entity", names="entities"), Field("level", names="levels"), Field("peer_group"),
    Field("name_zh", width=18), Field("name_en", width=22), Field("profile", "choice", get_args(Profile)),
    Field("from"), Field("to"), Field("family", "choice", get_args(Family)), Field("rank", "choice", get_args(Rank)),
    Field("track", "choice", CYCLES), Field("assess", "choice", CYCLES), Field("summarise", "choice", CYCLES),
    Field("published"), Field("agreed_by", "list", width=18),
)  # fmt: skip
ITEM_FIELDS = (
    Field("weight", "number", width=9), Field("core", "truth", width=8), Field("rule", "choice", get_args(Rule)),
    Field("cap", "number", width=8), Field("floor", "number", width=8),
    Field("provenance", "choice", get_args(Provenance)),
    Field("staff", "number", width=9), Field("manager", "number", width=9),
    Field("growth_low", "number", width=9), Field("growth_high", "number", width=9), Field("benchmark", "number"),
    Field("benchmark_source_zh", width=20), Field("benchmark_source_en", width=20),
    Field("closing_low", "number", width=9), Field("closing_high", "number", width=9),
    Field("strategy_low", "number"), Field("strategy_high", "number"),
)  # fmt: skip
TARGET_FIELDS = (
    Field("value", "number"), Field("high", "number"), Field("expression", width=30), Field("source", names="sources"),
    Field("entity"), Field("period"), Field("column"), Field("where", width=24),
)  # fmt: skip
ENTITY_FIELDS = (
    Field("name", width=20), Field("aliases", "list", width=26), Field("level"), Field("parent", names="entities"),
    Field("peer_group"), Field("open"), Field("close"), Field("responsible"), Field("person", "truth", width=8),
)  # fmt: skip
FIELDS: dict[TableName, tuple[Field, ...]] = {
    "kpis": KPI_FIELDS, "cards": CARD_FIELDS, "items": ITEM_FIELDS, "targets": TARGET_FIELDS, "entities": ENTITY_FIELDS,
}  # fmt: skip
# What identifies a row, by table; the card is the name that the workbook gives it.
KEYS: dict[TableName, tuple[Field, ...]] = {
    "kpis": (Field("id", width=22),),
    "cards": (Field("card", width=24),),
    "items": (Field("card", names="cards", width=24), Field("kpi", names="kpis", width=22)),
    "targets": (
        Field("card", names="cards", width=24), Field("kpi", names="kpis", width=22),
        Field("tier", "choice", TIERS), Field("since"),
    ),
    "entities": (Field("id", width=18),),
}  # fmt: skip


# Fields that the files keep in a mapping of their own, and how that is called.
NESTED: dict[str, str] = {
    "rule": "scoring", "cap": "scoring", "floor": "scoring", "staff": "proposed", "manager": "proposed",
    "track": "rhythm", "assess": "rhythm", "summarise": "rhythm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """Column of a sheet: a field, and the table it belongs to 「工作表列」."""

    table: TableName
    field: Field
    is_key: bool


SheetName = Literal["kpis", "scorecards", "targets", "entities"]
SHEETS: tuple[SheetName, ...] = get_args(SheetName)


def columns_of(sheet: SheetName) -> tuple[SheetColumn, ...]:
    """Columns of a sheet, in order 「工作表的列」.

    A row of the sheet of scorecards is one item; what is said of its card stands beside it.
    """
    if sheet == "scorecards":
        return (
            SheetColumn("items", KEYS["items"][0], is_key=True),
            *(SheetColumn("cards", each, is_key=False) for each in CARD_FIELDS),
            SheetColumn("items", KEYS["items"][1], is_key=True),
            *(SheetColumn("items", each, is_key=False) for each in ITEM_FIELDS),
        )
    return (
        *(SheetColumn(sheet, each, is_key=True) for each in KEYS[sheet]),
        *(SheetColumn(sheet, each, is_key=False) for each in FIELDS[sheet]),
    )
