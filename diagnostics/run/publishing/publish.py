"""Publishing the pages of a complete run 「发布」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, StepFailedError
from diagnostics.run.keys import environment
from diagnostics.run.lock import finish_killed, hold
from diagnostics.run.manifest import hash_file
from diagnostics.run.progress import Progress
from diagnostics.run.publishing.basis import CODE, parties_of, results_of
from diagnostics.run.publishing.gate import published
from diagnostics.run.publishing.making import Documents, documents_of
from diagnostics.run.publishing.placing import settle_all
from diagnostics.run.publishing.request import LEADERSHIP, Wanted, asked
from diagnostics.run.steps import NAMES
from diagnostics.run.warm.parent import shared_parent
from diagnostics.run.workspace import Run, Workspace

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command asks for, as its options say it 「发布选项」."""

    steps: str = NAMES[-1]
    audiences: str = LEADERSHIP
    forms: str = "html"
    crate: bool = False


def publish(folder: Path, period: str, options: Asked, progress: Progress | None = None) -> tuple[Path, ...]:
    """Publish pages of a period's complete run, all or none 「发布页面」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    period : str
        Text of the period, such as ``2025-08``.
    options : Asked
        Which steps, for whom, in which forms.

    Returns
    -------
    tuple of Path
        Places of what was published.

    Raises
    ------
    InputError
        When a name is none, no run has these steps complete, or the run is a draft.
    LeakError
        When something in a document must not leave the engagement; nothing is placed then.
    SurroundingsError
        When another process holds the engagement, or a document can't be made or written here.
    """
    from diagnostics.dictionary.load import load_engagement

    progress = progress or Progress()
    finish_killed(folder)
    engagement = load_engagement(folder)
    span = engagement.calendar.parse(period)
    with hold(engagement.folder, f"perfloop publish --period {span.text}"):
        engagement = load_engagement(folder)
        if settle_all(engagement.folder / "reports"):
            progress.say("finished or undid what a killed publish left")
        workspace = Workspace(engagement.folder, span.text)
        # Names are looked at first: who asks for what is not there hears so, whatever the run is like.
        current = workspace.current()
        wanted = asked(options.steps, options.audiences, options.forms, parties_of(current) if current else ())
        run = publishable(workspace, current, wanted)
        # One kernel alone is there sooner without.
        with shared_parent(needed=len(wanted) > 1):
            made = {each: _made(engagement, run, each, progress) for each in wanted}
        files = {each: found.files for each, found in made.items()}
        # Pictures can't be read: the page that they were made of is.
        drawn = {each: found for each, found in made.items() if "html" not in each.forms}
        also = {f"{each.name(each.forms[0])}, its page": found.page for each, found in drawn.items()}
        return published(engagement, run, files, crate=options.crate, also=also)


def publishable(workspace: Workspace, run: Run | None, wanted: Sequence[Wanted]) -> Run:
    """Current run, where it may be published 「可发布的运行」.

    Raises
    ------
    InputError
        When there is none, it is a draft, or a step is not complete, was changed on disk, or is older than what is out.
    """
    told = f"'perfloop run --period {workspace.period}' makes one."
    if run is None:
        raise InputError(f"No complete run of {workspace.period} is there to publish; {told}")
    if run.manifest.draft:
        raise InputError(
            f"The run of {workspace.period} is a draft, which is never published; answer the charter, then {told}"
        )
    last = max(NAMES.index(each.step) for each in wanted)
    for name in NAMES[: last + 1]:
        if name not in run.manifest.steps:
            raise InputError(f"Step {name} of {workspace.period} is not complete; {told}")
        if not run.intact(name):
            raise InputError(f"Results of step {name} were changed on disk since the run; {told}")
    for file, digest in results_of(run).items():
        # What the run itself wrote is no step's: what was corrected.
        if not (run.folder / file).is_file() or hash_file(run.folder / file) != digest:
            raise InputError(f"{file} was changed on disk since the run; {told}")
    if run.manifest.page is None and workspace.page.is_file():
        # Its figures have not been held against those that are out.
        raise InputError(
            f"The latest run of {workspace.period} has some steps only, and its retrospective is out already; {told}"
        )
    return run


def _made(engagement: Engagement, run: Run, wanted: Wanted, progress: Progress) -> Documents:
    name = wanted.name(wanted.forms[0])
    with progress.doing(name):
        try:
            found = documents_of(run, wanted, engagement.settings)
        except (StepFailedError, InputError) as error:
            if not _is_of_other_code(run, wanted):
                raise
            period = run.manifest.period
            raise InputError(
                f"{str(error).rstrip('.')}. The run of {period} was made by other code of perfloop (version"
                f" {run.manifest.perfloop}), whose results this one may not read; 'perfloop run --period {period}'"
                " makes them anew."
            ) from error
    progress.say(f"made {', '.join(found.files)}")
    return found


def _is_of_other_code(run: Run, wanted: Wanted) -> bool:
    steps = NAMES[: NAMES.index(wanted.step) + 1]
    return any(run.manifest.steps[each].inputs.get(CODE) != environment()[CODE] for each in steps)
