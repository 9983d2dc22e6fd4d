"""A published period stays with the figures it was published with 「已发布周期的固定」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.durable import hash_file
from diagnostics.data.handoff import SCHEMAS
from diagnostics.data.suppression.shown_before import KIND
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.period import Period
from diagnostics.run.keys import ENTRY_DAYS, changed
from diagnostics.run.manifest import FILE, read_manifest
from diagnostics.run.workspace import Run, Workspace

if TYPE_CHECKING:
    from diagnostics.model.restatement import Restatement

STEP = "diagnose"
OBSERVATIONS = SCHEMAS["observations"][0]
# Inputs of the step that say nothing of what was measured or aimed at: words, and what only carries it out.
_NO_FIGURE_KINDS = ("parameter ", "notebook ", "step ", "evidence ", "signoffs.yaml", ENTRY_DAYS, KIND)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a period stands to what was published 「发布状态」.

    Parameters
    ----------
    published : Run or None
        Run whose page is out; None where none is.
    causes : tuple of str
        What determines figures and has changed since.
    restatement : Restatement or None
        Published figures that came out otherwise; None where nothing changed, or they can't be compared.
    unknown : bool
        Whether the figures that were published are there no longer, so that nobody can compare.
    earlier : tuple
        The same for the pages of earlier periods: run, and what differs.
    """

    published: Run | None
    causes: tuple[str, ...] = ()
    restatement: Restatement | None = None
    unknown: bool = False
    earlier: tuple[tuple[Run, Restatement], ...] = ()

    @property
    def is_restated(self) -> bool:
        """Whether a published figure would change 「是否需要重述」."""
        return self.unknown or bool(self.restatement)

    def told(self) -> str:
        """What differs and why, in a line 「一行说明」."""
        what = self.restatement.told() if self.restatement else "its published figures can't be compared any more"
        return f"{what}; changed since: {', '.join(self.causes)}"


def published_run(engagement: Path, period: str) -> Run | None:
    """Run whose page is out for a period, None where no page is 「已发布的运行」.

    Parameters
    ----------
    engagement : Path
        The engagement's folder.
    period : str
        Canonical text of the period.
    """
    workspace = Workspace(engagement, period)
    if not workspace.page.is_file():
        return None
    page = hash_file(workspace.page)
    with_page = [each for each in _runs(workspace) if each.manifest.page is not None and not each.manifest.draft]
    same = [each for each in with_page if each.manifest.page is not None and each.manifest.page.sha256 == page]
    # A page that somebody edited is that of the newest run that made one.
    return next(iter([*same, *with_page]), None)


def _runs(workspace: Workspace) -> list[Run]:
    """Complete runs of a period, the newest first."""
    found = []
    for folder in sorted((each.parent for each in workspace.runs.glob(f"*/{FILE}")), reverse=True):
        try:
            found.append(Run(folder, read_manifest(folder)))
        except InputError:
            continue
    return found


def earlier_runs(engagement: Engagement, period: Period) -> list[Run]:
    """Runs whose pages are out for other periods that are over by a period's end, the latest first 「此前已发布」."""
    found: list[tuple[Period, Run]] = []
    for folder in (engagement.folder / "runs").glob("*"):
        if folder.name == period.text or not folder.is_dir():
            continue
        try:
            span = engagement.calendar.parse(folder.name)
        except InputError:
            continue
        run = published_run(engagement.folder, folder.name) if span.end <= period.end else None
        if run is not None:
            found.append((span, run))
    return [run for _, run in sorted(found, key=lambda each: (each[0].end, each[0].start), reverse=True)]


def determinants(inputs: Mapping[str, str]) -> dict[str, str]:
    """What of a step's inputs determines figures 「决定数值的输入」.

    Examples
    --------
    >>> determinants({"data a.csv": "1", "kpis.yaml": "2", "scorecards.yaml": "3", "step align": "4"})
    {'data a.csv': '1', 'kpis.yaml': '2', 'scorecards.yaml': '3'}
    """
    return {name: value for name, value in inputs.items() if not name.startswith(_NO_FIGURE_KINDS)}


def standing(engagement: Engagement, period: Period, inputs: Mapping[str, str]) -> Standing:
    """How a period stands to what was published; figures are observed anew only where something changed 「发布状态」.

    Parameters
    ----------
    inputs : mapping
        Inputs of the step that observes, as they are now.

    Raises
    ------
    InputError
        When the data can't be read.
    """
    published = published_run(engagement.folder, period.text)
    now = determinants(inputs)
    causes = _causes(published, now)
    earlier = [each for each in earlier_runs(engagement, period) if _causes(each, now) and _comparable(each)]
    comparable = published is not None and bool(causes) and _comparable(published)
    unknown = published is not None and bool(causes) and _observed(published) and not comparable
    runs = [*([published] if published is not None and comparable else []), *earlier]
    found = compare(engagement, period, [each.folder for each in runs]) if runs else []
    own = found.pop(0) if comparable else None
    told = tuple((run, each) for run, each in zip(earlier, found, strict=True) if each)
    return Standing(published, causes, own, unknown, told)


def restated(folder: Path, period: str) -> Restatement:
    """Published figures of a period that come out otherwise now 「与已发布对比」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    period : str
        Text of the period.

    Raises
    ------
    InputError
        When no page of the period is published, or its figures were changed on disk.
    """
    from diagnostics.dictionary.load import load_engagement

    engagement = load_engagement(folder)
    span = engagement.calendar.parse(period)
    run = published_run(engagement.folder, span.text)
    if run is None:
        raise InputError(f"No page of {span.text} is published; 'perfloop run --period {span.text}' makes one.")
    if not _comparable(run):
        raise InputError(
            f"{OBSERVATIONS} of run {run.folder.name} was changed on disk; nothing can be compared with it."
        )
    return compare(engagement, span, [run.folder])[0]


def compare(engagement: Engagement, period: Period, runs: Iterable[Path]) -> list[Restatement]:
    """Figures of published runs that come out otherwise now, in the order of the runs 「与已发布对比」.

    Parameters
    ----------
    runs : iterable of Path
        Folders of the runs; of a run of another period only that period's own figures are compared.
    """
    from diagnostics.data.engine.child import in_child

    found: list[Restatement] = in_child(_compared, engagement, period, tuple(runs))
    return found


def _compared(engagement: Engagement, period: Period, runs: tuple[Path, ...]) -> list[Restatement]:
    from diagnostics.data.handoff import read_table
    from diagnostics.data.observe import observe
    from diagnostics.data.suppress import shown_before, with_withheld
    from diagnostics.data.versions.restatement import own_figures, restate
    from diagnostics.model.observations import Observations

    # As the step does it.
    before = shown_before(engagement, _as_of(period, runs))
    now = with_withheld(observe(engagement, until=period), engagement, before)
    found = []
    for run in runs:
        text = run.parent.name
        then = Observations(read_table(run, "observations"))
        if text == period.text:
            found.append(restate(engagement, then, now, text))
        else:
            first = engagement.calendar.parse(text).start
            found.append(restate(engagement, own_figures(then, first), now, text, only_known=True))
    return found


def _as_of(period: Period, runs: tuple[Path, ...]) -> date:
    """As-of day of the period's own run, else its last day."""
    own = [each for each in runs if each.parent.name == period.text]
    return date.fromisoformat(read_manifest(own[0]).as_of) if own else period.last_day


def _causes(run: Run | None, now: Mapping[str, str]) -> tuple[str, ...]:
    if run is None or STEP not in run.manifest.steps:
        return ()
    return changed(determinants(run.manifest.steps[STEP].inputs), now)


def _observed(run: Run) -> bool:
    return OBSERVATIONS in run.manifest.steps[STEP].outputs


def _comparable(run: Run) -> bool:
    """Whether the figures that a run published are still those it wrote."""
    digest = run.manifest.steps[STEP].outputs.get(OBSERVATIONS)
    path = run.folder / OBSERVATIONS
    return digest is not None and path.is_file() and hash_file(path) == digest
