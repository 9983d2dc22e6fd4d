"""Where a data request stands 「资料清单的位置」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.terms import LANGUAGES, Language, say

if TYPE_CHECKING:
    from pathlib import Path

    from diagnostics.model.engagement import Engagement

FOLDER = "request"


def workbook_of(engagement: Engagement, language: Language) -> Path:
    """Workbook of an engagement's data request, where no other place is asked for 「资料清单工作簿的位置」."""
    return engagement.folder / FOLDER / f"{say('request.file.workbook', language)}.xlsx"


def is_written(engagement: Engagement) -> bool:
    """Whether a data request was written for an engagement 「是否已发出清单」."""
    # Where there is no folder, no word is looked up.
    there = (engagement.folder / FOLDER).is_dir()
    return there and any(workbook_of(engagement, each).with_suffix(".json").is_file() for each in LANGUAGES)
