"""What is published, held against its manifest, the runs, the ledger and the inputs 「核验」."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.model.ledger_event import Anchor
from diagnostics.run.manifest import FILE as RUN
from diagnostics.run.manifest import hash_file, read_manifest
from diagnostics.run.publishing.basis import results_of
from diagnostics.run.publishing.faults import Fault, document_faults
from diagnostics.run.publishing.publication import FILE as PUBLISHED
from diagnostics.run.publishing.since import changed_since, lost_runs
from diagnostics.run.workspace import CURRENT, STAGING, Run, Workspace

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.run.publishing.publication import Publication

ALL = "all"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of what is published came to 「核验结果」.

    Parameters
    ----------
    faults : tuple of Fault
        What is not as it was published.
    told : tuple of str
        What is no fault and good to know: inputs that changed since.
    documents, runs, periods : int
        How much was looked at.
    """

    faults: tuple[Fault, ...] = ()
    told: tuple[str, ...] = ()
    documents: int = 0
    runs: int = 0
    periods: int = 0


def verify(engagement: Engagement, period: str = ALL) -> Verified:
    """Hold what is published against its manifest, the runs it was made of, the ledger and the inputs 「核验」.

    Parameters
    ----------
    period : str
        Text of a period, or ``all``. Nothing is written, and no engine is opened.

    Raises
    ------
    InputError
        When nothing of the period is there.
    SurroundingsError
        When a file or the ledger can't be read.
    """
    faults: list[Fault] = []
    told: list[str] = []
    documents = runs = 0
    anchors: list[tuple[str, Anchor]] = []
    names = periods_of(engagement, period)
    for name in names:
        publication, found = document_faults(engagement.folder / "reports" / name)
        faults += found
        faults += missing_page(engagement.folder, name, publication)
        faults += pointer_faults(engagement.folder, name, publication)
        looked = list(runs_to_look_at(engagement.folder, name, publication))
        runs += len(looked)
        for folder in looked:
            faults += run_faults(folder)
        if publication is not None:
            documents += len(publication.documents)
            told += lost_runs(engagement.folder, name, publication)
            told += changed_since(engagement, publication)
            anchors += [(name, Anchor(each.ledger.seq, each.ledger.hash)) for each in publication.made_of.values()]
    faults += ledger_faults(engagement, anchors)
    return Verified(tuple(dict.fromkeys(faults)), tuple(dict.fromkeys(told)), documents, runs, len(names))


def periods_of(engagement: Engagement, period: str) -> tuple[str, ...]:
    """Periods of which something is published or was run 「周期」.

    Raises
    ------
    InputError
        When nothing of the period is there.
    """
    there = {each.parent.name for each in engagement.folder.glob(f"runs/*/{CURRENT}")}
    # Whatever lies in a folder of reports/ is held to be published there, also where its manifest was taken away.
    there |= {each.parent.name for each in engagement.folder.glob("reports/*/*") if _is_period(engagement, each.parent)}
    if period == ALL:
        return tuple(sorted(there))
    name = engagement.calendar.parse(period).text
    if name not in there:
        raise unknown("period", name, there, "what was run or published; --period")
    return (name,)


def _is_period(engagement: Engagement, folder: Path) -> bool:
    try:
        return engagement.calendar.parse(folder.name).text == folder.name
    except InputError:
        return (folder / PUBLISHED).is_file()


def missing_page(engagement: Path, period: str, publication: Publication | None) -> Iterator[Fault]:
    """Leadership's page that the latest run made and that is not out: taken away, or never placed 「缺页」."""
    workspace = Workspace(engagement, period)
    current = workspace.current()
    if current is None or current.manifest.page is None or current.manifest.draft or workspace.page.exists():
        return
    if publication is None or workspace.page.name not in publication.documents:
        yield Fault(
            f"reports/{period}/{workspace.page.name}", "the latest run made it and it is not there; publish again"
        )


def runs_to_look_at(engagement: Path, period: str, publication: Publication | None) -> Iterator[Path]:
    """Folders of all runs of a period; what names the current one where it leads nowhere 「相关运行」."""
    workspace = Workspace(engagement, period)
    folders = sorted(each.parent for each in workspace.runs.glob(f"*/{RUN}"))
    yield from (each for each in folders if not each.name.startswith(STAGING))
    pointer = workspace.runs / CURRENT
    if workspace.current() is None and (pointer.is_file() or (publication is not None and folders)):
        yield pointer


def pointer_faults(engagement: Path, period: str, publication: Publication | None) -> Iterator[Fault]:
    """A pointer set back by hand: it names a run older than the one that was published 「指向旧运行」.

    A kill never leaves it so: what is published is published of the run that it names.
    """
    workspace = Workspace(engagement, period)
    current = workspace.current()
    if current is None or publication is None:
        return
    known = results_of(current).items()
    otherwise = [each.results for each in publication.made_of.values() if not each.results.items() <= known]
    for folder in sorted(each.parent for each in workspace.runs.glob(f"*/{RUN}")):
        if _second(folder) > _second(current.folder) and any(each.items() <= _results(folder) for each in otherwise):
            told = f"it names {current.folder.name}, and {folder.name}, made later, is published; run again"
            yield Fault(f"runs/{period}/{CURRENT}", told)
            return


def _second(folder: Path) -> str:
    """When a run began; of two that began in one second nobody can say which is the later."""
    return folder.name.partition("-")[0]


def _results(folder: Path) -> ItemsView[str, str]:
    try:
        return results_of(Run(folder, read_manifest(folder))).items()
    except InputError:
        return dict[str, str]().items()


def run_faults(folder: Path) -> Iterator[Fault]:
    """Outputs of a run that differ from what its manifest says 「核验运行」."""
    name = f"runs/{folder.parent.name}/{folder.name}"
    if folder.name == CURRENT:
        yield Fault(name, "it names no run that can be read" if folder.is_file() else "it is not there; run again")
        return
    try:
        manifest = read_manifest(folder)
    except InputError as error:
        yield Fault(f"{name}/{RUN}", str(error))
        return
    outputs = {file: digest for step in manifest.steps.values() for file, digest in step.outputs.items()}
    outputs |= {manifest.page.file: manifest.page.sha256} if manifest.page else {}
    outputs |= results_of(Run(folder, manifest))
    if manifest.seal and manifest.text().encode() != (folder / RUN).read_bytes():
        yield Fault(f"{name}/{RUN}", "it is not as the run wrote it: its seal is not that of what it says")
    for file, digest in sorted(outputs.items()):
        path = folder / file
        if not path.is_file():
            yield Fault(f"{name}/{file}", "the run wrote it and it is not there")
        elif hash_file(path) != digest:
            yield Fault(f"{name}/{file}", "it is not as the run wrote it")


def ledger_faults(engagement: Engagement, anchors: list[tuple[str, Anchor]]) -> Iterator[Fault]:
    """What is wrong with the ledger, and places of it that were published and are there no more 「核验台账」."""
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.run.ledger.check import check_ledger

    try:
        lines = check_ledger(engagement, date.max).lines
        flaws = open_ledger(engagement).verify([each for _, each in anchors if each.seq])
    except InputError as error:
        yield Fault("ledger", str(error))
        return
    yield from (Fault("ledger", each) for each in lines)
    said = "\n".join(lines)
    for flaw in flaws:
        if flaw.message not in said:
            where = [period for period, each in anchors if flaw.kind == "anchor" and each.seq == flaw.seq]
            since = f" It stood so when {', '.join(sorted(set(where)))} was published." if where else ""
            yield Fault("ledger", f"entry {flaw.seq}: {flaw.kind}: {flaw.message}{since}")
