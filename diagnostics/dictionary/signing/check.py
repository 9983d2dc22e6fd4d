"""Signatures against people and what can be signed 「签字校验」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.errors import InputError, unknown


def signing_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Parties that engagement.yaml does not name 「签字人校验」.

    What was signed may be gone from the files: that makes a signature stale, not wrong.
    """
    people = files.settings.people
    for index, card in enumerate(files.scorecards):
        for number, party in enumerate(card.agreed_by):
            if party not in people:
                place = error_place(files.scorecards_file, (index, "agreed_by", number))
                yield unknown("person", party, people, f"{place} of scorecard {card.id!r} (people in engagement.yaml)")
    for index, each in enumerate(files.signoffs):
        if each.party not in people:
            place = error_place(files.signoffs_file, (index, "party"))
            yield unknown("person", each.party, people, f"{place} (people in engagement.yaml)")
