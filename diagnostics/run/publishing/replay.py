"""Everything computed anew beside what is published, and the bytes held against each other 「重放核验」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.handoff import read_records
from diagnostics.data.temporary import temporary_folder
from diagnostics.errors import InputError
from diagnostics.run.carry_out import do_steps
from diagnostics.run.keys import changed, step_inputs
from diagnostics.run.lock import hold
from diagnostics.run.made import Made
from diagnostics.run.manifest import hash_bytes, key_of
from diagnostics.run.parameters import declared
from diagnostics.run.pinning import published_run
from diagnostics.run.plan import StepPlan, read_now
from diagnostics.run.progress import Progress
from diagnostics.run.publish import render
from diagnostics.run.publishing.basis import basis_of, results_of
from diagnostics.run.publishing.codename import dressing
from diagnostics.run.publishing.faults import Fault
from diagnostics.run.publishing.making import documents_of
from diagnostics.run.publishing.publication import Document, read_publication
from diagnostics.run.publishing.request import Wanted
from diagnostics.run.publishing.verify import ALL, periods_of
from diagnostics.run.restating import NAME as RESTATEMENT
from diagnostics.run.restating import Correcting
from diagnostics.run.steps import STEPS
from diagnostics.run.warm.parent import shared_parent
from diagnostics.run.workspace import FOLDERS, Run, Workspace

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

# Executed notebooks and logs bear times; nothing of them is published.
_COMPARED = ("results/", "work/")
_ANEW = ("computed anew",)
_OTHERWISE = "it came out otherwise"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay came to 「重放结果」.

    Parameters
    ----------
    faults : tuple of Fault
        What came out otherwise, or why it can't be computed anew.
    compared : int
        How many files were held against each other.
    """

    faults: tuple[Fault, ...]
    compared: int

    @property
    def told(self) -> str:
        """How many came out the same, in words 「一行说明」."""
        wrong = sum(each.told.startswith(_OTHERWISE) for each in self.faults)
        return f"{self.compared - wrong} of {self.compared} files equal"


def replay(folder: Path, period: str = ALL, progress: Progress | None = None) -> Replayed:
    """Compute what is published anew from the same inputs, in a temporary place 「重放」.

    Parameters
    ----------
    folder : Path
        The engagement's folder; nothing in it is written but its lock.
    period : str
        Text of a period, or ``all``.

    Raises
    ------
    InputError
        When nothing of the period is there, or a step refuses its input.
    SurroundingsError
        When another process holds the engagement, or a notebook can't be run.
    """
    from diagnostics.dictionary.load import load_engagement

    progress = progress or Progress()
    engagement = load_engagement(folder)
    faults: list[Fault] = []
    compared = 0
    with hold(engagement.folder, "perfloop verify --replay"), shared_parent():
        for name in periods_of(engagement, period):
            run = published_run(engagement.folder, name) or Workspace(engagement.folder, name).current()
            if run is None:
                faults.append(Fault(f"runs/{name}", "no complete run is there to be replayed"))
                continue
            steps = _planned(engagement, run)
            told = sorted({each for step in steps for each in step.reasons} - {*_ANEW})
            if told:
                what = f"it can't be replayed, these have changed since: {', '.join(told)}"
                faults.append(Fault(f"runs/{name}/{run.folder.name}", what))
                continue
            found = list(_again(engagement, run, steps, progress))
            compared += sum(not each.told or each.told.startswith(_OTHERWISE) for each in found)
            faults += [each for each in found if each.told]
    return Replayed(tuple(faults), compared)


def _planned(engagement: Engagement, run: Run) -> list[StepPlan]:
    """Steps of a run, each to be run again with its parameters; as reasons what it would read otherwise now."""
    now = read_now(engagement, date.fromisoformat(run.manifest.as_of))
    planned, keys = [], dict[str, str]()
    for step in (each for each in STEPS if each.name in run.manifest.steps):
        record = run.manifest.steps[step.name]
        own = step_inputs(step, now, record.parameters, keys)
        # What it tells of corrections was found when figures changed, and is taken over as it is.
        own |= {name: value for name, value in record.inputs.items() if name == RESTATEMENT}
        keys[step.name] = key_of(own)
        differ = tuple(each for each in changed(record.inputs, own) if not each.startswith("step "))
        # The manifest has them sorted; a notebook is told them in its own order, as it was.
        parameters = {each: record.parameters[each] for each in declared(step) if each in record.parameters}
        planned.append(StepPlan(step, "run", parameters, own, differ or _ANEW))
    return planned


def _again(engagement: Engagement, run: Run, steps: list[StepPlan], progress: Progress) -> Iterator[Fault]:
    """A line for each file that was computed anew; what is wrong with it, empty where its bytes are the same."""
    correction = Correcting(read_records(run.folder, RESTATEMENT) if run.manifest.restatement_sha256 else None)
    with temporary_folder("replayed") as room:
        for name in FOLDERS:
            (room / name).mkdir()
        made = Made(room, "", correction)
        do_steps(engagement, steps, None, made, progress)
        wrote = {file: digest for step in made.steps.values() for file, digest in step.outputs.items()}
        then = {file: digest for step in run.manifest.steps.values() for file, digest in step.outputs.items()}
        place = f"runs/{run.folder.parent.name}/{run.folder.name}"
        for file in sorted({*wrote, *then}):
            if file.startswith(_COMPARED):
                yield Fault(f"{place}/{file}", _differs(wrote.get(file), then.get(file)))
        if run.manifest.page is not None:
            page = render(room, {}, draft=run.manifest.draft, **dressing(engagement.settings))
            yield Fault(f"{place}/{page.file}", _differs(page.sha256, run.manifest.page.sha256))
        yield from _documents(engagement, run, room, progress)


def _documents(engagement: Engagement, run: Run, room: Path, progress: Progress) -> Iterator[Fault]:
    """Documents that were published of a run, made anew of what was computed anew."""
    folder = engagement.folder / "reports" / run.manifest.period
    try:
        publication = read_publication(folder)
    except InputError as error:
        yield Fault(f"reports/{folder.name}/manifest.json", str(error))
        return
    if publication is None:
        return
    basis = basis_of(engagement, run)
    known = results_of(run).items()
    mine = {name: each for name, each in publication.documents.items() if publication.results([name]).items() <= known}
    for name in sorted(publication.documents.keys() - mine.keys()):
        yield Fault(f"reports/{folder.name}/{name}", "it was not replayed: it is of another run; publish it again")
    for wanted in sorted({_wanted(each) for each in mine.values()}, key=str):
        progress.say(f"made anew: {wanted.step}, {wanted.audience}, {wanted.forms[0]}")
        made = documents_of(Run(room, run.manifest), wanted, engagement.settings)
        now = {name: hash_bytes(content) for name, content in made.files.items()}
        then = {name: each.sha256 for name, each in mine.items() if _wanted(each) == wanted}
        for name in sorted({*now, *then}):
            yield Fault(f"reports/{folder.name}/{name}", _differs(now.get(name), then.get(name)))
    for key in sorted({each.made_of for each in mine.values()}):
        same = publication.made_of[key].same_work(basis)
        yield Fault(f"reports/{folder.name}/manifest.json", "" if same else f"{_OTHERWISE}: what it was made of")


def _wanted(document: Document) -> Wanted:
    return Wanted(document.step, document.audience, (document.form,))


def _differs(now: str | None, then: str | None) -> str:
    if then is None:
        return f"{_OTHERWISE}: it was not written before"
    if now is None:
        return f"{_OTHERWISE}: it is not written any more"
    return "" if now == then else f"{_OTHERWISE}: its bytes differ"
