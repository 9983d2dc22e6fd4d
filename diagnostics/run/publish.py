"""From the executed close notebook to the page, and from the track step to the Monday page 「渲染页面」."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.run.manifest import PageRecord, hash_file, key_of
from diagnostics.run.notebook_format import import_nbformat
from diagnostics.run.steps import STEPS
from diagnostics.run.workspace import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from diagnostics.look.page import Page

FILE = f"results/{PAGE}"
# What the track step writes, and the page that is made of it; it goes on one sheet of paper, as a meeting's pack does.
MONDAY, MONDAY_PAGE, SHEET = "work/monday.json", "results/monday.html", "meeting/meeting.css"


def render(
    staging: Path, inputs: dict[str, str], *, draft: bool = False, dress: Callable[[Page], Page] | None = None
) -> PageRecord:
    """Render a staged run's page from the one structured output of its close notebook 「渲染页面」.

    Parameters
    ----------
    draft : bool
        Whether the page is stamped as a draft.
    dress : callable, optional
        What else becomes of the page before it is rendered, such as a code in place of the client's name.

    Raises
    ------
    InputError
        When the notebook holds no page, or more than one.
    """
    nbformat = import_nbformat()
    from diagnostics.run.charter_gate import drafted
    from diagnostics.run.exporter import page_of
    from diagnostics.run.exporter import render as rendered

    notebook = staging / "notebooks" / STEPS[-1].file
    if not notebook.is_file():
        raise InputError(f"There is no executed {STEPS[-1].file} to render a page from.")
    found = page_of(nbformat.read(notebook, as_version=4))
    found = dress(found) if dress else found
    html = rendered(drafted(found) if draft else found)
    page = staging / FILE
    page.write_text(html, encoding="utf-8", newline="\n")
    return PageRecord(file=FILE, sha256=hash_file(page), key=key_of(inputs), inputs=inputs)


def render_monday(staging: Path, *, draft: bool = False) -> None:
    """Render the Monday page of a staged run where its track step wrote one 「渲染每周要点」.

    Parameters
    ----------
    draft : bool
        Whether the page is stamped as a draft.

    Raises
    ------
    InputError
        When what the step wrote is no page.
    """
    if not (staging / MONDAY).is_file():
        return
    from diagnostics.look.page import read_page
    from diagnostics.run.charter_gate import drafted
    from diagnostics.run.exporter import render as rendered

    page = read_page(json.loads((staging / MONDAY).read_text(encoding="utf-8")))
    html = rendered(drafted(page) if draft else page, SHEET)
    (staging / MONDAY_PAGE).write_text(html, encoding="utf-8", newline="\n")
