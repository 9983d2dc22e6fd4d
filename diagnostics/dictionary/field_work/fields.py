"""Tables and fields of the workbook of field work 「底稿字段」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast, get_args

from diagnostics.dictionary.exchange.fields import Cell, Field, Table
from diagnostics.dictionary.exchange.merge import Conflict, Difference
from diagnostics.model.cause_test import TestKind
from diagnostics.model.root_cause import EVIDENCE_KINDS

SheetName = Literal["causes", "evidence", "interviews", "notes", "whys", "costs", "tests"]
SHEETS: tuple[SheetName, ...] = get_args(SheetName)
FieldTables = dict[SheetName, Table]
LEVELS = ("top", "middle", "front")
WHY_KINDS = ("fact", "opinion")
# A chain of whys is one cell of its table: the sheet unfolds it into rows, one link each.
CHAIN = "chain"
CODE = "code:"

KEYS: Mapping[SheetName, tuple[Field, ...]] = {
    "causes": (Field("id", width=20),),
    "evidence": (Field("cause", names="causes", width=20), Field("number", width=6)),
    "interviews": (Field("id", width=16),),
    "notes": (Field("interview", names="interviews", width=16), Field("number", width=6)),
    "whys": (Field("id", width=16),),
    "costs": (Field("cause", names="causes", width=20),),
    "tests": (Field("cause", names="causes", width=20), Field("number", width=6)),
}
FIELDS: Mapping[SheetName, tuple[Field, ...]] = {
    "causes": (
        Field("title", width=44), Field("category", names="categories", width=12), Field("kpi", names="kpis", width=20),
        Field("entity", names="entities", width=14), Field("slice", "list", width=20),
        Field("parent", names="causes", width=16), Field("actionable", "truth", width=8),
        Field("raised_by", names="people", width=12), Field("raised", "day", width=12), Field("note", width=40),
    ),
    "evidence": (
        Field("evidence_kind", "choice", EVIDENCE_KINDS, width=10), Field("supports", "truth", width=8),
        Field("text", width=60), Field("source", width=20), Field("by", names="people", width=12),
        Field("at", "day", width=12),
    ),
    "interviews": (
        Field("role", width=18), Field("interview_level", "choice", LEVELS, width=10), Field("at", "day", width=12),
        Field("by", names="people", width=12), Field("holders", "number", width=10),
    ),
    "notes": (Field("text", width=70), Field("supports", "truth", width=8), Field("share", "truth", width=10)),
    "whys": (Field("problem", width=36), Field("kpi", names="kpis", width=18), Field(CHAIN)),
    "costs": (Field("votes", "number", width=8), Field("amount", "number", width=12), Field("unit", width=10)),
    "tests": (
        Field("test_kind", "choice", get_args(TestKind), width=12), Field("driver", names="kpis", width=22),
        Field("test_direction", "choice", ("higher", "lower"), width=12),
        Field("confounders", "list", names="kpis", width=24), Field("lag", "number", width=8),
        Field("event", "day", width=12),
        Field("treated", "list", names="entities", width=20),
    ),
}  # fmt: skip
# Columns of a link, beside the one that holds its words.
LINK = (
    Field("why_kind", "choice", WHY_KINDS, width=10), Field("evidence", width=40),
    Field("cause", names="causes", width=20), Field("actionable", "truth", width=10),
)  # fmt: skip
# What the files call a field otherwise.
FILE_KEYS: Mapping[str, str] = {
    "evidence_kind": "kind", "interview_level": "level", "why_kind": "kind", "test_kind": "kind",
    "test_direction": "direction",
}  # fmt: skip
# Words in one language or two; the workbook shows those of the engagement's language.
WORDS = frozenset({("causes", "title"), ("causes", "note"), ("evidence", "text"), ("whys", "problem")})
NEEDED = frozenset({
    ("causes", "title"), ("causes", "category"), ("causes", "kpi"), ("evidence", "evidence_kind"), ("evidence", "text"),
    ("evidence", "by"), ("evidence", "at"), ("interviews", "role"), ("interviews", "interview_level"),
    ("interviews", "at"), ("notes", "text"), ("whys", "problem"), ("tests", "test_kind"),
})  # fmt: skip
# What an absent field means: an empty cell says the same.
DEFAULTS: Mapping[tuple[str, str], Cell] = {
    ("causes", "actionable"): True, ("notes", "share"): False, ("interviews", "holders"): 1,
}  # fmt: skip
# Tables whose rows stand in a list below another: in which table, and under which name.
BELOW: Mapping[SheetName, tuple[SheetName, str]] = {
    "evidence": ("causes", "evidence"), "notes": ("interviews", "notes"), "tests": ("causes", "tests"),
}  # fmt: skip
WHOLE = frozenset({("costs", "votes"), ("interviews", "holders"), ("tests", "lag")})


def field_of(table: SheetName, name: str) -> Field:
    """Field of a table 「取字段」."""
    return next(each for each in (*KEYS[table], *FIELDS[table]) if each.name == name)


def table_of(each: Difference | Conflict) -> SheetName:
    """Table that a change is about; the merge is the dictionary's, the tables are not 「所属表」."""
    return cast("SheetName", each.table)
