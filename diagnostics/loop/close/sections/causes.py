"""Section: why there is a gap, with what evidence, what stays open, what is to be decided 「根因」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.look.page import Bullets, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.sections.cause_shares import (
    has_share,
    said,
    share_of,
    shares_figure,
    telling,
    title_of,
    titles_of,
)
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

MOST_CONFIRMED, MOST_ROWS, MOST_OPEN, MOST_DRAWN = 5, 15, 8, 8
# Reasons that sound as if nothing had been tested.
_UNTESTED = {"needs_data", "little"}
# What a page asks for, by why a cause is open; the rest waits for more evidence.
_ASKS = {"needs_people": "ask_people", "needs_data": "ask_data", "conflicting": "ask_conflict"}


def causes_section(record: Record | None, wording: Wording) -> Section | None:
    """Confirmed causes with their evidence, the register, what is open and what is to be decided 「根因」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``causes``; nothing where no cause is registered.
    """
    if not record or not record["causes"]:
        return None
    causes: list[Record] = record["causes"]
    by = {
        verdict: [each for each in causes if each["verdict"] == verdict]
        for verdict in ("confirmed", "open", "rejected")
    }
    parts: list[AnyPart] = []
    if by["confirmed"]:
        told = [_confirmed(each, wording) for each in by["confirmed"][:MOST_CONFIRMED]]
        parts.append(Bullets(items=tuple(told)))
    shown = sorted(_shown(causes), key=_rank)
    parts += _blocks(causes, shown, wording)
    bare = len(causes) - len(shown)
    told = [_open(each, wording) for each in shown if each["verdict"] == "open"]
    parts += _listed("open", told, wording, bare=bare)
    parts += _listed("ask", _asked(by, wording), wording)
    counts = {name: len(each) for name, each in by.items()}
    return Section(id="causes", title=said("title", wording), lead=said("lead", wording, **counts), parts=tuple(parts))


def _blocks(causes: Sequence[Record], shown: Sequence[Record], wording: Wording) -> list[AnyPart]:
    """Figure and table of each KPI: shares of different gaps stand on no axis and in no column together."""
    kpis = list(dict.fromkeys(one["kpi"] for one in causes))
    last = next(reversed([each for each in kpis if any(one["kpi"] == each for one in shown)]), None)
    parts: list[AnyPart] = []
    for kpi in kpis:
        drawn = [each for each in causes if each["kpi"] == kpi and has_share(each)][:MOST_DRAWN]
        if drawn:
            parts.append(shares_figure(drawn, wording))
        rows = [each for each in shown if each["kpi"] == kpi]
        if rows:
            rest = (("bare", len(causes) - len(shown)),) if kpi == last else ()
            parts.append(TablePart(table=_table(rows, rest, wording, ruled=kpi == last)))
    return parts


def _shown(causes: Sequence[Record]) -> list[Record]:
    """Causes that are told one by one: where there are many, those with any evidence."""
    return list(causes) if len(causes) <= MOST_OPEN else [each for each in causes if _has_evidence(each)]


def _has_evidence(cause: Record) -> bool:
    tested = any(each["outcome"] != "impossible" for each in cause["tests"])
    return bool(tested or cause.get("evidence") or cause["kinds_for"] or cause["kinds_against"])


def _rank(cause: Record) -> tuple[int, int]:
    """Confirmed ones, those that data reject, open ones, those that people reject; within each as in the register."""
    with_data = any(each["outcome"] != "impossible" for each in cause["tests"])
    first = {"confirmed": 0, "rejected": 1 if with_data else 3, "open": 2}[cause["verdict"]]
    return first, 0 if cause["share"] is not None else 1


def _confirmed(cause: Record, wording: Wording) -> str:
    test = telling(cause)
    told = wording.words(test["told"]) if test else say(f"causes.why.{cause['why']}", wording.language)
    names = {"kpi": wording.kpi(cause["kpi"]), "entity": wording.entity(cause["entity"])}
    return said("confirmed", wording, title=title_of(cause, wording), told=told, **names)


def _table(causes: Sequence[Record], rest: Sequence[tuple[str, int]], wording: Wording, *, ruled: bool) -> Table:
    """Causes of one KPI; the rule stands once, below the last table."""
    keys = ("cause", "verdict", "share", "basis")
    columns = tuple(
        Column(key=each, label=said(each, wording), align="right" if each == "share" else "left") for each in keys
    )
    more = len(causes) - MOST_ROWS
    names = titles_of(causes, wording)
    rows = tuple(_row(each, name, wording) for each, name in list(zip(causes, names, strict=True))[:MOST_ROWS])
    counts = (("more", more), *rest)
    told = [said("rule", wording)] if ruled else []
    told += [said(term, wording, count=count) for term, count in counts if count > 0]
    note = ("" if wording.language == "zh" else " ").join(each.strip() for each in told)
    return Table(
        caption=said("caption", wording, kpi=wording.kpi(causes[0]["kpi"])), columns=columns, rows=rows, note=note
    )


def _row(cause: Record, name: str, wording: Wording) -> dict[str, str]:
    return {
        "cause": name,
        "verdict": say(f"causes.verdict.{cause['verdict']}", wording.language),
        "share": share_of(cause, wording),
        "basis": _basis(cause, wording),
    }


def _basis(cause: Record, wording: Wording) -> str:
    """Kinds of evidence for and against, in the readers' words."""
    separator = said("list", wording)
    told = []
    for side in ("for", "against"):
        kinds = [say(f"causes.kind.{each}", wording.language) for each in cause[f"kinds_{side}"]]
        if kinds:
            told.append(said(side, wording, kinds=separator.join(kinds)))
    return wording.say("list.semicolon").join(told) or said("none", wording)


def _open(cause: Record, wording: Wording) -> str:
    """What an open cause lacks, and what its test showed."""
    test = telling(cause) or next(iter(cause["tests"]), None)
    term = cause["why"] + _tested(cause)
    kinds = said("list", wording).join(say(f"causes.kind.{each}", wording.language) for each in cause["kinds_for"])
    why = say(f"causes.why.{term}", wording.language, **({"kinds": kinds} if cause["why"] == "needs_data" else {}))
    told = wording.words(test["told"]) if test and cause["why"] != "no_gap" else ""
    return said("open_tested" if told else "open_item", wording, title=title_of(cause, wording), why=why,
                **({"told": told} if told else {}))  # fmt: skip


def _tested(cause: Record) -> str:
    """Ending of words that else sound as if nothing had been tested."""
    tested = any(each["outcome"] != "impossible" for each in cause["tests"])
    return "_tested" if tested and cause["why"] in _UNTESTED else ""


def _asked(by: dict[str, list[Record]], wording: Wording) -> list[str]:
    """Decisions: whether to act on what is confirmed and can be changed, who looks into what is open."""
    acted = _acted_on(wording)
    asked: list[tuple[str, Any]] = [
        ("ask_measure", each)
        for each in by["confirmed"]
        if each["actionable"] and not acted & {each["cause"], *(_bare(text) for text in each["title"].values())}
    ]
    asked += [(_ASKS[each["why"]] + _tested(each), each) for each in by["open"] if each["why"] in _ASKS]
    return [said(term, wording, title=title_of(each, wording)) for term, each in asked]


def _acted_on(wording: Wording) -> set[str]:
    """Causes that measures name already, by id or title."""
    measures = wording.inputs.interventions["interventions"]
    return {_bare(text) for each in measures for text in (each.get("cause") or {}).values() if text}


def _bare(text: str) -> str:
    return text.strip().rstrip("。.")


def _listed(term: str, items: Sequence[str], wording: Wording, *, bare: int = 0) -> list[AnyPart]:
    """Items under a head, as many as a reader takes in; ``bare`` more have no evidence and are counted."""
    if not items and not bare:
        return []
    more = len(items) - MOST_OPEN
    shown = [*items[:MOST_OPEN], *([said("more", wording, count=more)] if more > 0 else [])]
    shown += [said("bare", wording, count=bare)] if bare else []
    return [Paragraph(text=said(term, wording), tone="lead"), Bullets(items=tuple(shown))]
