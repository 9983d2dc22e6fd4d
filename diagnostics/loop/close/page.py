"""Page of the retrospective, conclusion first 「复盘页面」."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from diagnostics.look.page import Headline, Page
from diagnostics.look.theme import Status
from diagnostics.loop.close.arrangement import APPENDIX, arranged, behind
from diagnostics.loop.close.lead import (
    COMPARISONS,
    explains,
    factor_name,
    focal_decomposition,
    focal_gaps,
    measures_of,
    tally,
    told_factors,
)
from diagnostics.loop.close.origin import rule_facts
from diagnostics.loop.close.sections.appendix import facts_of
from diagnostics.loop.close.sections.restatement import correction_notices
from diagnostics.loop.close.verdict_time import next_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview


def page_of(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Page:
    """Page of the retrospective 「复盘页面」."""
    reviews = conclusions.reviews
    alignment = inputs.alignment
    return Page(
        language=inputs.language,
        title=conclusions.title,
        subtitle=wording.say("page.subtitle"),
        client=wording.words(alignment["client"]),
        period=wording.period(inputs.diagnosis["period"]),
        stamp=wording.say("page.as_of", day=wording.day(inputs.tracking["as_of"])),
        lead=conclusions.lead,
        notices=correction_notices(inputs.restatement, wording),
        headlines=_headlines(inputs, reviews, wording),
        sections=arranged(inputs, wording, conclusions),
        appendix=behind(APPENDIX, inputs, wording, conclusions),
        footer=(wording.say("page.footer"),),
        fingerprint=inputs.fingerprint,
        synthetic=bool(alignment.get("synthetic")),
    )


def _headlines(inputs: Inputs, reviews: Sequence[MeasureReview], wording: Wording) -> tuple[Headline, ...]:
    """At most four figures: the result, its largest driver, the measures, when the next verdict is due."""
    found = [result_headline(inputs, wording), driver_headline(inputs, wording)]
    measures = measures_of(reviews)
    if measures:
        worked = sum(each.verdict == "worked" for each in measures)
        value = wording.say("headline.measures_value", worked=worked, count=len(measures))
        label, facts = wording.say("headline.measures"), rule_facts("measures", wording)
        found.append(Headline(label=label, value=value, note=tally(measures, wording), facts=facts))
    if reviews:
        waiting = [each for each in reviews if each.standing == "insufficient"]
        if waiting:
            first = min(waiting, key=lambda each: (each.judge_from, each.title))
            label, facts = next_label(first, wording), rule_facts("next", wording)
            found.append(Headline(label=label, value=wording.period(first.judge_from), note=first.title, facts=facts))
    return tuple(each for each in found if each is not None)


def result_headline(inputs: Inputs, wording: Wording) -> Headline | None:
    """Figure of the focal KPI with its gap 「结果」."""
    gaps = focal_gaps(inputs)
    first = next((gaps[each] for each in COMPARISONS if each in gaps), None)
    if first is None:
        return None
    key = str(first["kpi"])
    # The year before beside the first: short of the target and yet better than a year ago are both true.
    told = dict.fromkeys((str(first["comparison"]), *(each for each in ("year_ago",) if each in gaps)))
    note = "\n".join(
        wording.say(
            "headline.against",
            reference=wording.say(f"reference.{each}"),
            change=wording.change(key, gaps[each]["absolute"]),
        )
        for each in told
    )
    status = first["status"] if first["comparison"] == "target" and first["status"] not in {None, "none"} else None
    return Headline(
        label=wording.other_period(first["period"])
        + wording.say("headline.result", entity=wording.entity(first["entity"]), kpi=wording.kpi(key)),
        value=wording.value(key, first["actual"]),
        note=note,
        status=cast("Status | None", status),
        facts=facts_of(key, wording, (str(first["entity"]), str(first["period"]))),
    )


def driver_headline(inputs: Inputs, wording: Wording) -> Headline | None:
    """Largest factor of the focal gap 「主要因素」."""
    found = focal_decomposition(inputs)
    if found is None or not found["factors"] or not found["total"]:
        return None
    # The largest factor in the direction of the gap: a factor that worked against it explains nothing.
    same = [each for each in told_factors(found) if (each["contribution"] or 0) * found["total"] > 0]
    if not same:
        return None
    top = max(same, key=lambda each: abs(each["contribution"]))
    period = next((str(each["period"]) for each in focal_gaps(inputs).values()), "")
    word = "driver" if explains(found, inputs) else "change"
    part, total = wording.changes(found["kpi"], (top["contribution"], found["total"]))
    return Headline(
        label=wording.say(f"headline.{word}", against=wording.say(f"against.{found['comparison']}")),
        value=part,
        note=wording.say(
            "headline.driver_note",
            factor=factor_name(top["factor"], wording),
            total=total,
        ),
        facts=facts_of(top["factor"], wording, (found["entity"], period)) if top["factor"] in inputs.kpis else None,
    )
