"""Guides for interviews, written for an engagement 「访谈提纲」."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, SurroundingsError, unknown
from diagnostics.run.assets import asset
from diagnostics.run.platform import write_whole
from diagnostics.terms.say import LANGUAGES

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.root_cause import Verdict
    from diagnostics.terms import Language

FOLDER = Path("evidence")
ROUNDS = (1, 2)


def write_guide(path: Path, number: int = 1, to: Path | None = None, language: str = "") -> Path:
    """Write the guide for a round of interviews 「写访谈提纲」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    number : {1, 2}
        1 before any data; 2 from the hypotheses that are open after the newest run.
    to : Path, optional
        A workbook (.xlsx) or a page (.html); a workbook in the engagement's evidence/ by default. A workbook that is
        there is not replaced: people may have written into it.
    language : str
        ``zh`` or ``en``; the engagement's own, where empty.

    Raises
    ------
    InputError
        When the round or language is unknown, nothing is open, the file is there, or its name ends in something else.
    SurroundingsError
        When it can't be written.
    """
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.diagnose.field_work.guide import first_guide, second_guide
    from diagnostics.loop.diagnose.field_work.guide_form import guide_book, guide_page

    if number not in ROUNDS:
        raise InputError(f"--round {number}, must be 1 (before any data) or 2 (from open hypotheses).")
    engagement = load_engagement(path)
    told = _language(language, engagement)
    texts = _texts(told)
    if number == 1:
        guide = first_guide(texts, engagement.settings.client.say(told))
    else:
        verdicts, shares, tested = newest_verdicts(engagement.folder)
        guide = second_guide(engagement, texts, verdicts, told, shares, tested=tested)
        if not guide.questions:
            raise InputError(
                "No hypothesis is open in evidence/causes.yaml; there is nothing to ask in a second round."
            )
    target = to or engagement.folder / FOLDER / f"interviews_{number}.xlsx"
    if target.suffix.lower() not in (".xlsx", ".html", ".htm"):
        raise InputError(f"--to {str(target)!r}, must end in .xlsx or .html.")
    if target.suffix.lower() == ".xlsx":
        if target.exists():
            raise InputError(f"{target} is there already, perhaps written into; name another file with --to.")
        return _written(target, guide_book(guide, told))
    from diagnostics.run.exporter import render

    return _written(target, render(guide_page(guide, engagement, told)).encode("utf-8"))


def newest_verdicts(folder: Path) -> tuple[dict[str, Verdict], dict[str, float], set[str]]:
    """Verdicts and shares by cause, and which were tested, of the newest period that was run 「最近的判定」."""
    for pointer in sorted((folder / "runs").glob("*/current.json"), reverse=True):
        try:
            run = pointer.parent / str(json.loads(pointer.read_text(encoding="utf-8"))["run"])
            record = json.loads((run / "results" / "causes.json").read_text(encoding="utf-8"))
            rows = record.get("causes") or ()
            verdicts: dict[str, Verdict] = {str(each.get("cause", each.get("id"))): each["verdict"] for each in rows}
            shares = {str(each["cause"]): float(each["share"]) for each in rows if each.get("share") is not None}
            tested = {
                str(each["cause"]) for each in rows if any(one["outcome"] != "impossible" for one in each["tests"])
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
        if verdicts:
            return verdicts, shares, tested
    return {}, {}, set()


def _texts(language: Language) -> dict[str, Any]:
    from diagnostics.dictionary.yaml_file import read_yaml

    root = asset("playbooks/library/interviews")
    texts: dict[str, Any] = read_yaml(root / f"{language}.yaml", root).data
    return texts


def _language(text: str, engagement: Engagement) -> Language:
    known: dict[str, Language] = {each: each for each in LANGUAGES}
    if text and text not in known:
        raise unknown("language", text, known, "--language")
    return known.get(text, engagement.language)


def _written(target: Path, content: bytes) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    except OSError as error:
        raise SurroundingsError(f"{target} can't be written: {error.strerror}.") from error
    return target
