"""From an engagement and its published run to the folder of a hand-over 「生成交接文件夹」."""

from __future__ import annotations

import glob
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.model.canonical import canonical
from diagnostics.run.manifest import hash_bytes
from diagnostics.run.platform import sync_folder, sync_tree, write_whole

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.run.workspace import Run

# Below the engagement's folder: a manifest of each hand-over.
KEPT = "handovers"
MANIFEST, SCHEMA = "manifest.json", {"name": "perfloop.handover", "version": 1}


@dataclass(frozen=True, slots=True)
class Handover:
    """A folder that was handed over 「交接结果」.

    Parameters
    ----------
    folder : Path
        Where it lies.
    files : tuple of str
        Names of its files, in order.
    """

    folder: Path
    files: tuple[str, ...]


def hand_over(path: Path, period: str, to: Path) -> Handover:
    """Write all that a client needs to go on alone into a new folder, whole or not at all 「项目交接」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    period : str
        Period whose run is handed over; it must be complete and no draft.
    to : Path
        Folder to make; it must not be there.

    Raises
    ------
    InputError
        When there is no such run, it is a draft, its results or published pages were edited, nothing of it is
        published, or the folder is there already or lies inside the engagement.
    LeakError
        When something that must not leave the engagement was found; nothing is written then.
    SurroundingsError
        When the folder can't be written, or another process holds the engagement.
    """
    from diagnostics.run.ledger.entries import ready
    from diagnostics.run.lock import hold

    if to.exists():
        raise InputError(f"--to {str(to)!r} is there already; name a folder that is not.")
    engagement = ready(path)
    if to.resolve().is_relative_to(engagement.folder.resolve()):
        raise InputError(f"--to {str(to)!r} lies inside the engagement, which stays; name a folder outside.")
    run = _run(engagement, period)
    with hold(engagement.folder, "perfloop handover"):
        contents = dict(sorted(_contents(engagement, run)))
        _refuse_leaks(contents, engagement)
        contents[MANIFEST] = _manifest(engagement, run, contents)
        _write(to, contents)
        _keep(engagement.folder, run.manifest.period, contents[MANIFEST])
    return Handover(to, tuple(contents))


def _run(engagement: Engagement, period: str) -> Run:
    from diagnostics.run.workspace import finished_run

    run = finished_run(engagement, period)
    text = run.manifest.period
    if run.manifest.draft:
        raise InputError(f"The run of period {text!r} is a draft; answer the charter and run it again.")
    edited = [step for step in run.manifest.steps if not run.intact(step)]
    if edited:
        raise InputError(f"Results of step {edited[0]!r} of {text} are not those that it wrote; run the period again.")
    return run


def _contents(engagement: Engagement, run: Run) -> Iterator[tuple[str, bytes]]:
    from diagnostics.look.markdown import markdown_of
    from diagnostics.loop.close.conclusions import conclude
    from diagnostics.loop.close.handover import Document, documents
    from diagnostics.loop.close.handover.sheet import Sheet
    from diagnostics.loop.close.inputs import read_inputs
    from diagnostics.loop.intervene.icalendar import refolded
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.loop.intervene.ledger_days import ledger_calendar
    from diagnostics.loop.intervene.planning import private_measures
    from diagnostics.loop.intervene.public_decisions import public_decisions
    from diagnostics.loop.intervene.public_measures import public_states
    from diagnostics.run.dictionary_exchange import dictionary_workbook
    from diagnostics.run.handover.excluded import excluded
    from diagnostics.run.handover.published_pages import published_pages
    from diagnostics.run.handover.review_calendar import coming_reviews, review_calendar
    from diagnostics.run.handover.word import word_html
    from diagnostics.run.ledger.files import ledger_workbook
    from diagnostics.run.publishing.codename import coded, coding

    sheet = Sheet(engagement, read_inputs(run.folder))
    since = date.fromisoformat(run.manifest.as_of)
    ledger = open_ledger(engagement)
    coming = coming_reviews(engagement, since)
    decisions = [*public_decisions(engagement, ledger, since).values()]
    written = documents(sheet, conclude(sheet.inputs, sheet.wording), decisions, coming)
    pages = dict(published_pages(engagement, run))
    given = {f"reports/{run.manifest.period}/{name}" for name in pages}
    for each in (*written, Document("excluded", excluded(sheet, given))):
        page = coded(each.page, engagement.settings)
        yield f"{each.name}.md", markdown_of(page).encode("utf-8")
        yield f"{each.name}.html", word_html(page).encode("utf-8")
    code = coding(engagement.settings)
    yield "review-days.ics", refolded(review_calendar(sheet, coming[0], since), code).encode("utf-8")
    every = engagement.settings.ledger.check_ins
    states = public_states(ledger.states(), private_measures(engagement, ledger.states().values()))
    public = public_decisions(engagement, ledger)
    due = ledger_calendar(engagement, states.values(), every, decided=public.values())
    yield "ledger.ics", refolded(due, code).encode("utf-8")
    yield "dictionary.xlsx", dictionary_workbook(engagement.folder)
    yield "ledger.xlsx", ledger_workbook(engagement, public=True)
    yield from ((f"pages/{name}", content) for name, content in pages.items())


def _refuse_leaks(contents: dict[str, bytes], engagement: Engagement) -> None:
    from diagnostics.run.handover.plain_texts import plain_text_of
    from diagnostics.run.leak_scan import refuse_leaks, scan

    refuse_leaks(scan({name: plain_text_of(name, each) for name, each in contents.items()}, engagement))


def _manifest(engagement: Engagement, run: Run, contents: dict[str, bytes]) -> bytes:
    """What the folder holds, by fingerprint; no time and no path, so that the same inputs give the same bytes."""
    files = {name: hash_bytes(each) for name, each in contents.items()}
    about = {
        "schema": SCHEMA,
        "engagement": engagement.settings.id,
        "period": run.manifest.period,
        "as_of": run.manifest.as_of,
        "perfloop": run.manifest.perfloop,
        "page": run.manifest.page.sha256 if run.manifest.page else "",
        "files": files,
    }
    return (canonical(about, indent=1) + "\n").encode("utf-8")


def _keep(folder: Path, period: str, manifest: bytes) -> None:
    """Keep a copy of the manifest: whoever deletes the engagement certifies what had been handed over."""
    name = f"{period}-{hash_bytes(manifest)[:12]}.json"
    try:
        write_whole(folder / KEPT / name, manifest)
    except OSError as error:
        raise SurroundingsError(
            f"The folder is handed over, but {KEPT}/{name} can't be written: {error.strerror}. Keep its"
            f" {MANIFEST} there yourself."
        ) from error


def _write(to: Path, contents: dict[str, bytes]) -> None:
    """Stage beside its place, sync, rename: a reader sees the folder whole or not at all."""
    staging = to.with_name(f".{to.name}.{secrets.token_hex(3)}.handover")
    try:
        # What a killed hand-over left holds all of its content.
        for left in to.parent.glob(f".{glob.escape(to.name)}.*.handover"):
            shutil.rmtree(left)
        for name, content in contents.items():
            target = staging / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        sync_tree(staging)
        staging.rename(to)
        sync_folder(to.parent)
    except OSError as error:
        raise SurroundingsError(f"{to.name} can't be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
