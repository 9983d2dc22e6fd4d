"""Page of the third step: what is planned, by whom, until when, and will anybody be able to tell 「协同干预页」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import show
from diagnostics.look.page import Headline
from diagnostics.loop.close.arrangement import APPENDIX, made
from diagnostics.loop.close.sections.causes import causes_section
from diagnostics.loop.close.sections.drivers import drivers_section
from diagnostics.loop.close.sections.plan import proposals_section
from diagnostics.loop.close.sections.sight import sight_section
from diagnostics.loop.close.step_pages.measure_plan import own_measures, plan_section, signatures_section
from diagnostics.loop.close.step_pages.schedule import schedule_figure
from diagnostics.loop.close.step_pages.screen import Screen, ask, joined, said, step_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.look.page import Action, Page
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_NAMED = 3
PHASES = ("planned", "started", "completed", "stopped")
# Whether an effect as large as promised would be seen, worst first; a measure under way is judged, not foreseen.
BLIND = ("impossible", "too_small")


def intervene_page(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Page:
    """Plan of measures: owner, days, what is expected, what it costs, whether it could be seen 「协同干预页」."""
    measures = own_measures(inputs)
    screen = Screen(
        step="intervene",
        title=_title(measures, wording),
        lead=tuple(_lead(inputs, measures, wording)),
        headlines=tuple(_headlines(measures, wording)),
        asked=tuple(_asked(inputs, measures, wording)),
        chart=schedule_figure(measures, inputs, wording),
    )
    sections = (
        plan_section(measures, wording),
        sight_section(inputs, wording),
        proposals_section(inputs, wording),
        signatures_section(measures, wording),
        causes_section(inputs.causes, wording),
        drivers_section(inputs, wording),
    )
    return step_page(screen, wording, conclusions, sections, made(APPENDIX, inputs, wording, conclusions))


def _title(measures: list[Record], wording: Wording) -> str:
    if not measures:
        return said(wording, "intervene.title.none")
    return said(wording, "intervene.title.count", count=len(measures), parts=_phases(measures, wording))


def _phases(measures: list[Record], wording: Wording) -> str:
    counts = {each: sum(one["state"] == each for one in measures) for each in PHASES}
    told = [said(wording, f"intervene.phase.{name}", count=count) for name, count in counts.items() if count]
    return wording.say("list.comma").join(told)


def _lead(inputs: Inputs, measures: list[Record], wording: Wording) -> Iterator[str]:
    ahead = [each for each in measures if each["state"] == "planned" and each.get("visibility")]
    blind = [each for each in ahead if each["visibility"]["sight"] in BLIND]
    if ahead:
        yield said(wording, f"intervene.lead.{'blind' if blind else 'seen'}", count=len(ahead), blind=len(blind))
    record = inputs.interventions.get("proposals") or {}
    if record.get("items"):
        yield said(wording, "intervene.lead.proposed", count=len(record["items"]))
    if record.get("unanswered"):
        yield said(wording, "intervene.lead.unanswered", count=len(record["unanswered"]))
    unquantified = [each for each in measures if not _expects(each) and each["state"] in ("planned", "started")]
    if unquantified:
        yield said(wording, "intervene.lead.unexpected", count=len(unquantified))


def _expects(each: Record) -> bool:
    return any((each.get("expected") or {}).get(name) is not None for name in ("relative", "absolute"))


def _headlines(measures: list[Record], wording: Wording) -> Iterator[Headline]:
    if not measures:
        return
    yield _headline("measures", len(measures), wording, note=_phases(measures, wording))
    known, costs = _costs(measures, wording)
    if known:
        yield Headline(
            label=said(wording, "intervene.headline.cost.label"),
            value=costs,
            note=_stated(known, measures, wording),
        )
    seen = [each for each in measures if each.get("visibility")]
    if seen:
        visible = sum(each["visibility"]["sight"] == "visible" for each in seen)
        note = said(wording, "intervene.headline.sight.note", count=len(seen))
        yield _headline("sight", visible, wording, note=note)
    parties = [len((each.get("agreement") or {}).get("signed") or ()) for each in measures]
    waiting = [len((each.get("agreement") or {}).get("unsigned") or ()) for each in measures]
    if sum(parties) or sum(waiting):
        note = said(wording, f"intervene.headline.signed.{'waiting' if sum(waiting) else 'all'}", count=sum(waiting))
        yield _headline("signed", sum(parties), wording, note=note)


def _stated(known: int, measures: list[Record], wording: Wording) -> str:
    """How many state a cost, and of how many it is not shown: it would tell what few people are paid."""
    withheld = sum(bool(each.get("cost_withheld")) for each in measures)
    term = "withheld" if withheld else "note"
    counts = {"known": known, "count": len(measures), **({"withheld": withheld} if withheld else {})}
    return said(wording, f"intervene.headline.cost.{term}", **counts)


def _costs(measures: list[Record], wording: Wording) -> tuple[int, str]:
    """How many measures state a cost, and their sum; currencies are never added up."""
    sums: dict[str, float] = {}
    stated = [each for each in measures if each.get("cost") is not None]
    for each in stated:
        currency = each.get("currency") or wording.inputs.alignment["currency"]
        sums[currency] = sums.get(currency, 0.0) + each["cost"]
    told = [show(total, "money", wording.language, currency=currency) for currency, total in sums.items()]
    return len(stated), " + ".join(told)


def _headline(term: str, value: int, wording: Wording, *, note: str) -> Headline:
    told = said(wording, f"intervene.headline.{term}.value", value=value)
    return Headline(label=said(wording, f"intervene.headline.{term}.label"), value=told, note=note)


def _asked(inputs: Inputs, measures: list[Record], wording: Wording) -> Iterator[Action]:
    for each in measures:
        if each["state"] in ("completed", "stopped"):
            continue
        told = {"title": wording.words(each["title"])}
        agreement = each.get("agreement") or {}
        start = wording.day(each.get("planned_start")) if each["state"] == "planned" else ""
        if agreement.get("unsigned"):
            names = wording.say("list.separator").join(str(one["name"]) for one in agreement["unsigned"])
            text = said(wording, "intervene.ask.sign", names=names, **told)
            yield ask(text, wording, owner=each["owner_name"], due=start)
        if agreement.get("objections_open"):
            text = said(wording, "intervene.ask.objections", count=agreement["objections_open"], **told)
            due = wording.day(agreement.get("objections_due"))
            yield ask(text, wording, owner=each["owner_name"], due=due)
        if each["state"] == "planned" and not each.get("approvals"):
            yield ask(said(wording, "intervene.ask.approve", **told), wording, due=start)
        sight = (each.get("visibility") or {}).get("sight")
        if sight in BLIND:
            yield ask(said(wording, f"intervene.ask.{sight}", **told), wording, owner=each["owner_name"], due=start)
        if not _expects(each):
            yield ask(said(wording, "intervene.ask.expected", **told), wording, owner=each["owner_name"], due=start)
    yield from _of_causes(inputs, wording)


def _of_causes(inputs: Inputs, wording: Wording) -> Iterator[Action]:
    """Proposals for confirmed causes, to be taken up or left; causes that nothing answers."""
    record = inputs.interventions.get("proposals") or {}
    items = sorted(record.get("items") or (), key=lambda each: int(each["rank"]))
    for each in items[:MOST_NAMED]:
        told = {"title": wording.words(each["title"]), "cause": wording.words(each["cause_title"])}
        owner = wording.person(str(inputs.kpis.get(each["kpi"], {}).get("owner") or ""))
        yield ask(said(wording, "intervene.ask.proposal", **told), wording, owner=owner)
    if record.get("unanswered"):
        names = {each["cause"]: wording.words(each["title"]) for each in (inputs.causes or {}).get("causes", ())}
        listed = [said(wording, "named", name=names.get(each, each)) for each in record["unanswered"][:MOST_NAMED]]
        yield ask(said(wording, "intervene.ask.unanswered", names=joined(listed, wording)), wording)
