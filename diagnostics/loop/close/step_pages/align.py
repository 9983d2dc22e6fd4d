"""Page of the first step: do we agree on goals, KPIs and targets 「共识重塑页」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Headline
from diagnostics.loop.close.sections.appendix import definitions_section
from diagnostics.loop.close.sections.changes import changes_section
from diagnostics.loop.close.sections.conflicts import conflicts_section
from diagnostics.loop.close.sections.system import charter_section, system_section
from diagnostics.loop.close.step_pages.agreed import consensus_section, latest_survey
from diagnostics.loop.close.step_pages.goals import coverage_section, goal_map, map_section
from diagnostics.loop.close.step_pages.kpi_build import build_sections
from diagnostics.loop.close.step_pages.screen import Screen, ask, first_figure, joined, said, step_page
from diagnostics.loop.close.step_pages.targets import cards_of, targets_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.look.page import Action, Page
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_FINDINGS, MOST_NAMED = 3, 4
CHARTER = "PD117"


def align_page(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Page:
    """Whether all mean the same goals, KPIs and targets, and what is still to be settled 「共识重塑页」."""
    mapped = map_section(inputs, wording)
    asked = tuple(_asked(inputs, wording))
    screen = Screen(
        step="align",
        title=_title(inputs, len(asked), wording),
        lead=tuple(_lead(inputs, wording)),
        headlines=tuple(_headlines(inputs, wording)),
        asked=asked,
        chart=first_figure(mapped),
    )
    sections = (
        charter_section(inputs, wording),
        mapped,
        # The six steps hold targets and what is handed down already.
        *(build_sections(inputs, wording) or (targets_section(inputs, wording), coverage_section(inputs, wording))),
        consensus_section(inputs, wording),
        conflicts_section(inputs.conflicts, wording),
        changes_section(inputs, wording),
        system_section(inputs, wording),
    )
    return step_page(screen, wording, conclusions, sections, (definitions_section(inputs, wording),))


def _title(inputs: Inputs, asked: int, wording: Wording) -> str:
    counts = goal_map(inputs).counts()
    open_ = counts["unserved"] + counts["orphans"]
    term = "no_goals" if not counts["goals"] else "broken" if open_ else "whole"
    told = said(wording, f"align.title.{term}", open=open_, **{each: counts[each] for each in ("goals", "kpis")})
    return joined((told, said(wording, "align.title.asked", count=asked) if asked else ""), wording)


def _lead(inputs: Inputs, wording: Wording) -> Iterator[str]:
    problem = wording.words(inputs.alignment["charter"].get("problem"))
    if problem:
        yield said(wording, "align.lead.problem", problem=problem)
    yield goal_map(inputs).summary(wording.language)
    rows = inputs.alignment.get("coverage") or []
    if rows:
        short = sum(not each["covered"] for each in rows)
        yield said(wording, f"align.lead.{'short' if short else 'covered'}", count=len(rows), short=short)


def _headlines(inputs: Inputs, wording: Wording) -> Iterator[Headline]:
    goals = goal_map(inputs)
    if goals.of("goal"):
        served = len(goals.of("goal")) - len(goals.unserved)
        yield _headline("goals", served, len(goals.of("goal")), wording)
    kpis = inputs.alignment["kpis"]
    yield _headline("owners", sum(bool(each.get("owner")) for each in kpis), len(kpis), wording)
    items = [item for card in cards_of(inputs) for item in card["items"]]
    if items:
        aimed = sum((item.get("targets") or {}).get("target") is not None for item in items)
        yield _headline("targets", aimed, len(items), wording)
    survey = latest_survey(inputs)
    if survey is not None:
        shares = [each["share"] for each in survey["questions"] if each["share"]]
        agreed = sum(each["low"] > 0.5 for each in shares)
        yield _headline("consensus", agreed, len(shares), wording)
    else:
        found = inputs.alignment["findings"]
        errors = sum(each["severity"] == "error" for each in found)
        yield _headline("findings", errors, len(found), wording)


def _headline(term: str, value: int, count: int, wording: Wording) -> Headline:
    return Headline(
        label=said(wording, f"align.headline.{term}.label"),
        value=said(wording, f"align.headline.{term}.value", value=value),
        note=said(wording, f"align.headline.{term}.note", count=count),
    )


def _asked(inputs: Inputs, wording: Wording) -> Iterator[Action]:
    yield from _of_findings(inputs, "error", wording)
    yield from _of_charter(inputs, wording)
    yield from _of_goals(inputs, wording)
    yield from _of_targets(inputs, wording)
    yield from _of_cards(inputs, wording)
    yield from _of_findings(inputs, "warning", wording)


def _of_charter(inputs: Inputs, wording: Wording) -> Iterator[Action]:
    missing = inputs.alignment["charter"].get("missing") or []
    if missing:
        names = wording.say("list.separator").join(said(wording, f"align.charter.{each}") for each in missing)
        yield ask(said(wording, "align.ask.charter", names=names), wording)


def _of_goals(inputs: Inputs, wording: Wording) -> Iterator[Action]:
    goals = goal_map(inputs)
    owners = {each["id"]: each.get("owner") or "" for each in inputs.alignment.get("goals") or ()}
    for each in goals.unserved[:MOST_NAMED]:
        name = each.name.say(wording.language) or each.id
        yield ask(said(wording, "align.ask.goal", name=name), wording, owner=wording.person(owners.get(each.id, "")))
    if goals.orphans:
        told = [each.name.say(wording.language) or each.id for each in goals.orphans]
        names = wording.say("list.separator").join(told[:MOST_NAMED])
        shown = wording.say("list.more", shown=names, count=len(told)) if len(told) > MOST_NAMED else names
        yield ask(said(wording, "align.ask.orphans", names=shown), wording)


def _of_targets(inputs: Inputs, wording: Wording) -> Iterator[Action]:
    """Targets of units that their parts don't reach, and changes that nobody has agreed to."""
    # What a finding says of a KPI already is not asked twice.
    told = {each["about"] for each in inputs.alignment["findings"] if each["severity"] in ("error", "warning")}
    rows = inputs.alignment.get("coverage") or ()
    short = [each for each in rows if not each["covered"] and each["short"] and each["kpi"] not in told]
    for each in short[:MOST_NAMED]:
        responsible = inputs.entities.get(each["entity"], {}).get("responsible") or ""
        names = {"entity": wording.entity(each["entity"]), "kpi": wording.kpi(each["kpi"])}
        size = wording.distance(each["kpi"], each["short"])
        yield ask(said(wording, "align.ask.short", short=size, **names), wording, owner=wording.person(responsible))
    waiting = [each for each in inputs.alignment.get("changes") or () if not each["agreed_by"]]
    for kpi in dict.fromkeys(each["kpi"] for each in waiting):
        owner = wording.person(str(inputs.kpis.get(kpi, {}).get("owner") or ""))
        yield ask(said(wording, "align.ask.change", kpi=wording.kpi(kpi)), wording, owner=owner)


def _of_cards(inputs: Inputs, wording: Wording) -> Iterator[Action]:
    """Scorecards that nobody has put a name to yet."""
    unsigned: list[Record] = [each for each in cards_of(inputs) if not each.get("agreed_by")]
    if unsigned:
        told = [wording.words(each["name"]) or each["id"] for each in unsigned]
        names = wording.say("list.separator").join(said(wording, "named", name=each) for each in told[:MOST_NAMED])
        shown = wording.say("list.more", shown=names, count=len(told)) if len(told) > MOST_NAMED else names
        yield ask(said(wording, "align.ask.cards", names=shown), wording)


def _of_findings(inputs: Inputs, severity: str, wording: Wording) -> Iterator[Action]:
    """What was found about KPIs, weights and targets, with what to do about it; each remedy once."""
    found: dict[str, Record] = {}
    for each in inputs.alignment["findings"]:
        # What the charter lacks is one thing to be settled, and asked as one.
        if each["severity"] == severity and not each.get("private") and each["code"] != CHARTER:
            found.setdefault(wording.words(each["remedy"]), each)
    for remedy, each in list(found.items())[:MOST_FINDINGS]:
        owner = wording.person(str(inputs.kpis.get(each["about"], {}).get("owner") or ""))
        space = "" if wording.language == "zh" else " "
        yield ask(wording.words(each["message"]) + space + remedy, wording, owner=owner)
