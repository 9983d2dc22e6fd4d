"""What is to be decided or done next, by whom and until when 「下一步」."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.loop.close.verdict_time import told_when
from diagnostics.model.retrospective import NextStep
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview

# What can't wait comes first.
ORDER = (
    "worse",
    "no_evidence",
    "worked",
    "lagging",
    "undecidable",
    "insufficient",
    "start",
    "cause",
    "charter",
    "finding",
)
MOST_CAUSES = 3
MOST_FINDINGS = 3
# Decisions that answer a verdict: what made things worse is not settled by going on.
SETTLED_BY = {
    "worse": {"stop"},
    "no_evidence": {"stop", "continue"},
    "undecidable": {"stop", "continue"},
    "worked": {"stop", "continue", "extend", "standardise"},
}
# What came out like this may be tried elsewhere.
TRIED = ("achieved", "above_expected", "worked")


def next_steps(inputs: Inputs, reviews: Sequence[MeasureReview], wording: Wording) -> tuple[NextStep, ...]:
    """Decisions and next steps, those that can't wait first 「下一步与请示事项」."""
    steps = [
        *_of_measures(inputs, reviews, wording),
        *_of_gaps(inputs, wording),
        *_of_charter(inputs, wording),
        *_of_findings(inputs, wording),
    ]
    ordered = sorted(steps, key=lambda each: ORDER.index(each.kind))
    # What two findings or two gaps ask for alike is asked once.
    once = {(each.text, each.owner): each for each in reversed(ordered)}
    return tuple(_whose(each, inputs, wording) for each in ordered if once[each.text, each.owner] is each)


def _whose(step: NextStep, inputs: Inputs, wording: Wording) -> NextStep:
    """A step with an owner and a date; where one is missing, who has to name it."""
    sponsor = wording.person(str((inputs.alignment.get("charter") or {}).get("sponsor") or ""))
    who = sponsor or wording.say("steps.sponsor")
    owner = step.owner or wording.say("steps.no_owner", who=who)
    return replace(step, owner=owner, due=step.due or wording.say("steps.no_day", who=step.owner or who))


def _of_measures(inputs: Inputs, reviews: Sequence[MeasureReview], wording: Wording) -> Iterator[NextStep]:
    records = {each["id"]: each for each in inputs.interventions["interventions"]}
    for each in reviews:
        if each.external:
            if each.verdict == "worse":
                term = "event_reserved" if each.caveats else "event"
                said = {"title": each.title, "kpi": wording.kpi(each.kpi), "caveats": wording.caveats(each.caveats)}
                text = wording.say(f"step.{term}", **said)
                yield NextStep("worse", text, each.owner, _by(each.decision, inputs, wording))
            continue
        stopped = each.state == "stopped"
        if each.standing in {"worse", "no_evidence", "worked", "undecidable"} and not stopped:
            term = _asked(each, records[each.id].get("standard") or {})
            words = {"title": each.title, "kpi": wording.kpi(each.kpi), "caveats": wording.caveats(each.caveats)}
            if term:
                text = wording.say(term, **words)
                yield NextStep(each.standing, text, each.owner, _by(each.decision, inputs, wording))
        elif each.standing == "insufficient" and not stopped:
            # What has ended can't be kept going; its verdict is waited for all the same.
            term = "insufficient_ended" if records[each.id]["state"] == "completed" else "insufficient"
            text = wording.say(f"step.{term}", title=each.title)
            yield NextStep("insufficient", text, each.owner, told_when(each, wording))
        elif records[each.id]["state"] == "planned" and each.state != "lagging":
            text = wording.say("step.start", title=each.title)
            yield NextStep("start", text, each.owner, wording.day(records[each.id].get("planned_start")))
        if each.state == "lagging":
            yield NextStep("lagging", _late(each, inputs, wording), each.owner, "")


def _asked(each: MeasureReview, standard: Record) -> str:
    """Term of what a verdict asks for; empty where a decision that fits the verdict has settled it."""
    asked = f"step.{each.standing}{'_reserved' if each.caveats else ''}"
    course = (standard.get("course") or {}).get("kind")
    if course not in SETTLED_BY[each.standing]:
        return asked
    if course == "stop":
        return "step.carry_out_stop"
    if course == "standardise":
        return "step.extend" if standard["homes"] else "step.no_home"
    return ""


def _late(each: MeasureReview, inputs: Inputs, wording: Wording) -> str:
    """What is late: the whole measure, else a milestone, else its start; no day ahead is called past."""
    record = next(one for one in inputs.interventions["interventions"] if one["id"] == each.id)
    missed = inputs.board[each.id].get("missed")
    start = record.get("planned_start") or ""
    if each.due < inputs.tracking["as_of"] or not (wording.words(missed) or start):
        return wording.say("step.lagging", title=each.title, day=wording.day(each.due))
    if not wording.words(missed):
        return wording.say("step.lagging_start", title=each.title, day=wording.day(start))
    due = min(one["due"] for one in record["milestones"] if one["name"] == missed)
    return wording.say("step.lagging_milestone", title=each.title, name=wording.words(missed), day=wording.day(due))


def _by(day: str, inputs: Inputs, wording: Wording) -> str:
    """Day of a decision; one that has passed is said to have."""
    told = wording.day(day)
    return wording.say("steps.overdue", day=told) if day and day < inputs.tracking["as_of"] else told


def _of_gaps(inputs: Inputs, wording: Wording) -> Iterator[NextStep]:
    """Unusual gaps that nobody works on: the step is to find the cause, not to act on a guess."""
    covered = {
        (kpi, entity)
        for each in inputs.interventions["interventions"]
        for kpi in (each["kpi"], each.get("process_kpi"))
        for entity in each["entities"]
    }
    rows = inputs.gaps
    rows = rows[rows["entity"].isin(inputs.focal_entities)]
    rows = rows[(rows["favourable"] == False) & (rows["outside_usual"] == True)]  # noqa: E712 (three-valued columns)
    # Unusually good and yet short of the target is no cause for alarm: only the bad side is.
    bad = rows["kpi"].map(lambda key: {"higher": "below", "lower": "above"}.get(inputs.kpis[key]["direction"]))
    rows = rows[bad.isna() | (bad == rows["usual_side"])]
    seen: set[tuple[str, str]] = set()
    for row in rows.sort_values("rank", kind="stable").to_dict("records"):
        key = (str(row["kpi"]), str(row["entity"]))
        if key in covered or key in seen:
            continue
        seen.add(key)
        text = wording.say("step.cause", entity=wording.entity(key[1]), kpi=wording.kpi(key[0]))
        yield NextStep("cause", text, wording.person(str(inputs.kpis[key[0]].get("owner", ""))), "")
        if len(seen) == MOST_CAUSES:
            return


def _of_charter(inputs: Inputs, wording: Wording) -> Iterator[NextStep]:
    """What of the charter is unanswered: without it there is nothing to hold results against."""
    missing = (inputs.alignment.get("charter") or {}).get("missing") or ()
    if missing:
        told = (say(f"step_page.align.charter.{each}", wording.language) for each in missing)
        text = wording.say("step.charter", names=wording.say("list.separator").join(told))
        yield NextStep("charter", text, "", "")


def _of_findings(inputs: Inputs, wording: Wording) -> Iterator[NextStep]:
    errors = [each for each in inputs.alignment["findings"] if each["severity"] == "error"]
    for each in errors[:MOST_FINDINGS]:
        owner = str(inputs.kpis.get(each["about"], {}).get("owner", ""))
        yield NextStep("finding", wording.words(each["remedy"]), wording.person(owner), "")


def lessons_of(reviews: Sequence[MeasureReview], wording: Wording) -> tuple[str, ...]:
    """What the verdicts teach; an undecided measure teaches nothing yet 「经验」."""
    return tuple(_lesson(each, wording) for each in reviews if each.decided)


def _lesson(each: MeasureReview, wording: Wording) -> str:
    seen = {
        "title": each.title,
        "entities": wording.entities(each.entities),
        "kpi": wording.kpi(each.kpi),
        "actual": wording.effect(each.kpi, each.actual, relative=each.relative),
        "interval": wording.interval(each.kpi, each.low, each.high, relative=each.relative),
    }
    term = each.outcome if not each.external else "event_unseen" if each.verdict == "no_evidence" else "event"
    told = wording.say(f"lesson.{term}", **seen)
    if each.caveats:
        told += wording.say("lesson.reserved", caveats=wording.caveats(each.caveats))
    elif term in TRIED:
        told += wording.say("lesson.try")
    if each.expected is None or each.external:
        return told.strip()
    expected = wording.effect(each.kpi, each.expected, relative=each.relative)
    return told + wording.say(f"expected.{each.outcome}", expected=expected)
