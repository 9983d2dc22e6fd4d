"""What may be told of who said what 「引用规则」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from diagnostics.model.root_cause import Interview
from diagnostics.terms import Language, say

Quoted = tuple[str, str, str, bool | None]


def speaker(interview: Interview, language: Language, min_group: int) -> str:
    """Whom a page names as the source: a role that enough people hold, else the level 「信息来源」.

    Parameters
    ----------
    min_group : int
        Fewest people behind what is told.

    Notes
    -----
    A role that one person holds is that person's name.
    """
    if interview.holders >= max(min_group, 2):
        return interview.role
    return say(f"field_work.level.{interview.level}", language)


def quotes(interviews: Sequence[Interview], language: Language, min_group: int) -> Iterator[Quoted]:
    """Words that may be published as they were said: cause, speaker, words, for or against 「可引用原话」.

    Parameters
    ----------
    interviews : sequence of Interview
        With their notes.
    min_group : int
        Fewest people who hold the role.

    Notes
    -----
    By default nothing is: only where the person agreed, enough people hold the role, and all coders agree what it
    speaks of.
    """
    for each in interviews:
        if each.holders < max(min_group, 2):
            continue
        for note in each.notes:
            codes = set(note.codes.values())
            if note.share and len(codes) == 1:
                yield next(iter(codes)), speaker(each, language, min_group), note.text, note.supports
