"""Something found, with a code, a place and a remedy 「发现」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from diagnostics.model.text import Text

Severity = Literal["error", "warning", "tip"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "tip")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found, with a code, a place and a remedy 「发现」.

    Parameters
    ----------
    code : str
        Code such as ``PD101``; docs/findings has a page for each.
    severity : {"error", "warning", "tip"}
        An error makes ``check`` end with exit code 1.
    place : str
        File and line, or the noun it is about.
    message, remedy : Text
        What was found, and what to do.
    about : str
        Id of the KPI, scorecard or goal.
    variant : str
        Which of its kinds, where a code has several.
    private : bool
        Whether it tells of one person, or of few: then it is for those who check, and for no page.
    """

    code: str
    severity: Severity
    place: str
    message: Text
    remedy: Text
    about: str = ""
    variant: str = ""
    private: bool = False
