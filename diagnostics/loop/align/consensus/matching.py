"""The same question before and after, also where its wording slipped 「前后题目对应」."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import SequenceMatcher

from diagnostics.loop.align.consensus.answers import Answers

# A slip of a letter or two; another question with the same frame around it differs as little.
_ALIKE = 0.85


def matched(before: Answers, after: Answers, known: Collection[str]) -> dict[str, str]:
    """Question before for each question after 「题目对应」.

    Parameters
    ----------
    before, after : Answers
        What was answered.
    known : collection of str
        Forms of questions that ask about a KPI of the engagement.

    Returns
    -------
    dict
        By the form after: the same form before; or one with the same number that differs by a slip, where not both
        are questions about KPIs: 退货率 and 退款率 are two.
    """
    found = {key: key for key in after.questions if key in before.questions}
    for key in after.questions:
        left = [each for each in before.questions if each not in found.values()]
        number = after.numbers.get(key)
        slips = [
            each
            for each in left
            if number is not None
            and before.numbers.get(each) == number
            and not {key, each} <= set(known)
            and SequenceMatcher(None, key, each, autojunk=False).ratio() >= _ALIKE
        ]
        if key not in found and len(slips) == 1:
            found[key] = slips[0]
    return found


def slipped(pairs: Mapping[str, str], before: Answers, after: Answers) -> tuple[tuple[str, str], ...]:
    """Wordings before and after of questions that were matched by their number 「措辞不同的题目」."""
    return tuple((before.questions[old], after.questions[new]) for new, old in pairs.items() if new != old)


def unmatched(pairs: Mapping[str, str], before: Answers, after: Answers) -> tuple[str, ...]:
    """Questions that were asked only before or only after 「只问过一次的题目」."""
    once = [text for key, text in before.questions.items() if key not in pairs.values()]
    return (*once, *(text for key, text in after.questions.items() if key not in pairs))
