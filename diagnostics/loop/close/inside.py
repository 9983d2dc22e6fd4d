"""One line on each fold: how much is inside, and its worst 「折叠提要」.

A section that says in its own lead what is inside keeps it; these are lines of those whose lead says how to read them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from diagnostics.look.theme import STATUSES, status_word
from diagnostics.loop.close.gap_words import way
from diagnostics.loop.close.lead import factor_name, focal_decomposition, tally, told_factors
from diagnostics.loop.close.sections.gap import ranked_gaps
from diagnostics.loop.close.sections.period_end import ORDER
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from diagnostics.look.page import Section
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording

# What needs a reader most comes first.
STATES = ("overdue", "lagging", "at_risk", "in_progress", "planned", "done", "stopped")
SHORT = {"below_base", "missed", "base_to_target"}


def folded(section: Section, inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Section:
    """Section behind its head, with a line that says what is inside 「折叠章节」."""
    own = _LINES.get(section.id)
    line = own(inputs, wording, conclusions) if own else ""
    line = line or ("" if section.lead else _counted(section, wording))
    return section.model_copy(update={"folded": True, "inside": section.inside or line})


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"glance.inside.{term}", wording.language, **values)


def _counted(section: Section, wording: Wording) -> str:
    """How much is inside, of the kind there is most of."""
    items = sum(len(part.items) for part in section.parts if part.kind in {"bullets", "actions"})
    kinds = Counter(part.kind for part in section.parts)
    for term, count in (("items", items), ("tables", kinds["table"]), ("figures", kinds["figure"])):
        if count:
            return _say(term, wording, count=count)
    return ""


def _measures(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> str:  # noqa: ARG001 (one form for all)
    reviews = conclusions.reviews
    return _say("measures", wording, count=len(reviews), parts=tally(reviews, wording)) if reviews else ""


def _gap(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> str:  # noqa: ARG001
    groups = ranked_gaps(inputs)
    if not groups:
        return ""
    missed = sum(any(each["status"] in SHORT for each in group) for group in groups)
    # What nobody would see, or would be glad of, is no matter of urgency.
    known = [group[0] for group in groups if group[0]["absolute"] == group[0]["absolute"]]
    against = [each for each in known if each["favourable"] is False and way(each, wording) != "level"]
    if not against and not missed:
        return _say("gap_none" if known else "gap_alone", wording, count=len(groups))
    worst = against[0] if against else groups[0][0]
    return _say(
        "gap" if missed else "gap_met",
        wording,
        count=len(groups),
        **({"missed": missed} if missed else {}),
        kpi=wording.kpi(worst["kpi"]),
        change=wording.change(worst["kpi"], worst["absolute"]),
        reference=wording.say(f"gaps.against.{worst['comparison']}"),
    )


def _drivers(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> str:  # noqa: ARG001
    found = focal_decomposition(inputs)
    factors = [each for each in told_factors(found) if each["contribution"]] if found and found["total"] else []
    if found is None or not factors:
        return ""
    top = max(factors, key=lambda each: abs(each["contribution"]))
    change, _ = wording.changes(found["kpi"], (top["contribution"], found["total"]))
    return _say(
        "drivers",
        wording,
        factor=factor_name(top["factor"], wording),
        change=change,
        reference=wording.say(f"against.{found['comparison']}"),
    )


def _board(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> str:  # noqa: ARG001
    measures = conclusions.measures
    parts = _parts((each.state for each in measures), STATES, wording)
    return _say("board", wording, count=len(measures), parts=parts) if measures else ""


def _bands(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> str:  # noqa: ARG001
    rows = [each for each in (inputs.outlook or {}).get("outlook", ()) if each["kpi"] in inputs.kpis]
    parts = _parts((each["status"] for each in rows), ORDER, wording)
    if not parts:
        return ""
    told = _say("bands", wording, count=len(rows), parts=parts)
    # The gaps above count these too: two counts on one page need their difference told.
    known = {each["kpi"] for each in rows}
    aimless = dict.fromkeys(each[0]["kpi"] for each in ranked_gaps(inputs) if each[0]["kpi"] not in known)
    names = [wording.kpi(each) for each in aimless if inputs.kpis.get(each, {}).get("direction") == "none"]
    if not names:
        return told
    space = "" if wording.language == "zh" else " "
    return told + space + _say("bands_left", wording, count=len(names), names=wording.say("list.separator").join(names))


def _definitions(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> str:  # noqa: ARG001
    return _say("definitions", wording, count=len(inputs.kpis))


def _charter(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> str:  # noqa: ARG001
    return wording.words(inputs.alignment["charter"].get("problem"))


def _bridge(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> str:  # noqa: ARG001
    found = focal_decomposition(inputs)
    rows = ((found or {}).get("bridge") or {}).get("rows")
    if found is None or not rows:
        return ""
    most = max(abs(each["difference"]) for each in rows)
    return _say("bridge", wording, most=wording.distance(found["kpi"], most))


def _parts(statuses: Iterable[str], order: tuple[str, ...], wording: Wording) -> str:
    """How many stand where, in an order; what is no status is not told."""
    counts = Counter(each for each in statuses if each in STATUSES)
    told = [
        _say("part", wording, count=counts[each], state=status_word(each, wording.language))
        for each in sorted(counts, key=lambda each: (order.index(each) if each in order else len(order), each))
    ]
    return wording.say("list.comma").join(told)


_LINES: dict[str, Callable[[Inputs, Wording, Conclusions], str]] = {
    "measures": _measures,
    "gap": _gap,
    "drivers": _drivers,
    "board": _board,
    "period-end": _bands,
    "charter": _charter,
    "bridge": _bridge,
    "definitions": _definitions,
}
