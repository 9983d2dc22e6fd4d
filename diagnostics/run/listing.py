"""Plans, findings and ledgers as lines for a terminal 「终端清单」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.model.finding import SEVERITIES, Finding
from diagnostics.model.mute import MutedFinding
from diagnostics.model.restatement import Restatement, named, shown
from diagnostics.run.pinning import Standing
from diagnostics.run.plan import Plan
from diagnostics.run.steps import NAMES

if TYPE_CHECKING:
    from diagnostics.loop.intervene.ledger.chain import Entry
    from diagnostics.run.carry_out import Outcome

_FIGURES_SHOWN = 60
_WORDS = {"run": "would run", "reuse": "unchanged", "leave out": "left out"}
_TAKEN_OVER = "taken over from a run that did not end"


def plan_lines(plan: Plan, refused: str = "", origins: Mapping[str, Mapping[str, str]] | None = None) -> Iterator[str]:
    """What a run would do, a line per step 「计划清单」.

    Parameters
    ----------
    refused : str
        Why such a run is refused for now, empty where it isn't; what is listed is then what its draft would do.
    origins : mapping, optional
        Where parameters come from, by step and name; what is not named is a default.
    """
    yield f"period {plan.period.text}, as of {plan.as_of.isoformat()}"
    if refused:
        yield f"refused for now: {refused}"
        yield "what --draft would do:"
    for each in plan.steps:
        why = f"  because: {each.because()}" if each.reasons else ""
        what = _WORDS[each.action] if each.left is None else _TAKEN_OVER
        yield f"  {each.step.name:<10} {what:<10}{why}".rstrip()
        whence = (origins or {}).get(each.step.name, {})
        shown = ", ".join(
            f"{name}={value!r}" + (f" ({whence[name]})" if name in whence else "")
            for name, value in each.parameters.items()
        )
        yield f"  {'':<10} with {shown}"
    if plan.complete:
        why = f"  because: {', '.join(plan.page_changed)}" if plan.page_changed else ""
        yield f"  {'page':<10} {'would render' if plan.page_changed else 'unchanged'}{why}"
    if plan.nothing_to_do and plan.current is not None:
        yield f"nothing to run: inputs, code and parameters are those of run {plan.current.folder.name}"


def standing_lines(standing: Standing) -> Iterator[str]:
    """How a run would stand to what is published 「发布状态清单」."""
    if standing.is_restated:
        yield f"published: {standing.told()}; a run needs --restate REASON"
    elif standing.published is not None and standing.causes:
        yield "published: every published figure stays as it is"
    for _, each in standing.earlier:
        yield f"page of {each.period}: {each.told()}; the next page says so"


def restatement_lines(restatement: Restatement) -> Iterator[str]:
    """Published figures that differ now, a line each 「重述清单」."""
    if not restatement:
        yield f"{restatement.compared} published figures of {restatement.period}, every one as it was published"
        return
    yield restatement.told()
    for each in restatement.figures[:_FIGURES_SHOWN]:
        points = (
            f"; points {_points(each.old_points)} → {_points(each.new_points)}"
            if each.old_points != each.new_points
            else ""
        )
        status = f"; {each.old_status} → {each.new_status}" if each.turned else ""
        yield f"  {named(each)}  {each.entity}  {each.period}  {shown(each)}{points}{status}"
    left = len(restatement.figures) - _FIGURES_SHOWN
    if left > 0:
        yield f"  … and {left} more"


def _points(value: float | None) -> str:
    return "none" if value is None else f"{value:.1f}"


def outcome_lines(outcome: Outcome, *, by_playbook: bool = False) -> Iterator[str]:
    """What a run came to; the last line is the path of the page 「结果清单」.

    Parameters
    ----------
    by_playbook : bool
        Whether a playbook said which steps run: what it leaves out is not advised then.
    """
    if outcome.page is not None:
        yield near(outcome.page)
        return
    done = [name for name in NAMES if name in (*outcome.ran, *outcome.reused)]
    left = ", ".join(outcome.left_out)
    if by_playbook:
        yield f"no page of all steps: the playbook runs {', '.join(done)} and leaves out {left}"
    else:
        yield f"no page: {left} left out and out of date; run with --steps all"
    if outcome.run.manifest.draft:
        yield "pages of single steps are published from a run without --draft"
    elif done:
        # A playbook may end before the last step: its pages are those of its steps.
        yield f"a page of what is done: perfloop publish … --period {outcome.run.manifest.period} --step {done[-1]}"
    yield near(outcome.run.folder)


def near(path: Path) -> str:
    """Path as short as it can be written from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Findings by severity, each with place, code, message and remedy 「发现清单」."""
    found = sorted(findings, key=lambda each: SEVERITIES.index(each.severity))
    for each in found:
        yield f"{each.place}: {each.severity} {each.code}: {each.message.say('en')}"
        if each.remedy:
            yield f"    {each.remedy.say('en')}"
    counts = [sum(each.severity == severity for each in found) for severity in SEVERITIES]
    yield ", ".join(_counted(n, severity) for n, severity in zip(counts, SEVERITIES, strict=True))


def muted_lines(muted: Iterable[MutedFinding], people: Mapping[str, str]) -> Iterator[str]:
    """Muted findings, each with who muted it and why 「忽略清单」.

    Parameters
    ----------
    people : mapping
        Display names of those who act.
    """
    for each in muted:
        found, mute = each.finding, each.mute
        until = f" until {mute.until.isoformat()}" if mute.until else ""
        yield f"{found.place}: muted {found.code}: {found.message.say('en')}"
        yield f"    by {people.get(mute.by, mute.by)}{until}: {mute.reason.say('en')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def entry_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Entries of the ledger, one a line 「台账清单」."""
    for each in entries:
        yield f"{each.seq:>4}  {each.at}  {each.kind:<9}  {each.item}  ({each.event}, {each.actor})  {each.hash[:12]}"
