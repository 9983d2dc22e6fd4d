"""Step 5: an honest retrospective from results alone 「复盘」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.data.handoff import write_records
from diagnostics.errors import InputError
from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.inputs import read_inputs
from diagnostics.loop.close.noted import sections_of, with_notes
from diagnostics.loop.close.page import page_of
from diagnostics.loop.close.told.figures import figures_of
from diagnostics.loop.close.wording import Wording
from diagnostics.model.engagement import Engagement
from diagnostics.model.retrospective import Retrospective


def retrospect(engagement: Engagement | str | Path, *, period: str = "", run: str | Path = "") -> Retrospective:
    """Retrospective of a period, from the results of its run 「复盘」.

    Parameters
    ----------
    engagement : Engagement, str or Path
        The engagement or its folder; only used to find the current run of ``period`` where ``run`` is empty.
    period : str
        Canonical period text, such as ``2025-06``.
    run : str or Path
        Folder of the run whose ``results/`` are read; nothing else of the engagement is.

    Returns
    -------
    Retrospective
        Measures with verdicts, conclusions, next steps, lessons, and the page.

    Raises
    ------
    InputError
        When there is no such run, its results lack a hand-off, or they are of another period.
    """
    folder = Path(run) if run else _current_run(engagement, period)
    inputs = read_inputs(folder)
    if period and inputs.diagnosis["period"] != period:
        raise InputError(
            f"period == {period!r}, but the results in {folder.name} are of {inputs.diagnosis['period']!r}."
        )
    wording = Wording(inputs)
    conclusions = conclude(inputs, wording)
    page = page_of(inputs, wording, conclusions)
    return Retrospective(
        language=inputs.language,
        period=inputs.diagnosis["period"],
        as_of=inputs.tracking["as_of"],
        measures=conclusions.reviews,
        lead=conclusions.lead,
        steps=conclusions.steps,
        lessons=conclusions.lessons,
        content=with_notes(page, inputs.notes, wording),
        sections=sections_of(page),
        figures=tuple(each.record() for each in figures_of(page, conclusions.reviews, wording)),
    )


def save(retrospective: Retrospective, run: str | Path) -> None:
    """Write the hand-off of a retrospective; nothing where no run is named 「保存复盘」."""
    if not run:
        return
    names = ("language", "period", "as_of", "measures", "lead", "steps", "lessons", "sections", "figures")
    write_records(Path(run), "retrospective", {each: getattr(retrospective, each) for each in names})


def _current_run(engagement: Engagement | str | Path, period: str) -> Path:
    import json

    folder = engagement.folder if isinstance(engagement, Engagement) else Path(engagement)
    pointer = folder / "runs" / period / "current.json"
    if not period or not pointer.is_file():
        raise InputError(f"There is no finished run of period {period!r} in {folder.name}; run 'perfloop run' first.")
    return pointer.parent / str(json.loads(pointer.read_text(encoding="utf-8"))["run"])
