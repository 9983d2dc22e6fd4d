"""The questions that leadership is going to ask, as a page for the consultants 「写追问清单」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.errors import InputError
from diagnostics.run.workbook_exchange import write_new


def write_questions(path: Path, period: str, to: Path | None = None) -> tuple[Path, int]:
    """Write the page of the questions 「写追问清单」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    period : str
        Period whose run is looked at.
    to : Path, optional
        The page; reports/questions-PERIOD.html of the engagement by default; one that is there is replaced.

    Returns
    -------
    tuple of (Path, int)
        The page, and how many questions it holds.

    Raises
    ------
    InputError
        When there is no finished run of the period, or the file's name ends in something else than .html.
    LeakError
        When something on it must not leave the engagement.
    SurroundingsError
        When it can't be written.
    """
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.close.conclusions import conclude
    from diagnostics.loop.close.inputs import read_inputs
    from diagnostics.loop.close.questions import questions_page, weak_spots
    from diagnostics.loop.close.wording import Wording
    from diagnostics.run.charter_gate import drafted
    from diagnostics.run.exporter import render
    from diagnostics.run.publishing.codename import coded
    from diagnostics.run.publishing.gate import refuse
    from diagnostics.run.workspace import finished_run

    if to is not None and to.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"--to {str(to)!r}, must end in .html.")
    engagement = load_engagement(path)
    run = finished_run(engagement, period)
    text = run.manifest.period
    inputs = read_inputs(run.folder)
    wording = Wording(inputs)
    conclusions = conclude(inputs, wording)
    page = questions_page(inputs, wording, conclusions)
    html = render(coded(drafted(page) if run.manifest.draft else page, engagement.settings))
    refuse({"questions.html": html.encode("utf-8")}, engagement)
    target = to or engagement.folder / "reports" / f"questions-{text}.html"
    count = len(weak_spots(inputs, conclusions, wording))
    return write_new(target, html.encode("utf-8"), make_folder=to is None), count
