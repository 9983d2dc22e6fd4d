"""The checkup of a KPI sheet as one self-contained page 「KPI 体检报告」."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, SurroundingsError, unknown
from diagnostics.run.platform import write_whole
from diagnostics.terms.say import LANGUAGES, Language, say

if TYPE_CHECKING:
    from diagnostics.model.checkup import Checkup

# A KPI sheet is small; what takes longer is none.
_SECONDS = "60"
_PAGES = (".html", ".htm")


def check_up(
    file: Path, out: Path | None = None, language: str = "", encoding: str = ""
) -> tuple[Path, Checkup, Language]:
    """Examine a KPI sheet and write the page 「体检并写报告」.

    Parameters
    ----------
    file : Path
        Workbook or text file with tables of KPIs; it is only read.
    out : Path, optional
        The page, beside the file by default: ``NAME.checkup.html``; one that is there is replaced.
    language : str
        ``zh`` or ``en``; that of the sheet, where empty.
    encoding : str
        What a text file is written in; told by its bytes, where empty.

    Returns
    -------
    tuple
        Path of the page, what was found, and the page's language.

    Raises
    ------
    InputError
        When the file can't be read or holds no table of KPIs, the language is unknown, or the page's name ends in
        something else than .html.
    SurroundingsError
        When reading takes more than a minute, or than ``PERFLOOP_STEP_WALL``, or the page can't be written.
    """
    from diagnostics.data.engine.child import in_child
    from diagnostics.data.engine.limits import WALL, seconds
    from diagnostics.loop.align.checkup.examine import examine
    from diagnostics.loop.align.checkup.page import checkup_page
    from diagnostics.run.exporter import render

    if out is not None and out.suffix.lower() not in _PAGES:
        raise InputError(f"--out {str(out)!r}, must end in .html.")
    known: dict[str, Language] = {each: each for each in LANGUAGES}
    if language and language not in known:
        raise unknown("language", language, known, "--language")
    found: Checkup = in_child(examine, file, "", encoding, wall=seconds(WALL[0], _SECONDS))
    told = known.get(language, found.language)
    target = out or file.with_name(f"{file.stem}.checkup.html")
    html = render(checkup_page(found, told))
    try:
        write_whole(target, html.encode("utf-8"))
    except OSError as error:
        raise SurroundingsError(f"{target} can't be written: {error.strerror}.") from error
    return target, found, told


def checkup_lines(checkup: Checkup, language: Language) -> Iterator[str]:
    """Checkup as lines for a terminal: what was read, the worst problems, what was not read 「体检结果文本」.

    Parameters
    ----------
    checkup : Checkup
        What was found.
    language : {"zh", "en"}
        Language of the lines: they quote the sheet.
    """
    from diagnostics.loop.align.checkup.page import share_text

    yield say("checkup.line.read", language, file=checkup.file, cards=len(checkup.cards), kpis=checkup.kpis)
    for place, each in enumerate(checkup.worst, start=1):
        title = say(f"checkup.problem.{each.key}.title", language)
        share = share_text(each.share)
        yield say("checkup.line.problem", language, place=place, title=title, count=each.count, share=share)
    for doubt in checkup.doubts:
        why = say(f"checkup.doubt.{doubt.why}", language, **dict(doubt.values))
        written = " ".join(doubt.written.split())
        yield say("checkup.line.unread", language, place=doubt.place, written=written, why=why)
