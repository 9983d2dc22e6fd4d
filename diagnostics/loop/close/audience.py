"""A page as its readers need it: leadership, the client's working team, the consultants 「读者版本」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.errors import unknown
from diagnostics.look.page import Callout, Page, Section, TablePart
from diagnostics.look.tables import Column, Table

if TYPE_CHECKING:
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

LEADERSHIP, CLIENT, CONSULTANT = "leadership", "client", "consultant"
AUDIENCES = (LEADERSHIP, CLIENT, CONSULTANT)
# How KPIs are defined: readers who work with the figures want it among them, not behind them.
_DEFINITIONS = "definitions"
_MOST = 40


def fit(page: Page, inputs: Inputs, wording: Wording, conclusions: Conclusions, audience: str) -> Page:
    """A page for leadership as an audience needs it 「按读者调整页面」.

    Parameters
    ----------
    page : Page
        As leadership sees it.
    audience : {"leadership", "client", "consultant"}
        The client's team sees besides how every KPI is defined and the ledger in detail; the consultants what they
        will be asked, each in a section of its own, what every figure is made from, and what the ledger lacks.

    Returns
    -------
    Page
        The page itself for leadership. Whatever the audience, nobody who is measured is named, and nothing is told that
        the results don't hold.

    Raises
    ------
    UnknownNameError
        When no audience is called so.
    """
    if audience == LEADERSHIP:
        return page
    if audience not in AUDIENCES:
        raise unknown("audience", audience, AUDIENCES)
    there = {each.id for each in (*page.sections, *page.appendix)}
    more = [*_of_client(page, inputs, wording)]
    if audience == CONSULTANT:
        more += _of_consultant(inputs, wording, conclusions)
    added = [each for each in more if each.id not in there or each.id == _DEFINITIONS]
    notice = Callout(title=_say(wording, "consultant.notice_title"), text=_say(wording, "consultant.notice"))
    return page.model_copy(
        update={
            "subtitle": _say(wording, f"{audience}.subtitle", subtitle=page.subtitle),
            "notices": ((notice, *page.notices) if audience == CONSULTANT else page.notices)[:5],
            "sections": (*page.sections, *added)[:_MOST],
            "appendix": tuple(each for each in page.appendix if each.id != _DEFINITIONS),
        }
    )


def _say(wording: Wording, term: str, **values: object) -> str:
    from diagnostics.terms import say

    return say(f"audience.{term}", wording.language, **values)


def _of_client(page: Page, inputs: Inputs, wording: Wording) -> Iterator[Section]:
    """The ledger in detail, and how each KPI is defined."""
    ledger = _ledger(inputs, wording)
    if ledger is not None:
        yield ledger
    yield from (each.model_copy(update={"folded": True}) for each in page.appendix if each.id == _DEFINITIONS)


def _ledger(inputs: Inputs, wording: Wording) -> Section | None:
    measures = inputs.interventions["interventions"]
    if not measures:
        return None
    keys = ("title", "owner", "state", "start", "due", "progress", "report", "next")
    columns = [_column(wording, "ledger", each) for each in keys]
    caption = _say(wording, "ledger.caption", day=wording.day(inputs.tracking["as_of"]))
    table = Table(caption=caption, columns=tuple(columns), rows=tuple(_row(each, wording) for each in measures))
    return _section("ledger", "ledger", table, wording)


def _row(measure: Record, wording: Wording) -> dict[str, str]:
    last = measure.get("last_check_in") or {}
    note = wording.words(last.get("note"))
    told = _say(wording, "ledger.report", day=wording.day(last["at"]), note=note) if last and note else ""
    return {
        "title": wording.words(measure["title"]),
        "owner": measure["owner_name"],
        "state": _say(wording, f"ledger.state.{measure['state']}"),
        "start": wording.day(measure["start"]),
        "due": wording.day(measure["due"]),
        "progress": wording.share(measure["progress"]),
        "report": told or (wording.day(last["at"]) if last else ""),
        "next": wording.words(last.get("next_step")),
    }


def _of_consultant(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Iterator[Section]:
    """What leadership will ask, where the figures come from, and what the ledger lacks."""
    from diagnostics.loop.close.questions import weak_spots
    from diagnostics.loop.close.questions.page import question_sections
    from diagnostics.loop.close.sections.trace import trace_section

    yield from question_sections(weak_spots(inputs, conclusions, wording), wording)
    yield from (each for each in (trace_section(inputs.trace, wording),) if each is not None)
    record = inputs.interventions
    found = [*record["findings"], *(each for item in record["interventions"] for each in item.get("findings", ()))]
    rows = tuple(_finding(each, wording) for each in found if not each.get("private"))
    if rows:
        columns = tuple(_column(wording, "findings", each) for each in ("code", "message", "remedy"))
        table = Table(caption=_say(wording, "findings.caption"), columns=columns, rows=rows)
        yield _section("ledger-findings", "findings", table, wording)


def _finding(found: Record, wording: Wording) -> dict[str, str]:
    return {"code": found["code"], **{each: wording.words(found[each]) for each in ("message", "remedy")}}


def _column(wording: Wording, room: str, key: str) -> Column:
    return Column(key=key, label=_say(wording, f"{room}.column.{key}"))


def _section(key: str, room: str, table: Table, wording: Wording) -> Section:
    title, lead = _say(wording, f"{room}.title"), _say(wording, f"{room}.lead")
    return Section(id=key, title=title, lead=lead, parts=(TablePart(table=table),), folded=True)
