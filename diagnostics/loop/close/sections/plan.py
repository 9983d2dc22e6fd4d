"""Section: what could be done next 「下一步可以做什么」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Bullets, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.sections.sight import MOST_TOLD, joined, smallest_text, titles_of
from diagnostics.model.library_card import LEVELS
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 10
_KEYS = ("rank", "title", "dimension", "cause", "value", "effort", "holds", "backing")


def proposals_section(inputs: Inputs, wording: Wording) -> Section | None:
    """What the library proposes for confirmed causes, and what is planned, in one order 「措施建议」."""
    record = inputs.interventions.get("proposals")
    if not record or not (record["items"] or record["unanswered"] or record.get("planned")):
        return None
    items, planned = record["items"], record.get("planned", [])
    parts: list[AnyPart] = []
    if items or planned:
        parts.append(TablePart(table=_table(record, inputs, wording)))
    notes = [] if record.get("settled", True) else [_say("page.unsettled", wording)]
    notes += [*_blind(items, inputs, wording), *_training(record, wording), *_roll_outs(record, wording)]
    notes += _already(record, inputs, wording)
    notes += [_past(each, wording) for each in record.get("past", ())]
    if record["unanswered"]:
        names = _causes(inputs, wording)
        listed = _say("page.list", wording).join(names.get(each, each) for each in record["unanswered"])
        notes.append(_say("page.unanswered", wording, causes=listed))
    if any(count for form, count in record["forms"].items() if form != "material"):
        notes.append(_say("page.forms", wording, **record["forms"]))
    parts += [Bullets(items=tuple(notes))] if notes else []
    parts += [Paragraph(text=_tools(record, wording))] if record["tools"] else []
    causes = len({each["cause"] for each in items})
    lead = [_say("page.lead", wording, count=len(items), causes=causes)] if items else []
    lead += [_say("page.planned", wording, count=len(planned))] if planned else []
    return Section(id="proposals", title=_say("page.title", wording), lead=joined(lead, wording), parts=tuple(parts))


def _causes(inputs: Inputs, wording: Wording) -> dict[str, str]:
    listed = (inputs.causes or {}).get("causes", ())
    return {each["cause"]: wording.words(each["title"]) or wording.kpi(each["kpi"]) for each in listed}


def _already(record: Record, inputs: Inputs, wording: Wording) -> list[str]:
    names = _causes(inputs, wording)
    return [
        _say("page.already", wording, cause=names.get(cause, cause), measures=titles_of(inputs, keys, wording))
        for cause, keys in sorted(record["already"].items())
    ]


def _past(each: Record, wording: Wording) -> str:
    """What measures of the same kind did at other clients."""
    return _say("page.past", wording, title=wording.words(each["title"]), told=wording.words(each["text"]))


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"proposals.{term}", wording.language, **values)


def _table(record: Record, inputs: Inputs, wording: Wording) -> Table:
    planned = record.get("planned", [])
    both = sorted((*record["items"], *planned), key=lambda each: int(each["rank"]))
    shown = both[:MOST_ROWS]
    columns = tuple(
        Column(key=each, label=_say(f"page.column.{each}", wording), align="right" if each == "rank" else "left")
        for each in _KEYS
    )
    note = _say("page.order", wording, draws=record["draws"])
    if len(both) > len(shown):
        cut = _say("page.left_out", wording, shown=len(shown), count=len(both))
        note = joined((cut, note), wording)
    if any(each["backing"] == "unverified" for each in shown):
        note = joined((note, _say("page.unverified", wording)), wording)
    several = len({each["entity"] for each in record["items"]}) > 1
    rows = tuple(
        _planned(each, inputs, wording) if each["backing"] == "planned" else _row(each, wording, several=several)
        for each in shown
    )
    return Table(caption=_say("page.caption", wording), columns=columns, rows=rows, note=note)


def _row(each: Record, wording: Wording, *, several: bool) -> dict[str, str]:
    """Proposal as a row; whose cause it is, where causes of several are answered."""
    cause = wording.words(each["cause_title"]) or wording.kpi(each["kpi"])
    told = {
        "rank": str(each["rank"]),
        "title": wording.words(each["title"]),
        "dimension": say(f"intervene.dimension.{each['dimension']}", wording.language),
        "cause": _say("page.cause_of", wording, entity=wording.entity(each["entity"]), cause=cause)
        if several
        else cause,
        "effort": _say("page.effort", wording, effort=each["effort"]),
        "backing": _say(f"backing.{each['backing']}", wording),
    }
    return told | _place(each, wording)


def _planned(each: Record, inputs: Inputs, wording: Wording) -> dict[str, str]:
    """Measure that the ledger has as a row, with the cause that its board tells."""
    known = {one["id"]: one for one in inputs.interventions["interventions"]}
    measure = known.get(each["id"], {})
    told = {
        "rank": str(each["rank"]),
        "title": wording.words(each["title"]),
        "dimension": say(f"intervene.dimension.{each['dimension']}", wording.language),
        "cause": wording.words(measure.get("cause") or {}),
        "effort": _say("page.unsaid", wording)
        if each["effort"] is None
        else _say("page.effort", wording, effort=each["effort"]),
        "backing": _say("page.in_ledger", wording),
    }
    if each["confidence"] is None:
        told["backing"] = _say("page.in_ledger_unsure", wording)
    told |= _place(each, wording, ranked=not each["lacks"])
    if each["promised"]:
        told["value"] = _say("page.promised", wording, value=told["value"])
    return told


def _place(each: Record, wording: Wording, *, ranked: bool = True) -> dict[str, str]:
    """What is at stake, and how the order holds where there is one."""
    told = {"value": _value(each["stake"], wording)}
    if each["stake"] is not None and ranked:
        holds = {"share": wording.share(each["first_share"]), "low": each["rank_low"], "high": each["rank_high"]}
        same = each["rank_low"] == each["rank_high"]
        told["holds"] = _say("page.holds_one" if same else "page.holds", wording, **holds)
    return told


def _value(stake: Record | None, wording: Wording) -> str:
    """What is at stake with its range, told once where both ends read alike."""
    if stake is None:
        return _say("page.not_sized", wording)
    whole = stake["amount"] / stake["share"] if stake["share"] else 0.0
    low, high = (wording.change(stake["mother"], stake[name] * whole).lstrip("+") for name in ("low", "high"))
    amount = wording.change(stake["mother"], stake["amount"]).lstrip("+")
    term = "page.value_one" if low == high == amount else "page.value"
    return _say(term, wording, mother=wording.kpi(stake["mother"]), amount=amount, low=low, high=high)


def _blind(items: Sequence[Record], inputs: Inputs, wording: Wording) -> list[str]:
    """What nobody could tell of the effect of a proposal: too small to show, or beside other measures."""
    told = []
    for each in items[:MOST_TOLD]:
        found, title = each.get("visibility"), wording.words(each["title"])
        if not found:
            continue
        if each.get("hidden"):
            told.append(
                _say(
                    "page.hidden", wording, title=title, judged=wording.period(found["judged"]),
                    smallest=smallest_text(each["kpi"], found, wording),
                )
            )  # fmt: skip
        if found["beside"]:
            measures = titles_of(inputs, found["beside"], wording)
            told.append(
                joined((f"“{title}”{_colon(wording)}", _say("sight.beside", wording, measures=measures)), wording)
            )
    return told


def _training(record: Record, wording: Wording) -> list[str]:
    return [
        _say(
            "page.training" if each["module"] else "page.training_none", wording,
            entity=wording.entity(each["entity"]), kpi=wording.kpi(each["kpi"]), gap=_apart(each, wording),
            against=_say(f"page.against.{each['against']}", wording), title=wording.words(each["title"]),
        )
        for each in record["training"][:MOST_TOLD]
    ]  # fmt: skip


def _apart(each: Record, wording: Wording) -> str:
    """How far a KPI is from its reference; shares differ in percentage points."""
    if each.get("points") is not None and wording.is_share(each["kpi"]):
        return wording.distance(each["kpi"], each["points"])
    return wording.ratio(each["relative"])


def _roll_outs(record: Record, wording: Wording) -> list[str]:
    told = []
    for each in record["roll_outs"][:MOST_TOLD]:
        if each["recommended"] is None:
            continue
        plan = each["plans"][each["recommended"]]
        order = _say("page.next", wording).join(_wave(wave, wording) for wave in plan["waves"])
        smallest = smallest_text(each["kpi"], plan, wording)
        values = {"first": plan["first"], "waves": len(plan["waves"]), "judged": wording.period(each["judged"])}
        text = _say(
            "page.roll_out", wording, kpi=wording.kpi(each["kpi"]), smallest=smallest, order=order, **values
        )  # fmt: skip
        told.append(text)
    return told


def _wave(wave: Record, wording: Wording) -> str:
    names = wording.entities(wave["entities"])
    start = wording.day(wave["start"])
    return _say("page.wave", wording, number=wave["number"], start=start, entities=names)


def _tools(record: Record, wording: Wording) -> str:
    listed = sorted(record["tools"], key=lambda each: LEVELS.index(each["level"]))
    told = []
    for each in listed:
        tools = _say("page.list", wording).join(wording.words(one) for one in each["tools"])
        level, why = wording.words(each["name"]), wording.words(each["why"])
        told.append(_say("page.tool", wording, level=level, tools=tools, why=why))
    return joined((_say("page.tools", wording) + _colon(wording), *told), wording)


def _colon(wording: Wording) -> str:
    return "：" if wording.language == "zh" else ":"
