"""Deductions as English sheets write them: 2 points off per 1 pp below target, 1% below = -2 pts 「英文扣分规则」."""

from __future__ import annotations

import re

from diagnostics.dictionary.wording.unit_words import UNIT_WORDS

_ASCII = [re.escape(each) for each in UNIT_WORDS if each.isascii() and len(each) > 1]
_WORDS = "|".join(sorted(_ASCII, key=len, reverse=True))
_POINTS = r"(?P<points>\d+(?:\.\d+)?)\s*(?P<sign>points?|pts?|%)?"
_STEP = rf"(?P<step>\d+(?:\.\d+)?)?\s*(?P<unit>%|(?:pp|ppt|bps?|{_WORDS})\b)?"
_EACH = r"(?:per|for each|for every|for|each|every)"
_WAY = (
    r"(?P<way>(?:below|under|short|less|missing|above|over|beyond|more|late|exceed)[a-z]*\b[a-z ]{0,20}|"
    r"[a-z][a-z -]{0,30})"
)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:deduct|minus|lose|less|subtract|take off|-)\s*{_POINTS}\s*(?:off\s*)?{_EACH}\s*{_STEP}\s*{_WAY}?",
        rf"{_POINTS}\s*(?:off|deducted|lost|less|deduction|penalty|taken off)\s*{_EACH}\s*{_STEP}\s*{_WAY}?",
        rf"(?:{_EACH}\s*)?{_STEP}\s*{_WAY}\s*(?:target\s*)?(?:=|:|->|costs?|loses?)\s*-\s*{_POINTS}",
    )
)


def english_deduction(told: str) -> re.Match[str] | None:
    """Deduction that an English text states, with groups points, sign, step, unit and way 「英文扣分规则」.

    Examples
    --------
    >>> match = english_deduction("2 points off per 1 pp below target")
    >>> match["points"], match["step"], match["unit"], match["way"].strip()
    ('2', '1', 'pp', 'below target')
    >>> match = english_deduction("each hour over = -5 pts")
    >>> match["points"], match["unit"], match["way"].strip()
    ('5', 'hour', 'over')
    """
    return next((match for form in _FORMS if (match := form.search(told))), None)
