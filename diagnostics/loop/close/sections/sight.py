"""Section: can the effect of what is planned be seen 「效果能不能看出来」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Bullets, Section
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_TOLD = 6


def sight_section(inputs: Inputs, wording: Wording) -> Section | None:
    """Whether the effect of each measure that has not started could be seen; nothing where all have 「能否看得出」."""
    told = [
        _sight(each, each["visibility"], inputs, wording)
        for each in inputs.interventions["interventions"]
        if each.get("visibility")
    ]
    if not told:
        return None
    parts = (Bullets(items=(*told[:MOST_TOLD], *left_out(len(told), wording))),)
    return Section(id="sight", title=_say("sight.title", wording), lead=_say("sight.lead", wording), parts=parts)


def _sight(measure: Record, found: Record, inputs: Inputs, wording: Wording) -> str:
    title, sight = wording.words(measure["title"]), found["sight"]
    if sight == "impossible":
        return _say("sight.impossible", wording, title=title, why=_say(f"sight.bar.{found['bar']}", wording))
    alone = "" if found["comparisons"] else "_alone"
    kpi = found["kpi"]
    planned = ""
    if found["planned"] is not None:
        share = wording.is_share(kpi) or found["planned_relative"] is None
        planned = wording.effect(kpi, found["planned" if share else "planned_relative"], relative=not share)
    text = _say(
        f"sight.{sight}{alone}", wording, title=title, count=found["comparisons"], planned=planned,
        judged=wording.period(found["judged"]), smallest=smallest_text(kpi, found, wording),
    )  # fmt: skip
    texts = [text]
    if found["early"]:
        texts.append(_say("sight.early", wording))
    if found["beside"]:
        texts.append(_say("sight.beside", wording, measures=titles_of(inputs, found["beside"], wording)))
    return joined(texts, wording)


def smallest_text(kpi: str, figures: Record, wording: Wording) -> str:
    """Smallest effect: percentage points of a share, else a share of the level."""
    relative = figures["smallest_relative"]
    if wording.is_share(kpi) or relative is None:
        return wording.distance(kpi, figures["smallest"] or 0.0)
    # Chinese sets a blank after a sign and none after a word.
    return wording.ratio(relative) + (" " if wording.language == "zh" else "")


def titles_of(inputs: Inputs, keys: Sequence[str], wording: Wording) -> str:
    """Titles of measures in a list 「措施名称」."""
    known = {each["id"]: wording.words(each["title"]) for each in inputs.interventions["interventions"]}
    return _say("page.list", wording).join(known.get(each, each) for each in keys)


def left_out(count: int, wording: Wording) -> list[str]:
    """Says that a list was cut, where it was."""
    return [_say("page.left_out", wording, shown=MOST_TOLD, count=count)] if count > MOST_TOLD else []


def joined(texts: Sequence[str], wording: Wording) -> str:
    """Sentences one after the other, as the language sets them 「连句」."""
    return ("" if wording.language == "zh" else " ").join(texts)


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"proposals.{term}", wording.language, **values)
