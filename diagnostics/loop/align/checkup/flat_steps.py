"""Points off once for a whole range, which are no points off for each step: 超1%以内扣5分 「按档扣分」."""

from __future__ import annotations

import re
from collections.abc import Iterable

_EACH = re.compile(r"[每缺少漏]")
# The step is the end of a range: within it, from it on, or between two figures.
_RANGE = re.compile(r"以内|之内|以上|以下|及以[上下]|之间|范围|不足|(?<![\u4e00-\u9fff])内|内[^容部控,;。\n]{0,6}$")
_BEFORE = re.compile(r"(?:\d\s*[^\s\d,;。\n]{0,3}\s*(?:[-~\u2013\u2014至到])|[<>\u2264\u2265=])\s*$")


def is_flat(told: str, matches: Iterable[re.Match[str]]) -> bool:
    r"""Whether deductions take points once for a range of figures 「是否按档扣分」.

    Parameters
    ----------
    told : str
        Rule in its plain form.
    matches : iterable of Match
        Deductions in it, with groups ``points``, ``step`` and ``unit``.

    Examples
    --------
    >>> form = re.compile(r"(?P<way>[^\d,]*)(?P<step>\d+)(?P<unit>%)[^,\d]*扣(?P<points>\d+)分")
    >>> [is_flat(each, form.finditer(each)) for each in ("超1%以内扣5分", "每超1%扣5分", "超2%扣5分,超3%扣20分")]
    [True, False, True]
    """
    rates: set[float] = set()
    steps: set[float] = set()
    for match in matches:
        if _EACH.search(match.group()) or not (match["step"] or "")[:1].isdigit():
            continue
        start = match.start("step")
        between = told[match.end("unit") if match["unit"] else match.end("step") : match.start("points")]
        if _RANGE.search(between.rstrip(" ,扣除减")) or _BEFORE.search(told[:start]):
            return True
        steps.add(float(match["step"]))
        rates.add(round(float(match["points"]) / (float(match["step"]) or 1.0), 9))
    # 超1天扣2分, 超3天扣10分: what is lost does not rise with the steps.
    return len(steps) > 1 and len(rates) > 1
