"""Inputs that stay as they were planned while a run is under way 「运行期间输入不变」.

A step's key is made before it runs, and its notebook reads the files itself: what somebody saves in between would give
a page of old and new, and a record of a step that never read what it says.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.run.keys import changed, source_files, step_inputs
from diagnostics.run.plan import Plan, read_now
from diagnostics.run.restating import NAME as RESTATEMENT

# Runs and pages are what a run makes; the ledger is written by holders of the lock alone.
_MADE = {"runs", "reports"}
_LEDGER = "ledger.db"
# Other clients' measures are filed there at any time.
_SHARED = ("practice library",)


class Steady:
    """Files of an engagement as they are before their fingerprints are taken 「输入状态」.

    Parameters
    ----------
    engagement : Engagement
        Engagement that runs; its writer lock is held.
    """

    def __init__(self, engagement: Engagement) -> None:
        self._engagement = engagement
        self._sources = tuple(source_files(engagement).values())
        self._was = self._states()

    def refuse_changed(self, plan: Plan) -> None:
        """Refuse to go on where an input differs from what was planned 「拒绝中途变化」.

        Parameters
        ----------
        plan : Plan
            What is being carried out.

        Raises
        ------
        InputError
            Naming what changed; a file that was saved anew with the same content is none.

        Notes
        -----
        States (device, number, size, times) of the files in the engagement's folder and of all sources tell whether to
        look; fingerprints tell whether it changed. What lies in a database is looked at only where a file changed too.
        """
        now = self._states()
        if now == self._was:
            return
        inputs = read_now(self._engagement, plan.as_of)
        found: set[str] = set()
        for each in plan.steps:
            own = step_inputs(each.step, inputs, each.parameters, {})
            told = {name: value for name, value in each.inputs.items() if not name.startswith("step ")}
            found |= {*changed(told, own)} - {RESTATEMENT, *_SHARED}
        if found:
            raise InputError(
                f"{', '.join(sorted(found))} changed while the run was under way; the page stays."
                " Run again once all is saved."
            )
        self._was = now

    def _states(self) -> dict[str, tuple[int, ...] | None]:
        return {str(each): _state(each) for each in self._files()}

    def _files(self) -> Iterator[Path]:
        yield from self._sources
        for at, below, names in os.walk(self._engagement.folder):
            made = _MADE if Path(at) == self._engagement.folder else ()
            below[:] = [each for each in below if each not in made and not each.startswith(".")]
            yield from (Path(at, each) for each in names if not each.startswith((".", _LEDGER)))


def _state(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
