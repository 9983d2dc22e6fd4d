"""What a run has made so far, and the manifest that records it 「运行产物」."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from diagnostics.model.engagement import Engagement
from diagnostics.run.keys import packages, python_version
from diagnostics.run.manifest import Manifest, PageRecord, StepRecord, hash_file
from diagnostics.run.plan import Plan
from diagnostics.run.restating import FILE as RESTATEMENT
from diagnostics.run.restating import Correcting
from diagnostics.run.version import version
from diagnostics.run.workspace import Run, run_id


@dataclass(slots=True)
class Made:
    """What a run has made so far 「运行产物」.

    Parameters
    ----------
    staging : Path
        Folder in which it is made.
    started : str
        Moment at which it began.
    correction : Correcting
        What its page says of corrected figures.
    steps : dict of StepRecord
        What each step wrote.
    page : PageRecord, optional
        Its page.
    steady : callable
        Refuses to go on where an input changed since it was planned.
    """

    staging: Path
    started: str
    correction: Correcting
    steps: dict[str, StepRecord] = field(default_factory=dict)
    page: PageRecord | None = None
    steady: Callable[[], None] = lambda: None


def copied(current: Run, staging: Path, name: str) -> StepRecord:
    """Files of a step that is up to date, taken over from the current run 「沿用步骤产物」."""
    record = current.manifest.steps[name]
    for file in record.outputs:
        (staging / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(current.folder / file, staging / file)
    return record.model_copy(update={"reused_from": record.reused_from or current.folder.name})


def files_of(folder: Path) -> dict[str, str]:
    """Digest of every file below a folder, by its path 「文件指纹」."""
    return {
        path.relative_to(folder).as_posix(): hash_file(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }


def manifest_of(engagement: Engagement, plan: Plan, made: Made) -> Manifest:
    """Record of a run: what determined it, what it made 「运行清单」."""
    note = made.staging / RESTATEMENT
    return Manifest(
        run=run_id(made.staging),
        engagement=engagement.settings.id,
        period=plan.period.text,
        as_of=plan.as_of.isoformat(),
        started=made.started,
        finished=now(),
        perfloop=version(),
        python=python_version(),
        packages=packages(),
        steps=made.steps,
        page=made.page,
        # Without a page too: those of its steps are published no more than the retrospective.
        draft=plan.draft,
        restated=made.correction.restated if made.page is not None else (),
        restatement_sha256=hash_file(note) if note.is_file() else "",
    )


def now() -> str:
    """Moment in UTC, to the second 「当前时刻」."""
    return datetime.now(UTC).isoformat(timespec="seconds")
