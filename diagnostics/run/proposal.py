"""A first engagement from the client's own table: proposed, and honest about what it guesses 「由数据表生成项目」."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from diagnostics.run.proposal_columns import Columns, has_days, quoted, sort_columns
from diagnostics.run.proposal_days import iso_day, other_days, rewrite

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "facts"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# Nothing in the table may bear the company's id or name.
_COMPANY = tuple(f"company{suffix}" for suffix in ("", "_whole", "_total", "_all"))
_COMPANY_NAMES = ("全公司", "公司整体")
_MOST_KPIS = 60
_ALWAYS = (
    "Is the cycle right? Every KPI is counted by the month.",
    "Which KPIs are the mother metrics, which is driven by which, who owns each, and what exactly does each mean?",
    "The scorecard has no targets: base, target and stretch are still to be agreed, with where they come from.",
    "The three questions of the charter are not answered yet.",
)
_SHARE = re.compile(r"rate|ratio|share|percent|率|占比|比例|%", re.IGNORECASE)
_MEAN = re.compile(
    r"score|price|average|mean|temperature|productivity|efficiency|效率|得分|评分|单价|均价|平均|满意度", re.IGNORECASE
)
_MONEY = re.compile(
    r"sales|revenue|turnover|amount|profit|cost|price|元|金额|销售额|收入|营收|利润|成本|费用", re.IGNORECASE
)
_LOWER = re.compile(
    r"cost|complain|defect|scrap|loss|idle|delay|error|成本|费用|投诉|不良|报废|损失|停工|延误|差错|退货", re.IGNORECASE
)
_FIRST = re.compile(r"profit|revenue|sales|turnover|利润|营收|销售额|收入|金额", re.IGNORECASE)
_LEVELS = (
    ("store", re.compile(r"store|shop|branch|店", re.IGNORECASE)),
    ("team", re.compile(r"team|组", re.IGNORECASE)),
    ("line", re.compile(r"line|产线", re.IGNORECASE)),
    ("department", re.compile(r"depart|部门|车间", re.IGNORECASE)),
    ("region", re.compile(r"region|area|区", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Files of an engagement that a table suggests, and what is a guess in them 「项目草案」.

    Parameters
    ----------
    source : Path
        The client's table.
    copy : str or None
        Its text as it goes into ``data/``; None where the file is copied as it is.
    files : dict of str
        Text of each file, by its name in the engagement.
    doubts : tuple of str
        What somebody has to confirm.
    """

    source: Path
    copy: str | None
    files: dict[str, str]
    doubts: tuple[str, ...]


def propose(source: Path, key: str, name: str) -> Proposal:
    """Engagement that a table suggests 「生成项目草案」.

    Parameters
    ----------
    source : Path
        Table: .csv, .parquet or .xlsx (its first sheet).
    key, name : str
        Id of the engagement, and the client's name.

    Raises
    ------
    InputError
        When the table can't be read, holds no facts, no day or no figures.
    """
    table, encoding, copy, doubts = _read(source)
    found = sort_columns(table)
    names = _names(table[found.entity].dropna().astype(str), doubts) if found.entity else []
    company = next(each for each in _COMPANY if each not in names)
    kpis, guesses = _kpis(table, found)
    settings = _settings(source, key, name, found)
    if encoding:
        settings["sources"][SOURCE]["encoding"] = encoding
    if found.entity:
        level = _level(found.entity)
        doubts.append(f"All of {found.entity!r} are taken for level {level!r}, under the company and comparable.")
    texts = {
        "engagement.yaml": _yaml(settings) + _starter("proposed_settings.yaml"),
        "kpis.yaml": _yaml(kpis),
        "scorecards.yaml": _yaml(_card(kpis, company)),
        "entities.csv": _entities(names, found.entity, company, name),
        "ledger.yaml": _starter("proposed_ledger.yaml"),
    }
    return Proposal(source, copy, texts, (*found.doubts, *doubts, *guesses, *_ALWAYS))


def _read(source: Path) -> tuple[pd.DataFrame, str | None, str | None, list[str]]:
    """Facts, encoding to declare, text of the copy where days had to be rewritten, and what is a guess so far."""
    from diagnostics.run.proposal_table import read_table

    table, encoding = read_table(source)
    doubts = [f"The file is not UTF-8; it was read as {encoding}."] if encoding else []
    if (column := None if has_days(table) else other_days(table)) is None:
        return table, encoding, None, doubts
    copy = rewrite(source, encoding, column)
    table[column] = [iso_day(str(each)) for each in table[column]]
    return table, None, copy, [f"The days in column {column!r} were rewritten as ISO days in the copy below data/."]


def write_proposal(folder: Path, proposal: Proposal) -> None:
    """Write a proposal into the folder of an engagement, the table beside it 「写入项目草案」."""
    place = folder / "data" / proposal.source.name
    if proposal.copy is None:
        shutil.copyfile(proposal.source, place)
    else:
        place.write_text(proposal.copy, encoding="utf-8", newline="\n")
    for name, text in proposal.files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    questions = "# To confirm 「待确认」\n\n" + "".join(f"- {each}\n" for each in proposal.doubts)
    (folder / "notes" / "questions.md").write_text(questions, encoding="utf-8", newline="\n")


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _starter(name: str) -> str:
    """Text of the starter that is the same whatever the table holds: what is still to be written, and how."""
    return files("diagnostics.run").joinpath("starter", name).read_text(encoding="utf-8")


def _settings(source: Path, key: str, name: str, found: Columns) -> dict[str, Any]:
    facts = {"file": source.name, "time": found.time, "entity": found.entity, "person": found.person}
    return {
        "id": key,
        "client": name,
        "language": "zh",
        "currency": "CNY",
        "calendar": {"timezone": "Asia/Shanghai"},
        "sources": {SOURCE: {field: value for field, value in facts.items() if value}},
        "entities": "entities.csv",
    }


def _level(column: str | None) -> str:
    return next((level for level, pattern in _LEVELS if pattern.search(column or "")), "entity")


def _entities(names: list[str], column: str | None, company: str, client: str) -> str:
    """Text of entities.csv: the company, and under it whatever the column names."""
    level = _level(column)
    ids = _ids(names, level, {company})
    label = next((each for each in (*_COMPANY_NAMES, client) if each not in names and each not in ids), "")
    rows = [["id", "name", "aliases", "level", "parent", "peer_group"], [company, label, "", "company", "", ""]]
    rows += [[key, name, "", level, company, "peers"] for name, key in zip(names, ids, strict=True)]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


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


def _kpis(table: pd.DataFrame, found: Columns) -> tuple[list[dict[str, Any]], list[str]]:
    """Entries of kpis.yaml, the likeliest result first as mother metric, and what is a guess about them."""
    figures = sorted(found.figures, key=lambda name: not _FIRST.search(name))
    doubts = [f"{len(figures)} columns hold figures; the first {_MOST_KPIS} became KPIs."][: len(figures) > _MOST_KPIS]
    entries: list[dict[str, Any]] = []
    for name in figures[:_MOST_KPIS]:
        key = _kpi_id(name, {each["id"] for each in entries})
        entry = {"id": key, "name": name, "definition": f"{name} ({SOURCE})", **_measure(table, name, doubts)}
        entry |= {"dimensions": list(found.dimensions)} if found.dimensions else {}
        entry |= {"where": found.where} if found.where else {}
        entry |= {"cycle": "month", "owner": "待定"}
        entry |= {"parent": entries[0]["id"]} if entries else {"mother": True}
        entries.append(entry)
    doubts.append(f"{figures[0]!r} was taken for the mother metric and all others for its drivers.")
    lower = [each["name"] for each in entries if each["direction"] == "lower"]
    doubts.append(
        f"Less is taken to be better for {lower}, more for all others." if lower else "More is better for all."
    )
    return entries, doubts


def _measure(table: pd.DataFrame, name: str, doubts: list[str]) -> dict[str, Any]:
    column, values = quoted(name), table[name].dropna()
    unit = "money" if _MONEY.search(name) else "count" if bool((values % 1 == 0).all()) else "number"
    expression = f"sum({column})"
    if _SHARE.search(name) and bool(values.between(0, 1).all()):
        unit, expression = "share", f"mean({column})"
        doubts.append(
            f"{name!r} is a ratio already, so it is averaged; better its numerator and denominator, summed apart."
        )
    elif _SHARE.search(name) or _MEAN.search(name):
        unit, expression = ("money" if unit == "money" else "number"), f"mean({column})"
        doubts.append(f"{name!r} is averaged over facts, not added up.")
    elif "万" in name and unit == "money":
        expression = f"sum({column}) * 10000"
        doubts.append(f"{name!r} seems to be in 万元 and is turned into yuan.")
    direction = "lower" if _LOWER.search(name) else "higher"
    return {"unit": unit, "direction": direction, "source": SOURCE, "measure": expression}


def _kpi_id(name: str, taken: set[str]) -> str:
    """Id for a column: its letters where it has any, else a number; never one that is taken."""
    slug = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower()[:48]
    base = slug if re.match(r"[a-z]", slug) else "kpi"
    numbered = (f"{base}_{at}" for at in range(1, 10_000))
    return base if base != "kpi" and base not in taken else next(each for each in numbered if each not in taken)


def _card(kpis: list[dict[str, Any]], company: str) -> list[dict[str, Any]]:
    """Scorecard of the company: up to four KPIs, the first weighs most."""
    weights = {1: [1.0], 2: [0.6, 0.4], 3: [0.5, 0.3, 0.2]}.get(len(kpis), [0.4, 0.3, 0.2, 0.1])
    rules = {"higher": "ratio", "lower": "complement"}
    items = [
        {"kpi": each["id"], "weight": weight, "core": at < 2, "scoring": {"rule": rules[each["direction"]]}}
        for at, (each, weight) in enumerate(zip(kpis, weights, strict=False))
    ]
    return [{"entity": company, "name": {"zh": "公司考核表", "en": "Company"}, "profile": "company", "items": items}]
