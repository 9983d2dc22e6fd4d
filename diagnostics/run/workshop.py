"""The workshop's kit and the page of its answers 「工作坊」."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, SurroundingsError, unknown
from diagnostics.run.assets import asset
from diagnostics.run.platform import write_whole
from diagnostics.terms.say import LANGUAGES

if TYPE_CHECKING:
    from diagnostics.model.consensus import Consensus
    from diagnostics.model.engagement import Engagement
    from diagnostics.terms import Language

KIT = Path("evidence") / "workshop"
PAGE = Path("reports") / "consensus.html"
QUESTIONS = "questions.xlsx"


def write_kit(path: Path, to: Path | None = None, language: str = "") -> list[Path]:
    """Write agenda, questions, case and consent note for an engagement 「写工作坊材料」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    to : Path, optional
        Folder of the kit, evidence/workshop of the engagement by default.
    language : str
        ``zh`` or ``en``; the engagement's own, where empty.

    Raises
    ------
    InputError
        When the language is unknown, or a file of the kit is there: people may have filled it in.
    SurroundingsError
        When it can't be written.
    """
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.align.consensus.kit import TEXTS, filled, question_sheet

    engagement = load_engagement(path)
    told = _language(language, engagement)
    folder = to or engagement.folder / KIT
    contents = {QUESTIONS: question_sheet(engagement, told)}
    for name in TEXTS:
        text = asset(f"playbooks/library/workshop/{told}/{name}.md").read_text(encoding="utf-8")
        contents[f"{name}.md"] = filled(text, engagement, told).encode("utf-8")
    there = [each for each in contents if (folder / each).exists()]
    if there:
        raise InputError(f"{folder / there[0]} is there already; name another folder with --to.")
    written = []
    for name, content in contents.items():
        try:
            (folder).mkdir(parents=True, exist_ok=True)
            write_whole(folder / name, content)
        except OSError as error:
            raise SurroundingsError(f"{folder / name} can't be written: {error.strerror}.") from error
        written.append(folder / name)
    return written


def _language(text: str, engagement: Engagement) -> Language:
    known: dict[str, Language] = {each: each for each in LANGUAGES}
    if text and text not in known:
        raise unknown("language", text, known, "--language")
    return known.get(text, engagement.language)


def write_result(path: Path, to: Path | None = None) -> tuple[Path, Consensus]:
    """Write the page of an engagement's surveys 「写共识结果页」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    to : Path, optional
        The page, reports/consensus.html of the engagement by default; one that is there is replaced.

    Raises
    ------
    InputError
        When engagement.yaml names no survey, one can't be read, or the file's name ends in something else than .html.
    SurroundingsError
        When it can't be written.
    """
    from diagnostics.data.engine.child import in_child
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.align.consensus.page import consensus_page
    from diagnostics.loop.align.consensus.result import consensus
    from diagnostics.run.exporter import render

    if to is not None and to.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"--to {str(to)!r}, must end in .html.")
    engagement = load_engagement(path)
    if not engagement.settings.surveys:
        raise InputError(
            "engagement.yaml names no survey; add one, such as 'surveys: [{id: before, file: evidence/answers.xlsx,"
            " when: before}]'. 'perfloop workshop kit' writes the sheet to fill in."
        )
    found: Consensus = in_child(consensus, engagement)
    target = to or engagement.folder / PAGE
    html = render(consensus_page(engagement, found))
    try:
        write_whole(target, html.encode("utf-8"))
    except OSError as error:
        raise SurroundingsError(f"{target} can't be written: {error.strerror}.") from error
    return target, found
