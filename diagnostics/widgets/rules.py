"""Rules that a change would break, in the panels' language 「规则说明」."""

from __future__ import annotations

import re

from diagnostics.terms import Language, say

_FILE = r"^scenarios/(?P<name>.+)\.yaml "
_NUMBER = r"^\S+ == (?P<value>.+) for \w+, must be "
# What an error says of the rule it stands for, by the term that says it to readers.
_RULES = {
    "falls": r"^pay == (?P<pay>\S+) at (?P<at>\S+) after (?P<least>\S+) at (?P<before>\S+): the curve falls",
    "order": r"^the tier at (?P<at>\S+) follows that at (?P<before>\S+), tiers must rise",
    "cap": r"^cap == (?P<cap>\S+), must be at least 1",
    "weight": r"^weight == (?P<percent>\S+) %, must be 1 to (?P<most>\S+) beside (?P<count>\S+) others",
    "links": r"^personal, department and company sum to (?P<total>\S+), must sum to 1",
    "personal": r"^personal == 0, must be above 0",
    "target": r"^target of '(?P<kpi>[^']+)'.* == (?P<target>\S+), must be above 0",
    "room": r"^(?P<most>\d+) scenarios stand side by side already",
    "last": r"^The last scenario can't be removed",
    "name": r"^name == (?P<name>.+), must be Latin letters",
    "there": _FILE + "is there already",
    "changed": _FILE + "has been changed by another hand",
    "agreed": _FILE + "holds the terms of measure '(?P<measure>[^']+)'",
    "beside": _FILE + "is that of another scenario",
    "history": r"^Only (?P<months>\d+) months of the history lie before (?P<first>\S+),",
    "least": _NUMBER + r"greater than or equal to (?P<bound>\S+?)\.?$",
    "most": _NUMBER + r"less than or equal to (?P<bound>\S+?)\.?$",
    "above": _NUMBER + r"greater than (?P<bound>\S+?)\.?$",
    "below": _NUMBER + r"less than (?P<bound>\S+?)\.?$",
}


def rule_of(error: Exception, language: Language) -> str:
    """Rule that an error tells, in the panels' language; the error's own words where it is another 「规则说明」.

    Examples
    --------
    >>> rule_of(ValueError("weight == 99 %, must be 1 to 94 beside 6 others."), "zh")
    '权重 99% 须在 1%–94% 之间：其余 6 项各至少保留 1%'
    """
    told = str(error)
    for key, pattern in _RULES.items():
        found = re.search(pattern, told)
        if found:
            return say(f"lab.rule.{key}", language, **found.groupdict())
    return told
