"""Titles of causes that put it down to somebody, and what a page says in their place 「归咎于人的标题」."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from diagnostics.dictionary.field_work.why_checks import blames
from diagnostics.dictionary.rules.found import found
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.finding import Finding
    from diagnostics.model.root_cause import Hypothesis

CODE = "PD235"
# A role says who is meant only where one person holds it, and blames only with a judgement beside it.
_ROLE = re.compile(
    r"(?:长|经理|总监|主管|主任|负责人|顾问|员|师|助理|秘书|HR)$"
    r"|\b(?:manager|director|head|lead|officer|consultant|owner|sponsor|chief|staff|hr)\b",
    re.IGNORECASE,
)
# 张店长 is a person; 区经理 is not.
_SURNAMED = re.compile(r"^[^总副区店部厂大正组班](?:店长|厂长|部长|经理|总监|主管|主任|顾问|助理|师傅|工程师)$")
_JUDGED = re.compile(
    r"不(?!同|仅|只|足)|没|无(?:能|为)|懒|拖|乱|偏心|独断|随意|糊涂|推诿|甩锅|能力|水平|私心|\b(?:not|never|no|fails?|lacks?|poor"
    r"|weak|bad|slow|unfair|refuses?|ignores?|does(?:n['\u2019]t)|won['\u2019]t|can(?:not|['\u2019]t))\b",
    re.IGNORECASE,
)
_LEAST = 2


def blamed(cause: Hypothesis, engagement: Engagement) -> str:
    """How a cause's title puts it down to somebody: "attitude", "name", "role", else empty 「标题归咎」.

    Notes
    -----
    A person's name alone is enough. A role that one person holds counts with a judgement beside it, for titles speak of
    roles where they mean arrangements.
    """
    if blames(cause.title):
        return "attitude"
    said = (cause.title.zh, cause.title.en)
    names = _names(engagement)
    roles = {each.role.strip() for each in engagement.interviews if each.holders == 1}
    roles |= {each for each in names if _is_role(each)}
    if any(bears_name(text, names - roles) for text in said):
        return "name"
    if any(bears_name(text, roles) and _JUDGED.search(text) for text in said):
        return "role"
    return ""


def public_titles(engagement: Engagement) -> Mapping[str, Text]:
    """Titles as leadership pages bear them: of those that blame somebody the category alone 「公开标题」."""
    held = 0
    told: dict[str, Text] = {}
    for each in engagement.causes:
        told[each.id] = each.title
        if blamed(each, engagement):
            held += 1
            number = held
            told[each.id] = Text(**{name: say("causes.held", name, number=number) for name in LANGUAGES})
    return told


def naming_findings(engagement: Engagement) -> Iterator[Finding]:
    """Titles that put it down to somebody, with another wording proposed 「标题归咎检查」."""
    for each in engagement.causes:
        variant = blamed(each, engagement)
        if variant:
            place = str(engagement.places.get(("cause", each.id), f"cause {each.id}"))
            kpi = engagement.kpis[each.kpi].name
            yield found(CODE, "warning", place, each.id, variant=variant, cause=each.title, kpi=kpi)


def _names(engagement: Engagement) -> set[str]:
    """What people are called, in engagement.yaml and among the entities."""
    persons = [each for each in engagement.entities.by_id.values() if each.person]
    names = {*engagement.settings.people.values()}
    names |= {text for each in persons for text in (each.name, *each.aliases)}
    return {each.strip() for each in names if len(each.strip()) >= _LEAST}


def _is_role(name: str) -> bool:
    return _ROLE.search(name) is not None and _SURNAMED.match(name) is None


def bears_name(text: str, names: Collection[str]) -> bool:
    """Whether a text bears one of the names; names in Latin letters as whole words 「是否含姓名」."""
    for each in names:
        pattern = re.escape(each)
        if each.isascii():
            pattern = rf"(?<![A-Za-z0-9_]){pattern}(?![A-Za-z0-9_])"
        if len(each) >= _LEAST and re.search(pattern, text, re.IGNORECASE):
            return True
    return False
