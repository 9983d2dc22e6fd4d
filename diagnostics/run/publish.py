"""From the executed close notebook to the page 「渲染页面」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.errors import InputError
from diagnostics.run.manifest import PageRecord, hash_file, key_of
from diagnostics.run.notebook_format import import_nbformat
from diagnostics.run.steps import STEPS
from diagnostics.run.workspace import PAGE

FILE = f"results/{PAGE}"


def render(staging: Path, inputs: dict[str, str], *, draft: bool = False) -> PageRecord:
    """Render a staged run's page from the one structured output of its close notebook 「渲染页面」.

    Parameters
    ----------
    draft : bool
        Whether the page is stamped as a draft.

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
    html = rendered(drafted(found) if draft else found)
    page = staging / FILE
    page.write_text(html, encoding="utf-8", newline="\n")
    return PageRecord(file=FILE, sha256=hash_file(page), key=key_of(inputs), inputs=inputs)
