"""Documents from a copy of results/ and nothing else 「生成文件」."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from diagnostics.data.temporary import temporary_folder
from diagnostics.run.execute import execute
from diagnostics.run.notebook_format import import_nbformat
from diagnostics.run.publishing.basis import PARTIES, PUBLISHING, parties_of, results_of
from diagnostics.run.publishing.codename import coded
from diagnostics.run.steps import Step

if TYPE_CHECKING:
    from diagnostics.look.page import Page
    from diagnostics.model.engagement import Settings
    from diagnostics.run.publishing.request import Wanted
    from diagnostics.run.workspace import Run

_PUBLISHING = Step("publish", PUBLISHING, ())


@dataclass(frozen=True, slots=True)
class Documents:
    """One page in the forms that were asked for 「一份文件」.

    Parameters
    ----------
    files : dict of bytes
        Content by name below the period's folder.
    page : bytes
        The page that all were made of; what can't be read in a picture is read here.
    """

    files: dict[str, bytes]
    page: bytes


def documents_of(run: Run, wanted: Wanted, settings: Settings) -> Documents:
    """One page in the forms that are asked for 「生成一份文件」.

    Parameters
    ----------
    run : Run
        Complete run.
    wanted : Wanted
        Which page, for whom, in which forms.
    settings : Settings
        Whether a code stands for the client's name.

    Raises
    ------
    InputError
        When the results lack what the page tells.
    SurroundingsError
        When no notebook can be run, or what makes a form is not there.
    """
    from diagnostics.run.exporter import render

    with results_alone(run, wanted.party) as room, temporary_folder("published") as desk:
        page = coded(_emitted(room, desk, wanted), settings)
        html = desk / PurePosixPath(wanted.name("html")).name
        html.write_text(render(page), encoding="utf-8", newline="\n")
        folder = PurePosixPath(wanted.name("html")).parent
        files = [path for form in wanted.forms for path in _as(form, html, page)]
        return Documents({(folder / path.name).as_posix(): path.read_bytes() for path in files}, html.read_bytes())


@contextmanager
def results_alone(run: Run, party: str = "") -> Iterator[Path]:
    """Temporary folder that holds a copy of a run's results and nothing else 「仅含结果的副本」.

    Parameters
    ----------
    party : str
        Party whose own figures are among them; nobody's, where empty.
    """
    own = parties_of(run).get(party) if party else None
    with temporary_folder("results") as room:
        for name in results_of(run):
            if name == own or not name.startswith(PARTIES):
                (room / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(run.folder / name, room / name)
        yield room


def _emitted(room: Path, desk: Path, wanted: Wanted) -> Page:
    """Page that the publishing notebook makes of the copy; it is not told where the engagement lies."""
    from diagnostics.run.exporter import page_of

    for name in ("notebooks", "logs"):
        (desk / name).mkdir()
    told = {"step": wanted.step, "audience": wanted.audience}
    execute(_PUBLISHING, desk, None, told, lambda at, of: None, run=room)  # noqa: ARG005 (no progress within a page)
    return page_of(import_nbformat().read(desk / "notebooks" / _PUBLISHING.file, as_version=4))


def _as(form: str, html: Path, page: Page) -> tuple[Path, ...]:
    """Files of a form, made beside the rendered page; a page too tall for one picture becomes several."""
    out = html.with_suffix(f".{form}")
    if form == "pdf":
        from diagnostics.run.printing import to_pdf

        to_pdf(html, out)
    elif form == "png":
        from diagnostics.run.printing import to_picture

        return to_picture(html, out)
    elif form == "pptx":
        from diagnostics.run.printing.slides import to_slides

        to_slides(page, out)
    return (out,)
