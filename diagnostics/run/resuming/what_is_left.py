"""What a run meets: one under way, killed or failed, a half publish, a disk without room 「现场」."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from diagnostics.run.listing import near
from diagnostics.run.lock import held_by
from diagnostics.run.plan import Plan
from diagnostics.run.publishing.placing import ROOM
from diagnostics.run.workspace import FAILED, STAGING, Workspace, run_id

_UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))
# A run is staged beside the one before it, and its page is staged once more.
_ROOM_FOR_RUNS = 3


def lines_of_what_is_left(engagement: Path, plan: Plan) -> Iterator[str]:
    """What a plan says beside its steps, a line each; nothing where nothing is left and the disk has room 「现场清单」.

    Parameters
    ----------
    engagement : Path
        The engagement's folder; nothing in it is written.
    plan : Plan
        What a run would do.
    """
    workspace = Workspace(engagement, plan.period.text)
    if holder := held_by(engagement):
        yield f"in use: {holder}; a run waits for nobody and would end with 3"
        return
    staged = sorted(engagement.glob(f"runs/*/{STAGING}*"))
    stopped = [each for each in staged if _logs_of(each).is_dir()]
    if killed := [each for each in staged if each not in stopped]:
        yield f"killed: a run was killed in the middle; {_use(plan, killed)}, the rest is removed by the next run"
    if any(engagement.glob(f"reports/*/{ROOM}")):
        yield "killed: a publish was killed in the middle; the next run or publish finishes or undoes it"
    failed = max(workspace.runs.glob(f"*{FAILED}"), default=None, key=lambda each: each.name)
    if failed is not None and (plan.current is None or failed.name > plan.current.folder.name):
        yield f"failed: the last run failed or was interrupted; its logs are in {near(failed)}/logs"
    if stopped:
        told = " and ".join(sorted({each.parent.name for each in stopped}))
        use = _use(plan, stopped)
        yield f"failed: of {told} a run left finished steps; {use}, the rest is removed by the next run"
    yield from _disk(engagement, plan)


def _logs_of(staged: Path) -> Path:
    """Where the logs of a staged run are, had it failed: who was killed kept none."""
    return staged.with_name(f"{run_id(staged)}{FAILED}")


def _use(plan: Plan, folders: Collection[Path]) -> str:
    taken = [each.step.name for each in plan.steps if each.left is not None and each.left.folder in folders]
    return f"what it had finished is taken over ({', '.join(taken)})" if taken else "nothing of it is used"


def _disk(engagement: Path, plan: Plan) -> Iterator[str]:
    """Only where a run like the last one may not fit: else the room on a disk is nobody's business."""
    if plan.current is None:
        return
    taken = sum(each.stat().st_size for each in plan.current.folder.rglob("*") if each.is_file())
    free = shutil.disk_usage(engagement).free
    if free < _ROOM_FOR_RUNS * taken:
        yield f"disk: the last run took {_bytes(taken)}, {_bytes(free)} are free; the next one may not fit"


def _bytes(count: int) -> str:
    size, unit = next(((size, unit) for size, unit in _UNITS if count >= size), (1.0, "bytes"))
    return f"{count / size:.0f} {unit}"
