"""What has changed since documents were made: no fault, and good to know 「生成后的变化」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.manifest import FILE as RUN
from diagnostics.run.manifest import read_manifest
from diagnostics.run.publishing.basis import results_of
from diagnostics.run.publishing.codename import coding
from diagnostics.run.publishing.publication import read_publication
from diagnostics.run.restating import NAME as RESTATEMENT
from diagnostics.run.steps import STEPS
from diagnostics.run.workspace import Run, Workspace

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.run.publishing.publication import MadeOf, Publication

_NAMES_SHOWN = 6


def told_of(engagement: Engagement, period: str) -> tuple[str, ...]:
    """What has changed since the pages of a period were made, a line each 「周期页面的变化」.

    Parameters
    ----------
    period : str
        Text of the period.

    Raises
    ------
    InputError
        When the period is none, or the manifest can't be read.
    """
    publication = read_publication(engagement.folder / "reports" / engagement.calendar.parse(period).text)
    return tuple(changed_since(engagement, publication)) if publication is not None else ()


def changed_since(engagement: Engagement, publication: Publication) -> Iterator[str]:
    """Documents whose inputs have changed since they were made: no fault, and good to know 「输入已变化」."""
    for key, basis in publication.made_of.items():
        names = sorted(name for name, each in publication.documents.items() if each.made_of == key)
        folder = engagement.folder / "reports" / publication.period
        # What is lost is told of as lost; what is left of these alone is of earlier inputs.
        names = [name for name in names if (folder / name).is_file()]
        if not names:
            continue
        told = f"reports/{publication.period}/{names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
        try:
            changed = changed_inputs(engagement, basis)
        except (InputError, SurroundingsError) as error:
            yield f"{told}: whether its inputs changed since can't be told: {error}"
            continue
        current = Workspace(engagement.folder, publication.period).current()
        if changed:
            yield f"{told}: of earlier inputs; changed since: {_some(changed)}"
        elif current is not None and not publication.results(names).items() <= results_of(current).items():
            yield f"{told}: of an earlier run than the latest; publish again"


def changed_inputs(engagement: Engagement, basis: MadeOf) -> tuple[str, ...]:
    """Names of what was read and is otherwise now 「有变化的输入」.

    Raises
    ------
    InputError
        When a source file is wrong.
    """
    from diagnostics.run.keys import changed
    from diagnostics.run.plan import read_now

    kinds = read_now(engagement, date.fromisoformat(basis.as_of))
    code = coding(engagement.settings)
    # A run of some steps read what these read, and nothing of what the others would have.
    read = {kind for step in STEPS if step.name in basis.parameters for kind in step.reads}
    now = {code(name): value for kind in read for name, value in kinds.get(kind, {}).items()}
    # What only a run itself computes can't be told without one.
    return changed({name: value for name, value in basis.inputs.items() if name != RESTATEMENT}, now)


def lost_runs(engagement: Path, period: str, publication: Publication) -> Iterator[str]:
    """Documents whose run is not there any more: they can be held against their manifest alone."""
    there = []
    for path in Workspace(engagement, period).runs.glob(f"*/{RUN}"):
        try:
            there.append(results_of(Run(path.parent, read_manifest(path.parent))))
        except InputError:
            continue
    for basis in publication.made_of.values():
        if not any(basis.results.items() <= each.items() for each in there):
            yield f"reports/{period}: the run that its documents were made of is not here; only they were looked at"


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")
