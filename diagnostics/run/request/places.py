"""Where a data request stands 「资料清单的位置」."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from diagnostics.terms import LANGUAGES, Language, say

if TYPE_CHECKING:
    from pathlib import Path

    from diagnostics.model.engagement import Engagement

FOLDER = "request"


def workbook_of(engagement: Engagement, language: Language) -> Path:
    """Workbook of an engagement's data request, where no other place is asked for 「资料清单工作簿的位置」."""
    return engagement.folder / FOLDER / f"{say('request.file.workbook', language)}.xlsx"


def record_of(engagement: Engagement, language: Language) -> Path:
    """Record of what was written last, and of what has come 「资料清单记录」."""
    return workbook_of(engagement, language).with_suffix(".json")


def read_record(record: Path) -> dict[str, Any]:
    """Record of the last time; one that is not there, or can't be read, tells nothing 「读取记录」."""
    try:
        found = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_written(engagement: Engagement) -> bool:
    """Whether a data request was written for an engagement, and not only its status told 「是否已发出清单」."""
    # Where there is no folder, no word is looked up.
    there = (engagement.folder / FOLDER).is_dir()
    return there and any(read_record(record_of(engagement, each)).get("written") for each in LANGUAGES)
