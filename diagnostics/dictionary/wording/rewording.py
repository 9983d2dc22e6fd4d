"""A wording that can be measured, proposed for one that can't 「改写建议」."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from diagnostics.dictionary.wording.compound import compound
from diagnostics.dictionary.wording.measured import head, measured
from diagnostics.dictionary.wording.topics import topic_of
from diagnostics.dictionary.wording.vague import vague_name
from diagnostics.errors import expect
from diagnostics.model.kpi import Unit
from diagnostics.model.period import Cycle
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, Language, say

_MARKS = "\u2460\u2461\u2462\u2463\u2464\u2465"
_FILLING = re.compile(r"^(?:好|了|地|公司|本部门|部门|our |the |company )+", re.IGNORECASE)
_UNITS_SAID: frozenset[Unit] = frozenset(("share", "money", "minutes", "hours", "days", "score"))


@dataclass(frozen=True, slots=True)
class Rewording:
    """A proposal in place of a wording that can't be measured 「改写建议」.

    Parameters
    ----------
    kind : {"aim", "task", "names", "thresholds", "limits"}
        What was wrong, as vague_name and compound call it.
    after : Text
        The proposal in both languages; blanks stand where only the client can decide.
    """

    kind: str
    after: Text


def rewording(name: str, *, target: str = "", cycle: Cycle = "month") -> Rewording | None:
    """Proposal for a name that can't be measured as it stands, None where nothing is wrong with it 「改写建议」.

    No figure is invented: where the client gave none, a blank stands with what it should be based on.

    Parameters
    ----------
    name : str
        Name or wording of a KPI.
    target : str
        Target as the client wrote it, empty where there is none.
    cycle : str
        How often it is to be counted.

    Raises
    ------
    InputError
        When the name is no text.

    Examples
    --------
    >>> rewording("Improve team efficiency").after.en
    'Output per head = output ÷ people at work, counted monthly, target ____ (from the last 12 months’ figures)'
    >>> rewording("提升客户满意度", target="不低于85分").after.zh
    '客户满意度，按月统计，目标值不低于85分'
    >>> rewording("评审通过率≥95%，Bug率≤2%").after.zh
    '拆成 2 项，各定目标与权重：①评审通过率≥95%；②Bug率≤2%'
    >>> rewording("客户投诉率")
    """
    expect("name", name, str, "the name of a KPI, as text")
    several = compound(name)
    if several is not None:
        return Rewording(several.kind, _both(lambda language: _split(several.parts, language)))
    vague = vague_name(name)
    if vague is None:
        return None
    object_ = _FILLING.sub("", head(name).replace(vague.word, "", 1).strip()) if vague.kind == "aim" else ""
    told = measured(object_) if object_ else None
    topic = topic_of(name)
    if told is not None and not (topic == "efficiency" and object_.endswith("效率")):
        return Rewording("aim", _both(lambda language: _plain(object_, told.units[0], target, cycle, language)))
    return Rewording(vague.kind, _both(lambda language: _by_topic(topic, name, target, cycle, language)))


def _both(words: Callable[[Language], str]) -> Text:
    return Text(**{language: words(language) for language in LANGUAGES})


def _split(parts: tuple[str, ...], language: Language) -> str:
    joint = say("wording.after.joint", language)
    listed = joint.join(f"{mark}{part}" for mark, part in zip(_MARKS, parts, strict=False))
    return say("wording.after.split", language, count=len(parts), parts=listed)


def _plain(name: str, unit: Unit, target: str, cycle: Cycle, language: Language) -> str:
    return say(
        "wording.after.plain",
        language,
        name=name[:1].upper() + name[1:] if language == "en" else name,
        cycle=say(f"wording.cycle.{cycle}", language),
        target=target or _blank(unit, language),
    )


def _by_topic(topic: str | None, name: str, target: str, cycle: Cycle, language: Language) -> str:
    if topic is None:
        return say("wording.after.open", language, name=name, cycle=say(f"wording.cycle.{cycle}", language))
    return say(
        "wording.after.topic",
        language,
        name=say(f"wording.topic.{topic}.name", language),
        formula=say(f"wording.topic.{topic}.formula", language),
        cycle=say(f"wording.cycle.{cycle}", language),
        target=target or _blank(None, language),
    )


def _blank(unit: Unit | None, language: Language) -> str:
    word = say(f"wording.unit.{unit}", language) if unit in _UNITS_SAID else ""
    return say("wording.after.blank", language, unit=word)
