"""Guides for interviews: before any data, and from the hypotheses that are open 「访谈提纲」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.field_work.triangulation import triangulate
from diagnostics.model.root_cause import EVIDENCE_KINDS
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.root_cause import Verdict

LEVELS = ("top", "middle", "front")
_SECOND = ("a", "b", "c")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a guide 「问题」.

    Parameters
    ----------
    level : {"top", "middle", "front"}
        Whom it is asked.
    ask, listen : str
        The question, and what to listen for.
    about : str
        Hypothesis behind it, for the interviewer alone; empty in the first round.
    """

    level: str
    ask: str
    listen: str
    about: str = ""


@dataclass(frozen=True, eq=False)
class Guide:
    """Guide for a round of interviews 「访谈提纲」.

    Parameters
    ----------
    opening, closing : str
        What is said to everyone.
    questions : tuple of Question
        By level, in the order to ask.
    second : bool
        Whether it comes from open hypotheses.
    """

    opening: str
    closing: str
    questions: tuple[Question, ...]
    second: bool = False

    def of(self, level: str) -> tuple[Question, ...]:
        """Questions for a level 「某层级的问题」."""
        return tuple(each for each in self.questions if each.level == level)


def first_guide(texts: Mapping[str, Any], client: str) -> Guide:
    """Guide for the first round, before any data 「第一轮提纲」.

    Parameters
    ----------
    texts : mapping
        Of playbooks/library/interviews: opening, closing, questions by level.
    client : str
        Name that readers see.
    """
    asked = tuple(Question(level, str(each["ask"]), str(each["listen"])) for level in LEVELS for each in texts[level])
    return Guide(str(texts["opening"]).replace("{client}", client), str(texts["closing"]), asked)


def second_guide(
    engagement: Engagement, texts: Mapping[str, Any], verdicts: Mapping[str, Verdict], language: Language
) -> Guide:
    """Guide for the second round, from the hypotheses that are open 「第二轮提纲」.

    Parameters
    ----------
    engagement : Engagement
        With its register of causes.
    texts : mapping
        Of playbooks/library/interviews.
    verdicts : mapping
        Verdict by cause, as far as a run gave any; the others are open.
    language : {"zh", "en"}
        Of those who answer.

    Notes
    -----
    A question never tells the hypothesis: whoever hears it confirms it too easily. It asks for the last time, for the
    opposite, and for what can be seen.
    """
    first = first_guide(texts, engagement.settings.client.say(language))
    known = triangulate(engagement.causes, engagement.interviews)
    asked = []
    for cause in engagement.causes:
        if verdicts.get(cause.id, "open") != "open":
            continue
        lacking = [kind for kind in EVIDENCE_KINDS if not known.side(cause.id, kind).pieces]
        between = say("field_work.guide.between", language)
        words = between.join(say(f"exchange.choice.evidence_kind.{kind}", language) for kind in lacking)
        about = cause.title.say(language)
        if words:
            about = say("field_work.guide.lacking", language, title=about, kinds=words)
        kpi = engagement.kpi(cause.kpi).name.say(language)
        # What is said of machines goes to those who use them; whoever decides is asked about deciding.
        asked += [
            Question(level, say(f"field_work.guide.{level}.{part}.ask", language, kpi=kpi),
                     say(f"field_work.guide.{level}.{part}.listen", language), about)
            for level in LEVELS for part in _SECOND
        ]  # fmt: skip
    ordered = sorted(asked, key=lambda each: LEVELS.index(each.level))
    return Guide(first.opening, first.closing, tuple(_merged(ordered)), second=True)


def _merged(questions: Sequence[Question]) -> list[Question]:
    """Same question for several hypotheses asked once, with all of them behind it."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for each in questions:
        found.setdefault((each.level, each.ask, each.listen), []).append(each.about)
    return [Question(level, ask, listen, "\n".join(about)) for (level, ask, listen), about in found.items()]
