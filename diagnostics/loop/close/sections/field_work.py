"""Section: which causes were looked into, and how 「现场调查」."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from diagnostics.look.page import Bullets, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.model.root_cause import EVIDENCE_KINDS
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart, FigurePart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS, MOST_NAMED, MOST_QUOTES, MOST_CHAINS, MOST_DRAWN = 20, 5, 6, 6, 4
# Fewer causes are told faster than drawn.
_FEWEST = 3
# One cause makes all of the loss that was told: nothing to order.
_FEWEST_LOSSES = 2


def field_work_section(record: Record | None, wording: Wording) -> Section | None:
    """Fishbone, kinds of evidence beside each other, losses, whys, and what may be quoted 「现场调查」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``fieldwork``; nothing where no cause is registered.
    """
    if not record or not record["causes"]:
        return None
    parts: list[AnyPart] = []
    parts += _fishbones(record["causes"], wording)
    several = len(record["losses"]) > 1
    drawn = [_losses(each, wording, several=several) for each in record["losses"][:MOST_DRAWN]]
    parts += [each for each in drawn if each is not None]
    parts.append(TablePart(table=_matrix(record["causes"], wording), folded=True))
    notes = _notes(record, wording)
    parts += [Bullets(items=tuple(notes))] if notes else []
    parts += [
        TablePart(table=_whys(each, wording), folded=True) for each in record["whys"][:MOST_CHAINS] if each["links"]
    ]
    parts += [TablePart(table=_quotes(record, wording))] if record["quotes"] else []
    lead = _say("lead", wording, count=len(record["causes"]), interviews=record["interviews"])
    return Section(id="field-work", title=_say("title", wording), lead=lead, parts=tuple(parts))


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"field_work.section.{term}", wording.language, **values)


def _fishbones(causes: Sequence[Record], wording: Wording) -> list[AnyPart]:
    """A figure a KPI with enough causes, and which KPIs have none."""
    kpis = [kpi for kpi, _ in Counter(each["kpi"] for each in causes).most_common()]
    parts: list[AnyPart] = []
    left = []
    for kpi in kpis:
        own = [each for each in causes if each["kpi"] == kpi]
        full = len(own) < _FEWEST or len(parts) >= MOST_DRAWN
        drawn = None if full else _fishbone(kpi, own, wording)
        if drawn is None:
            left.append(wording.kpi(kpi))
        else:
            parts.append(drawn)
    if parts and left:
        names = _say("between_names", wording).join(left[:MOST_NAMED])
        parts.append(Paragraph(text=_say("not_drawn", wording, count=len(left), kpis=names), tone="note"))
    return parts


def _drawable(texts: Sequence[str]) -> bool:
    """Whether the page font has all their letters: a figure never shows a box in place of one."""
    from diagnostics.look.charts.canvas import lacking

    return not any(lacking(" ".join(each.split())) for each in texts)


def _fishbone(kpi: str, causes: Sequence[Record], wording: Wording) -> FigurePart | None:
    import pandas as pd

    from diagnostics.look.charts import fishbone_chart
    from diagnostics.look.charts.fishbone import MOST, MOST_CATEGORIES
    from diagnostics.look.figure import figure_part

    # What is confirmed and what is open comes before what is rejected, where a reader can't take in all.
    order = ("confirmed", "open", "rejected")
    shown = sorted(causes, key=lambda each: order.index(each["verdict"]))[:MOST]
    frame = pd.DataFrame({
        "category": [wording.words(each["category"]) for each in shown],
        "label": [wording.words(each["title"]) for each in shown],
        "state": [each["verdict"] for each in shown],
    })  # fmt: skip
    if frame["category"].nunique() > MOST_CATEGORIES or not _drawable([*frame["label"], *frame["category"]]):
        return None
    states = {each: say(f"causes.verdict.{each}", wording.language) for each in order}
    problem = _say("problem", wording, kpi=wording.kpi(kpi))
    counts = {name: sum(each["verdict"] == name for each in causes) for name in order}
    alt = _say("alt", wording, kpi=wording.kpi(kpi), count=len(causes), **counts)
    caption = _say("more", wording, count=len(causes), shown=len(shown)) if len(causes) > len(shown) else ""
    return figure_part(
        partial(fishbone_chart, frame, problem, states), alt, title=_say("fishbone", wording), caption=caption
    )


def _losses(losses: Record, wording: Wording, *, several: bool) -> FigurePart | None:
    import pandas as pd

    from diagnostics.look.charts import pareto_chart
    from diagnostics.look.figure import figure_part

    rows = losses["rows"]
    if len(rows) < _FEWEST_LOSSES:
        return None
    labels = [
        wording.words(each["title"]) if each["title"] else say("pareto.merged", wording.language, count=each["merged"])
        for each in rows
    ]
    if not _drawable([*labels, losses["unit"]]):
        return None
    told = [
        say("pareto.told", wording.language, amount=f"{each['amount']:,.10g} {losses['unit']}".strip(),
            share=f"{each['cumulative']:.0%}")
        for each in rows
    ]  # fmt: skip
    vital = [bool(each["vital"]) for each in rows]
    frame = pd.DataFrame({"label": labels, "amount": [each["amount"] for each in rows], "told": told, "vital": vital})
    few = sum(vital)
    share = f"{sum(each['share'] for each in rows if each['vital']):.0%}"
    count = sum(max(each["merged"], 1) for each in rows)
    title = say("pareto.summary", wording.language, few=few, count=count, share=share)
    if several:
        title = _say("of_kpi", wording, kpi=wording.kpi(losses["kpi"]), text=title)
    return figure_part(partial(pareto_chart, frame), title, title=title)


def _matrix(causes: Sequence[Record], wording: Wording) -> Table:
    kinds = [Column(key=each, label=say(f"exchange.choice.evidence_kind.{each}", wording.language))
             for each in EVIDENCE_KINDS]  # fmt: skip
    rows = tuple(
        {"cause": wording.words(each["title"]), **{kind: _side(each[kind], wording) for kind in EVIDENCE_KINDS}}
        for each in causes[:MOST_ROWS]
    )
    more = len(causes) - len(rows)
    note = _say("matrix_note", wording)
    if more > 0:
        note += _say("more", wording, count=len(causes), shown=len(rows))
    columns = (Column(key="cause", label=_say("cause", wording)), *kinds)
    return Table(caption=_say("matrix", wording), columns=columns, rows=rows, note=note)


def _side(side: Record, wording: Wording) -> str:
    told = [_say(name, wording, count=side[name]) for name in ("pro", "con", "neither") if side[name]]
    return _say("between", wording).join(told)


def _notes(record: Record, wording: Wording) -> list[str]:
    """What is one-sided or disputed."""
    titles = {each["cause"]: wording.words(each["title"]) for each in record["causes"]}
    undecided = {each["cause"] for each in record["causes"] if each["verdict"] == "open"}
    found = []
    for name in ("against", "data_only", "talk_only"):
        # Where a verdict fell in spite of it, the register says why.
        listed = [titles[each] for each in record[name] if name != "against" or each in undecided]
        if listed:
            shown = _say("list", wording).join(listed[:MOST_NAMED])
            found.append(_say(name, wording, count=len(listed), titles=shown))
    if record.get("disputed"):
        found.append(_say("disputed", wording, count=record["disputed"]))
    first = record["agreements"][:1]
    return found + [_say("agreed", wording, notes=each["notes"], share=f"{each['agreed']:.0%}") for each in first]


def _whys(chain: Record, wording: Wording) -> Table:
    columns = (Column(key="level", label=_say("level", wording)), Column(key="text", label=_say("because", wording)),
               Column(key="kind", label=_say("kind", wording)))  # fmt: skip
    rows = tuple(
        {
            "level": str(each["depth"] + 1),
            "text": "\u3000" * min(each["depth"], 6) + wording.words(each["text"]),
            "kind": say(f"exchange.choice.why_kind.{each['kind']}", wording.language),
        }
        for each in chain["links"]
    )
    return Table(caption=_say("chain", wording, problem=wording.words(chain["problem"])), columns=columns, rows=rows)


def _quotes(record: Record, wording: Wording) -> Table:
    """Quotes under their causes, those for before those against."""
    titles = {each["cause"]: wording.words(each["title"]) for each in record["causes"]}
    order = [*titles]
    side = {True: "quote_for", False: "quote_against", None: "quote_neither"}
    quotes = sorted(
        record["quotes"], key=lambda each: (order.index(each["cause"]), [True, False, None].index(each["supports"]))
    )
    rows = tuple(
        {"cause": titles[each["cause"]], "side": _say(side[each["supports"]], wording),
         "quote": _say("quote", wording, text=each["text"], speaker=wording.words(each["speaker"]))}
        for each in quotes[:MOST_QUOTES]
    )  # fmt: skip
    labels = {"cause": "cause", "side": "side", "quote": "quote_said"}
    columns = tuple(Column(key=key, label=_say(term, wording)) for key, term in labels.items())
    more = _say("more", wording, count=len(quotes), shown=len(rows)) if len(quotes) > len(rows) else ""
    return Table(caption=_say("quotes", wording), columns=columns, rows=rows, note=more)
