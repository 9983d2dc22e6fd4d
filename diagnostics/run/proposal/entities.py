"""Entities that a table suggests, with the levels above them 「考核对象草案」."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count, pairwise
from typing import TYPE_CHECKING

from diagnostics.dictionary.csv_text import csv_line, guarded
from diagnostics.run.proposal.columns import Columns

if TYPE_CHECKING:
    import pandas as pd

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# Nothing in the table may bear the company's id or name.
_COMPANY = tuple(f"company{suffix}" for suffix in ("", "_whole", "_total", "_all"))
_COMPANY_NAMES = ("全公司", "公司整体")
_LEVELS = (
    ("store", re.compile(r"store|shop|branch|店", re.IGNORECASE)),
    ("counter", re.compile(r"counter|柜台|专柜", re.IGNORECASE)),
    ("team", re.compile(r"team|组", re.IGNORECASE)),
    ("line", re.compile(r"line|产线", re.IGNORECASE)),
    ("department", re.compile(r"depart|部门|车间", re.IGNORECASE)),
    ("subsidiary", re.compile(r"company|subsidiary|公司", re.IGNORECASE)),
    ("city", re.compile(r"city|城市|地市", re.IGNORECASE)),
    ("province", re.compile(r"province|省", re.IGNORECASE)),
    ("region", re.compile(r"region|area|区", re.IGNORECASE)),
)


class ProposedEntities:
    """Entities that a table names: a level for each column, the company above all 「考核对象草案」.

    Parameters
    ----------
    table : pandas.DataFrame
        Facts.
    found : Columns
        What the columns are.
    doubts : list of str
        Where names that match no entity are told.
    """

    def __init__(self, table: pd.DataFrame, found: Columns, doubts: list[str]) -> None:
        columns = [found.entity, *found.parents] if found.entity else []
        self.names = [_names(table[each].dropna().map(_plain_text), doubts) for each in columns]
        self.taken = {name for names in self.names for name in names}
        levels: list[str] = []
        for each in columns:
            level = _level(each)
            levels.append(level if level not in (*levels, "company") else f"{level}_{len(levels) + 1}")
        self.levels = levels
        self._above = [
            dict(table[[low, high]].dropna().map(_plain_text).itertuples(index=False, name=None))
            for low, high in pairwise(columns)
        ]

    @property
    def company(self) -> str:
        """Id of the company that nothing in the table bears 「公司编号」."""
        return next(each for each in _COMPANY if each not in self.taken)

    def text(self, client: str) -> str:
        """Text of entities.csv 「考核对象文件」."""
        company = self.company
        ids: list[dict[str, str]] = []
        used = {company} | self.taken
        for names, level in zip(self.names, self.levels, strict=True):
            keys = _ids(names, level, used)
            used |= set(keys)
            ids.append(dict(zip(names, keys, strict=True)))
        every = {key for each in ids for key in each.values()}
        label = next((each for each in (*_COMPANY_NAMES, client) if each not in self.taken and each not in every), "")
        rows = [["id", "name", "aliases", "level", "parent", "peer_group"], [company, label, "", "company", "", ""]]
        for at in reversed(range(len(ids))):
            peers = "peers" if at == 0 else ""
            for name, key in ids[at].items():
                parent = ids[at + 1].get(self._above[at].get(name, ""), company) if at + 1 < len(ids) else company
                rows.append([key, name, "", self.levels[at], parent, peers])
        return "".join(csv_line([*map(guarded, each)], "\n") for each in rows)


def _plain_text(value: object) -> str:
    """Text of a value as the engine writes it: a whole number without its decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _ids(names: list[str], level: str, taken: set[str]) -> list[str]:
    """Ids of entities: the name itself where it can be one, else level and number; never another's name."""
    reserved = taken | set(names)
    numbered = (key for key in (f"{level}_{at}" for at in count(1)) if key not in reserved)
    return [name if _ID.fullmatch(name) else next(numbered) for name in names]


def _names(values: Iterable[str], doubts: list[str]) -> list[str]:
    """Distinct values in order; those with blanks at an edge, or that no file can hold, are doubts."""
    names = list(dict.fromkeys(values))
    padded = [each for each in names if each != each.strip()]
    if padded:
        doubts.append(f"Names with blanks at an edge do not match any entity: {padded[:5]}.")
    return [each for each in names if each == each.strip() and each.isprintable()]


def _level(column: str | None) -> str:
    return next((level for level, pattern in _LEVELS if pattern.search(column or "")), "entity")
