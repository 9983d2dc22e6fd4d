"""A bonus shared among departments 「部门奖金包」."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.pay.amounts import checked
from diagnostics.model.cents import to_cents

# Of a sum of cents nothing finer is left than a rounding error.
_CENT_PART = 1e-6


def department_pools(
    total: float, results: Mapping[str, float], headcount: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Pools of departments by result and headcount; they sum to the total to the cent 「部门分块自管」.

    Parameters
    ----------
    total : float
        What is shared, at least 0, in whole cents.
    results : mapping
        Result of at least 0 by department, such as 0.95.
    headcount : mapping, optional
        People (or standard pay) by department; all alike where absent.

    Raises
    ------
    InputError
        When a figure is missing or negative, the total has parts of a cent, or no department has any share.

    Notes
    -----
    Share: result × headcount over the sum of these. Cents by largest remainder, so no pool falls when its result rises.

    Examples
    --------
    >>> department_pools(100, {"a": 1, "b": 1, "c": 1})
    {'a': 33.34, 'b': 33.33, 'c': 33.33}
    """
    known = checked("result", results, least=0)
    people = checked("headcount", headcount, least=0) if headcount is not None else dict.fromkeys(known, 1.0)
    for each in known:
        if each not in people:
            raise unknown("department", each, people, "the headcount")
    for each in people:
        if each not in known:
            raise unknown("department", each, known, "the results, and has people who would get nothing")
    sum_ = checked("total", {"the pools": total}, least=0)["the pools"]
    weights = {each: known[each] * people[each] for each in known}
    whole = sum(weights.values())
    if whole <= 0:
        raise InputError("No department has both people and a result above 0; nobody can be given a share.")
    if abs(sum_ - round(sum_, 2)) > _CENT_PART:
        raise InputError(f"total == {total!r:.60}, must be in whole cents: pools in cents can't sum to it.")
    sum_ = round(sum_, 2)
    pools = to_cents([sum_ * each / whole for each in weights.values()], sum_)
    return dict(zip(known, pools.tolist(), strict=True))
