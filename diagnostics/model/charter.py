"""The three questions before any measuring 「改进章程」."""

from __future__ import annotations

from diagnostics.model.base import Noun
from diagnostics.model.text import Text, Words

# What must be answered before anything is measured, in the order in which it is asked.
QUESTIONS = ("goal", "weak_points", "problem", "sponsor", "statement", "benefit_firm", "benefit_staff")
_EXAMPLES = ("(example)", "(示例)", "\uff08示例\uff09", "example:", "示例\uff1a")


class Charter(Noun):
    """The three questions before any measuring, and who stands behind the answers 「改进章程」.

    Parameters
    ----------
    goal, weak_points, problem : Text
        The goal of the next one to three years, the weakest points of performance, the problem of this round.
    sponsor : str
        Who stands behind it, as ``people`` names them.
    statement : Text
        The sponsor's true motive, in words for everyone 「高层表态」.
    benefit_firm, benefit_staff : Text
        What the firm gains, and what its staff gain.
    """

    goal: Words = Text()
    weak_points: Words = Text()
    problem: Words = Text()
    sponsor: str = ""
    statement: Words = Text()
    benefit_firm: Words = Text()
    benefit_staff: Words = Text()

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Fields without an answer, or with an example in its place 「尚未回答」.

        Examples
        --------
        >>> Charter(goal="少报废", sponsor="gao", problem="（示例）要解决什么？").unanswered
        ('weak_points', 'problem', 'statement', 'benefit_firm', 'benefit_staff')
        """
        return tuple(each for each in QUESTIONS if not _answered(getattr(self, each)))


def _answered(answer: Text | str) -> bool:
    if isinstance(answer, Text):
        return any(_answered(each) for each in (answer.zh, answer.en))
    return bool(answer.strip()) and not answer.strip().lower().startswith(_EXAMPLES)
