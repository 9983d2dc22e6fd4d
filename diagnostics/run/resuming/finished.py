"""Steps that a run had finished which was killed, failed or interrupted, for the next run to take over 「续跑」.

A step counts as finished once all that it wrote is on the disk and its record beside it, written last. What stopped in
the middle has no record: nothing of it is used, neither its results nor its executed notebook nor its log.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from diagnostics.model.canonical import canonical
from diagnostics.run.manifest import StepRecord, hash_bytes, hash_file, key_of
from diagnostics.run.platform import sync_file, write_whole
from diagnostics.run.workspace import STAGING, Workspace, run_id

# Inside a staged run; no complete run has it.
FOLDER = ".finished"


@dataclass(frozen=True, slots=True)
class Left:
    """What a run left whole that did not end 「中断运行的成果」.

    Parameters
    ----------
    folder : Path
        Its staged folder.
    steps : dict of StepRecord
        Steps that it had finished.
    """

    folder: Path
    steps: dict[str, StepRecord]

    def has(self, step: str, key: str) -> bool:
        """Whether it finished this very step, and what the step wrote is as it was 「是否可接续」."""
        record = self.steps.get(step)
        if record is None or not record.key == key == key_of(record.inputs):
            return False
        files = {self.folder / name: digest for name, digest in record.outputs.items()}
        return all(path.is_file() and hash_file(path) == digest for path, digest in files.items())


def mark_finished(staging: Path, step: str, record: StepRecord) -> None:
    """Record beside the outputs of a step, once they are on the disk, that it has finished 「标记完成」."""
    for name in record.outputs:
        sync_file(staging / name)
    sealed = {"record": record.model_dump(mode="json"), "seal": _seal(record)}
    write_whole(staging / FOLDER / f"{step}.json", canonical(sealed).encode())


def unmark(staging: Path) -> None:
    """Remove these records: the manifest of a complete run says it all 「去除标记」."""
    if (staging / FOLDER).is_dir():
        shutil.rmtree(staging / FOLDER)


def finished_files(staging: Path) -> frozenset[str]:
    """Files of the steps that a staged run has finished, by their places in it, and their records 「已完成的文件」."""
    records = _records(staging / FOLDER)
    marks = {f"{FOLDER}/{step}.json" for step in records}
    return frozenset(marks.union(*(each.outputs for each in records.values())))


def left_by_stopped(workspace: Workspace) -> tuple[Left, ...]:
    """What runs of a period left whole that did not end, the newest first 「中断运行的成果清单」."""
    folders = sorted(workspace.runs.glob(f"{STAGING}*/{FOLDER}"), reverse=True)
    return tuple(Left(each.parent, _records(each)) for each in folders)


def _records(folder: Path) -> dict[str, StepRecord]:
    found = {}
    for path in sorted(folder.glob("[a-z]*.json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            record = StepRecord.model_validate(told["record"])
            if told["seal"] == _seal(record):
                found[path.stem] = record
        except (OSError, ValueError, KeyError, TypeError, ValidationError):
            continue
    return found


def _seal(record: StepRecord) -> str:
    """A record edited by hand counts for nothing; no signature, as that of a run is none."""
    return hash_bytes(canonical(record).encode())


def taken_over(left: Left, staging: Path, step: str) -> StepRecord:
    """Files of a step that a run had finished which did not end, copied into a staged one 「接续步骤产物」."""
    record = left.steps[step]
    for name in record.outputs:
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(left.folder / name, staging / name)
    record = record.model_copy(update={"reused_from": run_id(left.folder)})
    mark_finished(staging, step, record)
    return record
