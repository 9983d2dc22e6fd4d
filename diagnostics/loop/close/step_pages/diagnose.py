"""Page of the second step: how large is the gap, where it comes from, why, what is still open 「精准诊断页」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Headline
from diagnostics.loop.close.arrangement import APPENDIX, made
from diagnostics.loop.close.gap_words import gap_sentence
from diagnostics.loop.close.lead import COMPARISONS, driver_sentence, focal_gaps
from diagnostics.loop.close.page import driver_headline, result_headline
from diagnostics.loop.close.sections.breaks import break_lines
from diagnostics.loop.close.sections.cause_shares import has_share, title_of
from diagnostics.loop.close.sections.causes import causes_section
from diagnostics.loop.close.sections.conflicts import conflicts_section
from diagnostics.loop.close.sections.drivers import drivers_section
from diagnostics.loop.close.sections.expected import expected_section
from diagnostics.loop.close.sections.field_work import field_work_section
from diagnostics.loop.close.sections.gap import gap_section
from diagnostics.loop.close.sections.leading import leading_section
from diagnostics.loop.close.sections.losses import losses_section
from diagnostics.loop.close.sections.traps import traps_section
from diagnostics.loop.close.step_pages.screen import Screen, ask, first_figure, joined, said, step_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.look.page import Action, Page
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_NAMED, MOST_ASKED = 3, 3
# What is asked of an open cause, by why it is open.
_OPEN = {"needs_people": "people", "needs_data": "data", "conflicting": "conflict"}


def diagnose_page(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Page:
    """Gap, its sources, causes by their evidence, and what is not explained yet 「精准诊断页」."""
    gap, drivers = gap_section(inputs, wording), drivers_section(inputs, wording)
    causes = causes_section(inputs.causes, wording)
    screen = Screen(
        step="diagnose",
        title=joined((conclusions.title, _causes_told(inputs, wording)), wording),
        lead=tuple(_lead(inputs, wording)),
        headlines=tuple(_headlines(inputs, wording)),
        asked=tuple(_asked(inputs, wording, conclusions)),
        chart=first_figure(drivers, causes, gap),
    )
    sections = (
        gap,
        drivers,
        losses_section(inputs.losses, wording),
        causes,
        field_work_section(inputs.fieldwork, wording),
        leading_section(inputs, wording),
        expected_section(inputs, wording),
        traps_section(inputs.traps, wording),
        conflicts_section(inputs.conflicts, wording),
    )
    return step_page(screen, wording, conclusions, sections, made(APPENDIX, inputs, wording, conclusions))


def _by_verdict(inputs: Inputs, verdict: str) -> list[Record]:
    return [each for each in (inputs.causes or {}).get("causes", ()) if each["verdict"] == verdict]


def _causes_told(inputs: Inputs, wording: Wording) -> str:
    if not inputs.causes or not inputs.causes["causes"]:
        return said(wording, "diagnose.causes.unregistered")
    confirmed, open_ = (len(_by_verdict(inputs, each)) for each in ("confirmed", "open"))
    term = "confirmed" if confirmed else "none"
    return said(wording, f"diagnose.causes.{term}{'_open' if open_ else ''}", confirmed=confirmed, open=open_)


def _lead(inputs: Inputs, wording: Wording) -> Iterator[str]:
    gaps = focal_gaps(inputs)
    first = next((gaps[each] for each in COMPARISONS if each in gaps), None)
    yield gap_sentence(first, inputs, wording) if first else wording.say("gap.none")
    yield from break_lines(inputs, wording, str(inputs.diagnosis["focus"]["kpi"]))[:1]
    yield driver_sentence(inputs, wording)
    confirmed = _by_verdict(inputs, "confirmed")
    if confirmed:
        names = [said(wording, "named", name=title_of(each, wording)) for each in confirmed[:MOST_NAMED]]
        told = wording.say("list.separator").join(names)
        more = len(confirmed) > MOST_NAMED
        yield said(
            wording, "diagnose.lead.confirmed",
            names=wording.say("list.more", shown=told, count=len(confirmed)) if more else told,
        )  # fmt: skip


def _headlines(inputs: Inputs, wording: Wording) -> Iterator[Headline]:
    yield from (each for each in (result_headline(inputs, wording), driver_headline(inputs, wording)) if each)
    sized = [each for each in _by_verdict(inputs, "confirmed") if has_share(each)]
    if sized:
        top = max(sized, key=lambda each: float(each["share"]))
        low, high = top.get("share_low"), top.get("share_high")
        ranged = {"low": wording.share(low), "high": wording.share(high)}
        yield Headline(
            label=said(wording, "diagnose.headline.share.label"),
            value=wording.share(top["share"]),
            note=said(
                wording, f"diagnose.headline.share.{'note' if low is None or high is None else 'ranged'}",
                title=title_of(top, wording), **ranged,
            ),
        )  # fmt: skip
    if inputs.causes and inputs.causes["causes"]:
        open_ = _by_verdict(inputs, "open")
        yield Headline(
            label=said(wording, "diagnose.headline.open.label"),
            value=said(wording, "diagnose.headline.open.value", count=len(open_)),
            note=said(wording, "diagnose.headline.open.note", count=len(inputs.causes["causes"])),
        )


def _asked(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Iterator[Action]:
    confirmed, open_ = _by_verdict(inputs, "confirmed"), _by_verdict(inputs, "open")
    for each in confirmed[:MOST_ASKED]:
        owner = wording.person(str(inputs.kpis.get(each["kpi"], {}).get("owner") or ""))
        term = "confirmed" if each.get("actionable", True) else "given"
        yield ask(said(wording, f"diagnose.ask.{term}", title=title_of(each, wording)), wording, owner=owner)
    for each in open_[:MOST_ASKED]:
        owner = wording.person(str(each.get("raised_by") or ""))
        term = _OPEN.get(each["why"], "evidence")
        yield ask(said(wording, f"diagnose.ask.{term}", title=title_of(each, wording)), wording, owner=owner)
    if not confirmed and not open_:
        yield from _unregistered(inputs, wording)
    for step in conclusions.steps:
        if step.kind == "cause":
            yield ask(step.text, wording, owner=step.owner, due=step.due)
    conflicts = sum(each["conflict"] > 0 for each in (inputs.conflicts or {}).get("pairs", ()))
    if conflicts:
        yield ask(said(wording, "diagnose.ask.conflicts", count=conflicts), wording)
    waiting = sum(((inputs.traps or {}).get("waiting") or {}).values())
    if waiting:
        yield ask(said(wording, "diagnose.ask.traps", count=waiting), wording)


def _unregistered(inputs: Inputs, wording: Wording) -> Iterator[Action]:
    """Nobody has named a cause of a gap that is against us."""
    gaps = focal_gaps(inputs)
    first = next((gaps[each] for each in COMPARISONS if each in gaps), None)
    if first is None or first["favourable"] is not False:
        return
    key = str(first["kpi"])
    told = {"entity": wording.entity(str(first["entity"])), "kpi": wording.kpi(key)}
    owner = wording.person(str(inputs.kpis[key].get("owner") or ""))
    yield ask(said(wording, "diagnose.ask.register", **told), wording, owner=owner)
