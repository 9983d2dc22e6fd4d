"""Features of the data as the hand-off ``traps`` has them: what pages may show of each 「陷阱交接内容」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.model.canonical import plain

if TYPE_CHECKING:
    from diagnostics.model.traps import TrapEvidence

Record = dict[str, Any]
# By test on pay: how many raises, or people, its amounts are about, and those amounts.
_OF_PAY = {"fixed_rise": ("n_rises", ("rise", "n_rises"))}


def about_record(each: TrapEvidence) -> Record:
    """What a feature is about, without its figures 「所指」."""
    told: Record = {name: getattr(each, name) for name in ("test", "kpi", "level", "group") if getattr(each, name)}
    return {**told, "unsure": True} if each.unsure else told


def told_record(each: TrapEvidence, least_paid: int) -> Record:
    """Feature with its figures and what became of it 「可展示内容」.

    Parameters
    ----------
    least_paid : int
        Fewest people behind a published figure on pay: with fewer raises their size is somebody's own and stays away,
        whoever released the feature.
    """
    names = ("test", "trap", "kpi", "counter", "level", "group", "score", "n", "state", "by", "at")
    reply = {"zh": each.reply.zh, "en": each.reply.en} if each.reply is not None else {"zh": "", "en": ""}
    told = {name: plain(getattr(each, name)) for name in names}
    figures = {name: plain(value) for name, value in told_figures(each.test, each.figures, least_paid).items()}
    if len(figures) < len(each.figures):
        # How many there were, and a score that weighs their size, tell as much.
        told |= {"n": None, "score": None}
    return told | {"reply": reply, "figures": figures}


def told_figures(test: str, figures: Mapping[str, Any], least_paid: int) -> Mapping[str, Any]:
    """Figures of a feature without amounts of few people's pay 「可展示数值」.

    Examples
    --------
    >>> told_figures("fixed_rise", {"n_rises": 1.0, "rise": 0.47, "change": 0.01}, 10)
    {'change': 0.01}
    """
    count, amounts = _OF_PAY.get(test, ("", ()))
    few = bool(count) and figures.get(count, 0) < least_paid
    return {name: value for name, value in figures.items() if name not in amounts} if few else figures
