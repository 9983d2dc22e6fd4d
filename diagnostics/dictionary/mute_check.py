"""Mutes against the codes there are, and what they are about 「忽略设置校验」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.dictionary.rules import RULES
from diagnostics.dictionary.yaml_file import Path_
from diagnostics.errors import InputError, unknown
from diagnostics.model.charter import QUESTIONS


def mute_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Mutes of codes that lint does not have, about things that nobody knows, and two of the same 「忽略设置校验」."""
    settings, document = files.settings, files.settings_file
    known = {
        *files.by_id, *(each.id for each in files.scorecards), *(each.id for each in settings.goals),
        *(each.id for each in files.entities), *(each.id for each in files.changes), *QUESTIONS,
    }  # fmt: skip
    seen: dict[tuple[str, str], int] = {}
    for index, each in enumerate(settings.mutes):
        at: Path_ = ("mutes", index)
        if each.code not in RULES:
            # What a run would refuse can't be talked away.
            yield unknown("code of lint", each.code, RULES, error_place(document, (*at, "code")))
        if each.about and each.about not in known:
            place = f"{error_place(document, (*at, 'about'))} of the mute of {each.code}"
            yield unknown("KPI, scorecard or goal", each.about, known, place)
        first = seen.setdefault((each.code, each.about), index)
        if first != index:
            line = document.line(("mutes", first))
            place = error_place(document, at)
            yield InputError(f"{each.code} is muted twice ({place}), first in line {line}; one mute is kept.")
