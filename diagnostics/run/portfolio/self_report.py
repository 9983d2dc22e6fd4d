"""What a client's own process tells of its run, for the page across clients 「客户自述」."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.errors import PerfloopError
from diagnostics.run.portfolio.telling import asked_to_tell
from diagnostics.terms.say import LANGUAGES

if TYPE_CHECKING:
    from diagnostics.model.finding import Finding
    from diagnostics.run.carry_out import Outcome
    from diagnostics.run.progress import Progress

# Weightiest points that are told by their words; the others are counted.
_FINDINGS, _ALERTS = 3, 2
_SENTENCE = re.compile(r".*?(?:[。！？]|[.!?](?=\s+[A-Z(]|\s*$)|$)", re.DOTALL)


def told(path: Path, work: Callable[[Progress | None], Outcome]) -> Outcome:
    """Carry out a run and tell whoever started this process what came of it, where it was asked to 「执行并汇报」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    work : callable
        Runs it with the progress it is given; None where nobody asked to be told.
    """
    progress = asked_to_tell()
    if progress is None:
        return work(None)
    try:
        outcome = work(progress)
    except PerfloopError:
        progress.tell(told=report_of(path, None))
        raise
    page = str(outcome.page) if outcome.page is not None else ""
    progress.tell(told=report_of(path, outcome.run.folder if page else None), page=page)
    return outcome


def report_of(path: Path, run: Path | None) -> dict[str, Any]:
    """Record of an engagement and its run; of what can't be read nothing is told 「自述记录」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    run : Path or None
        Folder of the run, None where there is none to tell of.
    """
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.whole_check import heard_of

    results = {name: _read(run / "results" / f"{name}.json") if run else {} for name in ("retrospective", "alerts")}
    open_alerts = [each for each in results["alerts"].get("alerts", ()) if each.get("state") == "open"]
    record: dict[str, Any] = {
        "headline": first_sentence(next(iter(results["retrospective"].get("lead", ())), "")),
        "verdicts": dict(Counter(map(_standing, _measures(results["retrospective"])))),
        "alerts": len(open_alerts),
        "points": [dict(each["text"]) for each in open_alerts[:_ALERTS]],
    }
    try:
        engagement = load_engagement(path)
    except PerfloopError:
        return record
    settings = engagement.settings
    record |= {"id": settings.id, "client": settings.client.say(settings.language)}
    try:
        found = heard_of(engagement).open
    except PerfloopError:
        return record
    by = {severity: [each for each in found if each.severity == severity] for severity in ("error", "warning")}
    # What is wrong, then what happens at the client, then what could be better described.
    wrong, better = ([_worded(each) for each in by[severity][:_FINDINGS]] for severity in ("error", "warning"))
    return {
        **record,
        "errors": len(by["error"]),
        "warnings": len(by["warning"]),
        "points": [*wrong, *record["points"], *better][: _FINDINGS + _ALERTS],
    }


def _worded(found: Finding) -> dict[str, str]:
    return {language: f"{found.code} {found.message.say(language)}" for language in LANGUAGES}


def first_sentence(text: str) -> str:
    """First sentence of a passage 「首句」.

    Examples
    --------
    >>> first_sentence("营收为 25.4 万元。这在范围内。"), first_sentence("Revenue is ¥3.48M, up 2.1%. It is usual.")
    ('营收为 25.4 万元。', 'Revenue is ¥3.48M, up 2.1%.')
    """
    found = _SENTENCE.match(text.strip())
    return found[0] if found else ""


def _measures(retrospective: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (each for each in retrospective.get("measures", ()) if not each.get("external"))


def _standing(measure: Mapping[str, Any]) -> str:
    """As `MeasureReview.standing` has it."""
    verdict = measure.get("verdict")
    if verdict is None:
        return "waiting"
    return "undecidable" if verdict == "insufficient" and not measure.get("judge_from") else str(verdict)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
