"""Where runs and pages of an engagement lie 「运行目录」.

A run is staged beside its final place, synced, renamed, and only then pointed at: a reader sees the old run whole or
the new run whole. What a run leaves that did not end is swept by the next one.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.run.manifest import FILE, Manifest, hash_file, read_manifest
from diagnostics.run.platform import sync_folder, sync_tree, write_whole

if TYPE_CHECKING:
    from collections.abc import Collection

    from diagnostics.model.engagement import Engagement

FOLDERS = ("work", "results", "notebooks", "logs")
CURRENT = "current.json"
PAGE = "retrospective.html"
DRAFT = "retrospective.draft.html"
STAGING = ".staging-"
FAILED = ".failed"
# Of a failed run stays what explains the failure: its tables go, its notebooks stay inside the engagement.
_KEPT = ("notebooks", "logs")
# Who looks into a failure looks into the last ones; what is older only takes room, and bears the client's names.
_FAILED_KEPT = 3


@dataclass(frozen=True, slots=True)
class Run:
    """A complete run 「一次运行」."""

    folder: Path
    manifest: Manifest

    def intact(self, step: str) -> bool:
        """Whether the outputs of a step are still those it wrote 「输出完好」."""
        return all(self._holds(name, digest) for name, digest in self.manifest.steps[step].outputs.items())

    def page_intact(self) -> bool:
        """Whether the run's page is still the one it rendered 「页面完好」."""
        page = self.manifest.page
        return page is not None and self._holds(page.file, page.sha256)

    def _holds(self, name: str, digest: str) -> bool:
        path = self.folder / name
        return path.is_file() and hash_file(path) == digest


@dataclass(frozen=True, slots=True)
class Workspace:
    """Runs and pages of one engagement and period 「工作区」.

    Parameters
    ----------
    engagement : Path
        The engagement's folder.
    period : str
        Canonical text of the period.
    """

    engagement: Path
    period: str

    @property
    def runs(self) -> Path:
        """Folder of the period's runs 「运行目录」."""
        return self.engagement / "runs" / self.period

    @property
    def page(self) -> Path:
        """The page that leadership receives; what places it is ``run.publishing`` 「复盘页面」."""
        return self.engagement / "reports" / self.period / PAGE

    @property
    def draft(self) -> Path:
        """Page of a run whose charter is not answered, beside the published one 「草稿页面」."""
        return self.page.with_name(DRAFT)

    def current(self) -> Run | None:
        """Latest complete run, None where there is none or it can't be read 「当前运行」."""
        try:
            name = json.loads((self.runs / CURRENT).read_text(encoding="utf-8"))["run"]
            folder = self.runs / str(name)
            return Run(folder, read_manifest(folder)) if folder.parent == self.runs else None
        except (OSError, ValueError, KeyError, TypeError, InputError):
            return None

    def sweep(self, but: Collection[Path] = ()) -> int:
        """Remove what killed runs left, and say how many 「清理残留」.

        Only the holder of the engagement's lock may call it: it can't tell a dead run from a living one.

        Parameters
        ----------
        but : collection of Path
            Staged folders that stay for now: somebody takes finished steps over from them.
        """
        # Of every period: what a killed run left holds client data, and nobody may ever run that period again.
        left = [
            *self.engagement.glob(f"runs/*/{STAGING}*"),
            *self.engagement.glob(f"runs/*/.{CURRENT}.*"),
            *self.engagement.glob(f"reports/*/.{DRAFT}.*"),
        ]
        left = [each for each in left if each not in but]
        for path in left:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        return sum(path.name.startswith(STAGING) for path in left)

    def stage(self) -> Path:
        """Make the folder in which a run comes into being 「暂存目录」."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        staging = self.runs / f"{STAGING}{stamp}-{secrets.token_hex(3)}"
        for name in FOLDERS:
            (staging / name).mkdir(parents=True)
        return staging

    def complete(self, staging: Path, manifest: Manifest) -> Run:
        """Give a staged run its place and make it the current one 「完成运行」."""
        sync_tree(staging)
        # The manifest comes last: a folder without one is not a run.
        write_whole(staging / FILE, manifest.text().encode())
        folder = self.runs / run_id(staging)
        staging.rename(folder)
        sync_folder(self.runs)
        write_whole(self.runs / CURRENT, (json.dumps({"run": folder.name}) + "\n").encode())
        return Run(folder, manifest)

    def fail(self, staging: Path, finished: Collection[str] = ()) -> Path:
        """Keep logs and notebooks of a failed run, and of the last three alone 「保留失败现场」.

        Parameters
        ----------
        finished : collection of str
            Files of steps that it had finished, by their places in it: they stay staged and nothing beside them.
        """
        kept = self.runs / f"{run_id(staging)}{FAILED}"
        if finished:
            self._keep_beside(staging, kept, finished)
        else:
            for path in staging.iterdir():
                if path.name not in _KEPT:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            staging.rename(kept)
        earlier = sorted(each for each in self.runs.glob(f"*{FAILED}") if each != kept)
        for path in earlier[: 1 - _FAILED_KEPT]:
            shutil.rmtree(path, ignore_errors=True)
        return kept

    def _keep_beside(self, staging: Path, kept: Path, finished: Collection[str]) -> None:
        try:
            for name in _KEPT:
                shutil.copytree(staging / name, kept / name, symlinks=True)
            _trim(staging, finished)
        except OSError:
            shutil.rmtree(kept, ignore_errors=True)
            raise

    def place_draft(self, run: Run) -> Path:
        """Put a draft where it is looked at, beside the published page 「放置草稿」.

        Raises
        ------
        InputError
            When the run has no page.
        """
        if run.manifest.page is None:
            raise InputError(f"Run {run.folder.name} has no page; its step close has not run.")
        if not self.draft.is_file() or hash_file(self.draft) != run.manifest.page.sha256:
            write_whole(self.draft, (run.folder / run.manifest.page.file).read_bytes())
        return self.draft


def _trim(staging: Path, finished: Collection[str]) -> None:
    """Remove all files but some, and the folders that are empty then."""
    for at, below, names in os.walk(staging, topdown=False):
        for path in (Path(at, each) for each in (*names, *below)):
            if path.is_dir() and not path.is_symlink():
                with suppress(OSError):
                    path.rmdir()
            elif path.relative_to(staging).as_posix() not in finished:
                path.unlink()


def run_id(staging: Path) -> str:
    """Id of a run, from the folder it is staged in 「运行编号」."""
    return staging.name.removeprefix(STAGING)


def finished_run(engagement: Engagement, period: str) -> Run:
    """Current run of a period, with a page 「已完成的运行」.

    Raises
    ------
    InputError
        When the period's text has no known form, or there is no such run.
    """
    text = engagement.calendar.parse(period).text
    run = Workspace(engagement.folder, text).current()
    if run is None or run.manifest.page is None:
        raise InputError(f"There is no finished run of period {text!r}; run 'perfloop run' first.")
    return run
