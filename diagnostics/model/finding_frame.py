"""Findings, muted ones and what they come to, as tables for readers 「发现表」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from diagnostics.model.finding import Finding
from diagnostics.model.grouping import Grouping
from diagnostics.model.mute import MutedFinding
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd


def finding_frame(findings: Iterable[Finding], language: Language) -> pd.DataFrame:
    """Findings as readers see them, with heads in their language 「发现表（供阅读）」."""
    import pandas as pd

    rows = [
        (
            each.code,
            say(f"align.severity.{each.severity}", language),
            each.place,
            each.message.say(language),
            each.remedy.say(language),
        )
        for each in findings
    ]
    return pd.DataFrame(rows, columns=heads(language, "code", "severity", "place", "message", "remedy"), dtype=str)


def muted_frame(muted: Iterable[MutedFinding], people: Mapping[str, str], language: Language) -> pd.DataFrame:
    """Findings that somebody muted, with the reason and who it was 「已忽略的发现」."""
    import pandas as pd

    rows = [
        (
            each.finding.code,
            each.finding.message.say(language),
            each.mute.reason.say(language),
            people.get(each.mute.by, each.mute.by),
            each.mute.until.isoformat() if each.mute.until else "",
        )
        for each in muted
    ]
    return pd.DataFrame(rows, columns=heads(language, "code", "message", "reason", "by", "until"), dtype=str)


def grouping_frame(groups: Iterable[Grouping], language: Language) -> pd.DataFrame:
    """Misconceptions and landing difficulties with what speaks for them 「误区与落地难点」."""
    import pandas as pd

    rows = [
        (
            say(f"grouping.of.{each.of}", language),
            say(f"grouping.{each.id}", language),
            each.count,
            ", ".join(each.codes),
        )
        for each in groups
    ]
    return pd.DataFrame(rows, columns=heads(language, "of", "group", "count", "codes"))


def heads(language: Language, *columns: str) -> list[str]:
    """Heads of columns 「表头」."""
    return [say(f"align.column.{each}", language) for each in columns]
