"""Points in a straight line from one tier to another: linear between threshold and target 「档间线性计分」."""

from __future__ import annotations

import re

_LOW = r"(?:底线|门槛|基本|保底|最低|下限|基准)值?"
_HIGH = r"(?:目标|挑战|满分)值?"
_LINE = r"(?:线性|插值|直线)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\blinear[a-z]*\b[^,;.]{0,20}\b(?:threshold|base(?:line)?|floor|minimum|entry)\b[^,;.]{0,12}"
        r"\b(?:target|goal|plan|stretch)\b",
        rf"{_LOW}[^,;。\n]{{0,6}}{_HIGH}[^,;。\n]{{0,6}}(?:{_LINE}|按比例)[^,;。\n]{{0,6}}",
        rf"{_LINE}[^,;。\n]{{0,6}}{_LOW}[^,;。\n]{{0,6}}{_HIGH}",
    )
)


def linear_between(told: str) -> tuple[int, int] | None:
    """Where a rule says that points rise in a straight line between two tiers; None where it doesn't 「档间线性」.

    How many points the lower tier has a sheet seldom says, so that nothing is computed from it.

    Examples
    --------
    >>> linear_between("Linear between threshold and target"), linear_between("底线至目标之间按比例得分")
    ((0, 35), (0, 12))
    >>> linear_between("按比例得分"), linear_between("linear")
    (None, None)
    """
    return next((match.span() for form in _FORMS if (match := form.search(told))), None)
