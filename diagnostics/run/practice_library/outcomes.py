"""What measures of a kind did so far, in sentences and as pages 「同类措施效果」."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from diagnostics.dictionary.practices.expected import expected_effects
from diagnostics.errors import InputError, unknown
from diagnostics.run.practice_library.listing import library_at, spoken
from diagnostics.run.workbook_exchange import write_new


def outcome_lines(folder: Path | None, asked: tuple[str, str], out: Path | None, language: str) -> Iterator[str]:
    """What measures of a kind did, and the pages that were written 「同类措施效果」.

    Parameters
    ----------
    folder : Path, optional
        The firm's library.
    asked : (kind, kpi)
        Only these, where not empty.
    out : Path, optional
        Folder in which a page for each kind and KPI is written.

    Raises
    ------
    InputError
        When there is no such kind, or the folder is not there.
    SurroundingsError
        When a page can't be written.
    """
    said, library = spoken(language), library_at(folder)
    kind, kpi = asked
    if kind and kind not in library.kinds:
        raise unknown("kind", kind, library.kinds, "the firm's library")
    if out is not None and not out.is_dir():
        raise InputError(f"--out {str(out)!r}: there is no such folder; make it, or name another.")
    found = expected_effects(library.outcomes.values(), kind, kpi)
    for each in found:
        made_up = "  [made up]" if each.synthetic else ""
        yield f"{each.kind}  {each.kpi.id}{made_up}  {each.summary(said)}"
        if out is not None:
            from diagnostics.loop.close.practices.outcomes_page import outcomes_page
            from diagnostics.run.exporter import render

            name = f"{each.kind}-{each.kpi.id}{'-made-up' if each.synthetic else ''}.html"
            yield str(write_new(out / name, render(outcomes_page(each, said)).encode("utf-8")))
    unsorted = sum(not each.kind for each in library.outcomes.values())
    if unsorted:
        yield f"{unsorted} closed measures bear no kind; nothing can be said of them"
