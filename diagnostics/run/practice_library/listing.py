"""Cards and what was added, as lines for a terminal 「实践清单」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from pydantic import ValidationError

from diagnostics.dictionary.practices import VARIABLE, FirmLibrary, firm_folder, read_firm_library
from diagnostics.dictionary.practices.search import Hit, Wanted, search
from diagnostics.errors import InputError, unknown
from diagnostics.model.intervention import DIMENSIONS
from diagnostics.run.practice_library.filing import PracticeFiling
from diagnostics.terms import Language

if TYPE_CHECKING:
    from diagnostics.run.practice_library.library import Added


def library_at(folder: Path | None) -> FirmLibrary:
    """The firm's library, given or named by the variable 「打开实践库」.

    Raises
    ------
    InputError
        When nobody names one, or a file of it breaks a rule.
    """
    found = firm_folder(folder)
    if found is None:
        raise InputError(f"No practice library is named; give its folder by --in, or by the variable {VARIABLE}.")
    return read_firm_library(found)


def spoken(language: str) -> Language:
    """Language that a command was told 「取语言」.

    Raises
    ------
    UnknownNameError
        When there is no such language.
    """
    for each in get_args(Language):
        if each == language:
            return each  # type: ignore[no-any-return]
    raise unknown("language", language, get_args(Language), "--language")


def filing_of(industry: str, kinds: Iterable[str], kpis: Iterable[str]) -> PracticeFiling:
    """What a command was told of industry, kinds and KPIs 「归档选项」.

    Raises
    ------
    InputError
        When an option is not ``A=B``, or a name is none.

    Examples
    --------
    >>> filing_of("wellness", ["follow_up=calls"], ()).kinds
    {'follow_up': 'calls'}
    """
    try:
        return PracticeFiling(industry=industry, kinds=_pairs("--kind", kinds), kpis=_pairs("--kpi-as", kpis))
    except ValidationError as error:
        got = error.errors()[0]
        raise InputError(
            f"{got['loc'][0]}: {str(got['input'])!r} is no name; write lower-case letters, digits and underscores, a"
            " letter first."
        ) from error


def _pairs(option: str, told: Iterable[str]) -> dict[str, str]:
    found = {}
    for each in told:
        key, sign, value = each.partition("=")
        if not (sign and key.strip() and value.strip()):
            raise InputError(f"{option} {each!r}, must be NAME=NAME.")
        found[key.strip()] = value.strip()
    return found


def added_lines(added: Added) -> Iterator[str]:
    """What was put into the library 「入库清单」."""
    for measure, each in added.outcomes:
        yield f"recorded: {measure} as {each.id}, {each.verdict}{' (others acted too)' if each.shared else ''}"
    for key in added.dropped:
        yield f"card removed: {key}; its measure is not judged to have worked in this run"
    for key in added.unsorted:
        yield f"without a kind: {key}; name one with --kind {key}=KIND, else no estimate can use it"
    for path in added.cards:
        yield f"card: {path}"
    yield str(added.folder)


def card_lines(folder: Path | None, query: str, wanted: Wanted, language: str) -> Iterator[str]:
    """Cards that answer a query, a line each 「卡片清单」.

    Raises
    ------
    InputError
        When no library is named, a file of it breaks a rule, there is no such dimension or language, or the least
        improvement is no number.
    """
    said = spoken(language)
    if not isfinite(wanted.at_least):
        raise InputError(f"--at-least {wanted.at_least}, must be a share such as 0.05.")
    if wanted.dimension and wanted.dimension not in DIMENSIONS:
        raise unknown("dimension", wanted.dimension, DIMENSIONS, "--dimension")
    library = library_at(folder)
    hits = search(library.cards, query, wanted)
    for each in hits:
        yield _line(each, said)
    yield f"{len(hits)} of {len(library.cards)} cards; {len(library.outcomes)} closed measures on record"


def _line(hit: Hit, language: Language) -> str:
    from diagnostics.loop.close.practices.guideline import effect_text

    card = hit.card
    made_up = "  [made up]" if card.synthetic else ""
    home = "" if card.home else "  [no home yet]"
    about = "  ".join((card.id, card.kind, card.dimension, card.industry or "-"))
    return f"{about}  {card.title.say(language)}  {effect_text(card, language)}{made_up}{home}"
