"""Corrections against what they name 「更正校验」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.errors import InputError, unknown


def correction_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Corrections that name an unknown source, or change nothing 「更正校验」."""
    document, sources = files.corrections_file, files.settings.sources
    for index, each in enumerate(files.corrections):
        if each.source not in sources:
            place = error_place(document, (index, "source"))
            yield unknown("source", each.source, sources, f"{place} of correction {each.id!r}")
        if type(each.old) is type(each.new) and each.old == each.new:
            place = error_place(document, (index, "new"))
            yield InputError(f"Correction {each.id!r} has the same old and new value ({place}); it corrects nothing.")
