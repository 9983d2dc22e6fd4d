"""The pack of a meeting: a page and a minutes sheet in the engagement's ``meetings/`` 「例会材料」."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, SurroundingsError, unknown
from diagnostics.run.platform import sync_folder, sync_tree, write_whole
from diagnostics.run.workspace import Run, Workspace

if TYPE_CHECKING:
    from diagnostics.look.page import Page
    from diagnostics.loop.intervene.ledger import Ledger
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.meeting import Agenda
    from diagnostics.model.review_days import LevelReview

FOLDER, PAGE, MINUTES = "meetings", "meeting.html", "minutes.xlsx"
SHEET = "meeting/meeting.css"
AHEAD = timedelta(31)
_STAGING = ".staging-"


@dataclass(frozen=True, slots=True)
class Pack:
    """Files of a meeting 「例会文件」.

    Parameters
    ----------
    page, minutes : Path
        The page, and the sheet for what is decided.
    kept : bool
        Whether the sheet was there already, filled in, and was left as it is.
    """

    page: Path
    minutes: Path
    kept: bool


def write_meeting(path: Path, on: str = "", period: str = "") -> Pack:
    """Write the pack of a meeting 「写例会材料」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    on : str
        Day of the meeting in ISO form; today in the engagement's time zone where empty.
    period : str
        Period whose run is shown; the latest one whose figures end on or before that day where empty.

    Raises
    ------
    InputError
        When a day or a period is none, or no run is there to show.
    LeakError
        When something on the page must not leave the engagement.
    SurroundingsError
        When the engagement is in use, or the files can't be written.
    """
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.run.exporter import render
    from diagnostics.run.ledger.entries import day_of, ready
    from diagnostics.run.lock import hold
    from diagnostics.run.meeting_history import earlier_pages
    from diagnostics.run.publishing.codename import coded
    from diagnostics.run.publishing.gate import refuse

    engagement = ready(path)
    day = day_of(engagement, on)
    run, before = _run_for(engagement, day, period)
    ledger = open_ledger(engagement)
    agenda = agenda_for(engagement, ledger, day, run)
    made = _page(agenda, run, before, earlier_pages(engagement.folder / FOLDER, day))
    page = render(coded(made, engagement.settings), SHEET).encode("utf-8")
    refuse({PAGE: page}, engagement)
    with hold(engagement.folder, "perfloop ledger meeting"):
        return _publish(
            engagement.folder / FOLDER / day.isoformat(), page, _minutes(engagement, ledger, day), engagement
        )


def agenda_for(engagement: Engagement, ledger: Ledger, day: date, run: Run | None = None) -> Agenda:
    """Agenda of a meeting from the ledger as of its day 「例会议程」."""
    from diagnostics.loop.intervene.planning import plan
    from diagnostics.loop.intervene.public_decisions import public_decisions
    from diagnostics.loop.track.board import board
    from diagnostics.loop.track.risks import warned_measures
    from diagnostics.model.meeting import agenda_of, settled_by
    from diagnostics.run.meeting_history import last_notes, verdicts_since

    period = run.manifest.period if run is not None else ""
    planned = plan(engagement, period, as_of=day.isoformat()).record()["interventions"] if period else ()
    # What came from outside is no measure that a meeting hears of.
    records = [each for each in planned if not each.get("external")]
    people = dict(engagement.settings.people)
    alerts = (_alerts(run) or {}).get("alerts", ()) if run is not None else ()
    warned = warned_measures(alerts, records, engagement.calendar)
    decisions = public_decisions(engagement, ledger, day)
    agenda = agenda_of(decisions, board(records, day, warned), day, people, engagement.language)
    return replace(
        agenda,
        reviews=tuple(_reviews(engagement, day)),
        settled=settled_by(decisions, verdicts_since(_up_to(engagement, run), engagement.calendar), day),
        notes=last_notes(records, engagement),
    )


def _up_to(engagement: Engagement, run: Run | None) -> list[Run]:
    """Runs in order of time, up to the one that a meeting looks at."""
    if run is None:
        return []
    last = engagement.calendar.parse(run.manifest.period).last_day
    return [each for each in _in_order(engagement) if engagement.calendar.parse(each.manifest.period).last_day <= last]


def _in_order(engagement: Engagement) -> list[Run]:
    return sorted(_runs(engagement), key=lambda each: engagement.calendar.parse(each.manifest.period).last_day)


def _reviews(engagement: Engagement, day: date) -> Iterator[LevelReview]:
    """First day of each kind of review within a month after a day; cards that name somebody measured stay out."""
    from diagnostics.loop.intervene.ledger.known_people import names_measured
    from diagnostics.loop.track.reviews import reviews

    month, seen = engagement.calendar.at(day, "month"), set()
    for span in (month, engagement.calendar.shift(month, 1)):
        for each in reviews(engagement, span.text).days:
            cards = tuple(card for card in each.cards if not names_measured(engagement, f"{card.zh}\n{card.en}"))
            kind = (each.level, each.occasion, cards)
            if day < each.day <= day + AHEAD and kind not in seen and len(cards) >= min(len(each.cards), 1):
                seen.add(kind)
                yield replace(each, cards=cards)


def _alerts(run: Run) -> dict[str, Any] | None:
    """Early warnings of a run; None where it watched nothing."""
    from diagnostics.data.handoff import SCHEMAS, read_records

    there = "alerts" in SCHEMAS and (run.folder / SCHEMAS["alerts"][0]).is_file()
    return read_records(run.folder, "alerts") if there else None


def _page(agenda: Agenda, run: Run, before: Run | None, pages: Iterable[Path]) -> Page:
    from diagnostics.loop.close.inputs import read_inputs
    from diagnostics.loop.close.meeting import meeting_page
    from diagnostics.run.charter_gate import drafted
    from diagnostics.run.meeting_history import known_verdicts

    inputs = read_inputs(run.folder)
    page = meeting_page(inputs, agenda, known_verdicts(run, before, pages, inputs.fingerprint))
    return drafted(page) if run.manifest.draft else page


def _run_for(engagement: Engagement, day: date, period: str) -> tuple[Run, Run | None]:
    """Run that a meeting looks at, and the one of the period before it."""
    there = _in_order(engagement)
    names = [each.manifest.period for each in there]
    if not there:
        raise InputError("There is no finished run to show; run 'perfloop run' first.")
    if period:
        period = engagement.calendar.parse(period).text
        if period not in names:
            raise unknown("period", period, names, "the finished runs; --period")
    else:
        over = [each for each in names if engagement.calendar.parse(each).last_day <= day]
        if not over:
            raise InputError(
                f"No finished run is of a period that was over on {day}; the first is {names[0]}: give it by --period,"
                " or a later day by --on."
            )
        period = over[-1]
    at = names.index(period)
    return there[at], there[at - 1] if at else None


def _runs(engagement: Engagement) -> Iterator[Run]:
    for each in sorted((engagement.folder / "runs").glob("*/current.json")):
        run = Workspace(engagement.folder, each.parent.name).current()
        if run is not None and (run.folder / "results" / "tracking.json").is_file():
            yield run


def _minutes(engagement: Engagement, ledger: Ledger, day: date) -> bytes:
    from diagnostics.loop.intervene.minutes import PickNames, minutes_tables, write_minutes
    from diagnostics.loop.intervene.planning import private_measures
    from diagnostics.loop.intervene.public_decisions import public_decisions
    from diagnostics.model.private_pay import without_amounts

    language, stream = engagement.language, BytesIO()
    titles = {key: each.intervention.title.say(language) for key, each in ledger.states().items()}
    few = private_measures(engagement, ledger.states().values())
    names = PickNames(
        people=dict(engagement.settings.people),
        measures={key: without_amounts(each, language) if key in few else each for key, each in titles.items()},
        kpis={key: each.name.say(language) for key, each in engagement.kpis.items()},
        entities={each.id: each.label for each in engagement.entities if not each.person},
    )
    # As the ledger is now, not as of the meeting: what is merged back must know every id that is taken.
    tables = minutes_tables(public_decisions(engagement, ledger), day, language)
    write_minutes(stream, tables, (engagement.settings.id, language), names)
    return stream.getvalue()


def _publish(folder: Path, page: bytes, minutes: bytes, engagement: Engagement) -> Pack:
    """Put both files into the folder of the meeting: staged beside it, synced, renamed."""
    made = Pack(folder / PAGE, folder / MINUTES, kept=False)
    try:
        for left in folder.parent.glob(f"{_STAGING}*"):
            shutil.rmtree(left)
        if folder.is_dir():
            write_whole(made.page, page)
            if made.minutes.is_file() and _filled(made.minutes, engagement):
                return Pack(made.page, made.minutes, kept=True)
            write_whole(made.minutes, minutes)
            return made
        staging = folder.with_name(f"{_STAGING}{folder.name}-{secrets.token_hex(3)}")
        staging.mkdir(parents=True)
        (staging / PAGE).write_bytes(page)
        (staging / MINUTES).write_bytes(minutes)
        sync_tree(staging)
        staging.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise SurroundingsError(f"{folder} can't be written: {error.strerror}.") from error
    return made


def _filled(path: Path, engagement: Engagement) -> bool:
    """Whether somebody wrote into a minutes sheet; one that can't be read may well hold what somebody wrote."""
    from diagnostics.loop.intervene.minutes import untouched

    try:
        return not untouched(path.read_bytes(), engagement.settings.id, engagement.language)
    except InputError:
        return True
