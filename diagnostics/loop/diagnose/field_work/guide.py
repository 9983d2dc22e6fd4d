"""Guides for interviews: before any data, and from the hypotheses that are open 「访谈提纲」."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.field_work.triangulation import triangulate
from diagnostics.model.root_cause import EVIDENCE_KINDS
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.root_cause import EvidenceKind, Hypothesis, Verdict

LEVELS = ("top", "middle", "front")
_SECOND = ("a", "b", "c")
# Who is near the work is asked first.
_NEAREST = ("front", "middle", "top")
# Questions that can bring a kind of evidence: the course of events is told, records and the place are shown.
_BRING: Mapping[EvidenceKind, tuple[tuple[str, str], ...]] = {
    "interview": tuple((level, "a") for level in _NEAREST),
    "observation": (("front", "c"),),
    "document": (("middle", "c"), ("top", "c")),
    "data": (("middle", "c"),),
}
# What no walk through the site shows.
_UNSEEN = frozenset({"market", "product", "sales"})


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
    engagement: Engagement,
    texts: Mapping[str, Any],
    verdicts: Mapping[str, Verdict],
    language: Language,
    shares: Mapping[str, float] | None = None,
    *,
    tested: Collection[str] = (),
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
    shares : mapping, optional
        Share of the gap by cause, as far as a run found any.
    tested : collection of str
        Causes that a run tested on data: they don't lack data, whatever the tests showed.

    Notes
    -----
    A question never tells the hypothesis: whoever hears it confirms it too easily. It asks for the last time, for the
    opposite, and for what can be seen; on site where that is where it would be seen, which a market, a product or its
    sale is not. A cause is listed once, what is at stake first, at a question that can bring
    what it lacks; of such questions the one with the fewest causes so far.
    """
    first = first_guide(texts, engagement.settings.client.say(language))
    known = triangulate(engagement.causes, engagement.interviews)
    asked: dict[tuple[str, str], Question] = {}
    about: dict[tuple[str, str], list[str]] = {}
    for cause in _ranked(engagement, verdicts, shares or {}):
        kpi = engagement.kpi(cause.kpi).name.say(language)
        slots = {}
        for level in LEVELS:
            for part in _SECOND:
                each = Question(
                    level, say(f"field_work.guide.{level}.{part}.ask", language, kpi=kpi),
                    say(f"field_work.guide.{level}.{part}.listen", language),
                )  # fmt: skip
                slots[level, part] = (level, each.ask)
                asked.setdefault((level, each.ask), each)
        lacking = [
            kind for kind in EVIDENCE_KINDS
            if not known.side(cause.id, kind).pieces and not (kind == "data" and cause.id in tested)
            and not (kind == "observation" and cause.category in _UNSEEN)
        ]  # fmt: skip
        fitting = [slot for kind, at in _BRING.items() if kind in lacking for slot in at]
        # The opposite can be asked of any cause.
        fitting += [(level, "b") for level in _NEAREST]
        best = min(fitting, key=lambda slot: len(about.get(slots[slot], ())))
        about.setdefault(slots[best], []).append(_about(cause, lacking, language))
    told = [replace(each, about="\n".join(about.get(key, ()))) for key, each in asked.items()]
    ordered = sorted(told, key=lambda each: LEVELS.index(each.level))
    return Guide(first.opening, first.closing, tuple(ordered), second=True)


def _ranked(engagement: Engagement, verdicts: Mapping[str, Verdict], shares: Mapping[str, float]) -> list[Hypothesis]:
    """Open causes, what is at stake first: by share of the gap, loss, votes."""
    losses = {each.cause: (each.amount or 0.0, each.votes or 0) for each in engagement.costs}
    return sorted(
        (each for each in engagement.causes if verdicts.get(each.id, "open") == "open"),
        key=lambda each: (-shares.get(each.id, 0.0), *(-part for part in losses.get(each.id, (0.0, 0)))),
    )


def _about(cause: Hypothesis, lacking: Sequence[EvidenceKind], language: Language) -> str:
    """A cause, and which kinds of evidence it lacks."""
    words = say("field_work.guide.between", language).join(
        say(f"exchange.choice.evidence_kind.{kind}", language) for kind in lacking
    )
    title = cause.title.say(language)
    return say("field_work.guide.lacking", language, title=title, kinds=words) if words else title
