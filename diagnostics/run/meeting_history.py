"""What earlier runs and packs have told a meeting already 「已经告知过的判断」."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from typing import Any

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.period import Calendar
    from diagnostics.model.text import Text
    from diagnostics.run.workspace import Run

DECIDED = ("worked", "no_evidence", "worse")


def verdicts(run: Run) -> dict[str, tuple[str, bool]]:
    """Verdict of each measure of a run, and whether a later period can decide 「运行的判断」."""
    from diagnostics.data.handoff import read_records

    effects = read_records(run.folder, "tracking")["effects"]
    return {each["intervention"]: (each["verdict"], bool(each.get("judge_from"))) for each in effects}


def verdicts_since(runs: Sequence[Run], calendar: Calendar) -> dict[str, date]:
    """Last day of the figures from which on each measure has been judged as now 「判断起始」.

    Parameters
    ----------
    runs : sequence of Run
        Runs in order of time, the one that a meeting looks at last.
    """
    if not runs:
        return {}
    told = [(calendar.parse(each.manifest.period).last_day, verdicts(each)) for each in runs]
    day, now = told[-1]
    since = dict.fromkeys(now, day)
    standing = set(now)
    for day, before in reversed(told[:-1]):
        standing = {each for each in standing if before.get(each) == now[each]}
        since |= dict.fromkeys(standing, day)
    return since


def known_verdicts(run: Run, before: Run | None, pages: Iterable[Path], fingerprint: str) -> tuple[str, ...]:
    """Measures whose verdict is no news: judged so by the run before, or on an earlier page 「已知的判断」.

    Parameters
    ----------
    pages : iterable of Path
        Pages of earlier meetings.
    fingerprint : str
        Of the results that this page shows; an earlier page that bears it has shown the same.
    """
    now = verdicts(run)
    shown = any(fingerprint.encode() in each.read_bytes() for each in pages) if fingerprint else False
    earlier = now if shown else verdicts(before) if before is not None else {}
    return tuple(key for key, told in now.items() if told[0] in DECIDED and earlier.get(key, ("", False))[0] == told[0])


def earlier_pages(folder: Path, day: date) -> list[Path]:
    """Pages of meetings before a day, in the engagement's folder of meetings 「之前的例会材料」."""
    return [each for each in sorted(folder.glob("????-??-??/meeting.html")) if each.parent.name < day.isoformat()]


def last_notes(records: Iterable[Mapping[str, Any]], engagement: Engagement) -> dict[str, Text]:
    """What was said with the last report of a measure; words that name somebody measured stay in the ledger.

    「最近跟进说明」
    """
    from diagnostics.loop.intervene.ledger.known_people import names_measured
    from diagnostics.model.text import Text

    told = {each["id"]: Text(**((each.get("last_check_in") or {}).get("note") or {})) for each in records}
    return {key: text for key, text in told.items() if text and not names_measured(engagement, f"{text.zh}\n{text.en}")}
