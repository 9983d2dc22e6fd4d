"""Signatures, clearance and answers as commands give them 「签字与合规录入」."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.model.contract import SHORT, short_hash

if TYPE_CHECKING:
    from diagnostics.model.intervention_state import InterventionState

_NOT_NEEDED = ("not needed:", "not needed：", "不需要：", "不需要:")


def signed_hash(state: InterventionState, printed: str) -> str:
    """Fingerprint of the present terms, once what is printed under the contract is found to be it 「核对约定指纹」.

    Parameters
    ----------
    printed : str
        Fingerprint as ``perfloop ledger contract`` prints it: its first eight figures, or more.

    Raises
    ------
    InputError
        When it is another one: those terms are no longer, or were never, the measure's.
    """
    now, told = state.contract, printed.strip().lower()
    if len(told) < SHORT or not now.startswith(told):
        raise InputError(
            f"--hash {printed[:64]!r}, but the present terms of measure {state.intervention.id!r} bear"
            f" {short_hash(now)}; print them again (perfloop ledger contract) and sign those."
        )
    return now


def expectation(relative: str, absolute: float | None) -> dict[str, Any] | None:
    """What a party expects: a share such as ``10%`` or ``0.1``, or a change in the KPI's unit 「预期效果」.

    Raises
    ------
    InputError
        When both are given, the share is no number, a number above 1 bears no ``%`` (10 is not taken
        for 1,000 %), or it is beyond ±100 %.

    Examples
    --------
    >>> expectation("10%", None), expectation("", 0.04), expectation("", None)
    ({'relative': 0.1}, {'absolute': 0.04}, None)
    """
    if relative and absolute is not None:
        raise InputError("--expect and --expect-change are given; an expected effect is one of them.")
    if absolute is not None:
        return {"absolute": absolute}
    if not relative:
        return None
    text = relative.strip().replace("\uff05", "%")
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError as error:
        raise InputError(f"--expect {relative!r}, must be a share such as 10% or 0.1.") from error
    if abs(share) > 1 and not text.endswith("%"):
        raise InputError(f"--expect {relative!r}, is {share:.0%}; write {text}% if that is meant.")
    if abs(share) > 1:
        raise InputError(
            f"--expect {relative!r}, must be within ±100%; give what more than doubles as --expect-change, in the KPI's"
            " unit."
        )
    return {"relative": share}


def ticks(given: dict[str, str]) -> dict[str, Any]:
    """Legal checklist from options: a day each, or ``not needed: REASON`` 「合规清单」.

    Raises
    ------
    InputError
        When an item is neither; every one is told.

    Examples
    --------
    >>> ticks({"consent": "2025-04-23", "trial": "not needed: pay rises for everyone"})
    {'consent': {'on': '2025-04-23'}, 'trial': {'not_needed': 'pay rises for everyone'}}
    """
    from diagnostics.dictionary.problems import Problems

    found: dict[str, Any] = {}
    problems = Problems()
    for name, text in given.items():
        reason = next((text[len(each) :].strip() for each in _NOT_NEEDED if text.lower().startswith(each)), None)
        if reason:
            found[name] = {"not_needed": reason}
            continue
        try:
            found[name] = {"on": date.fromisoformat(text).isoformat()}
        except ValueError:
            problems.add(InputError(f"--{name} {text[:60]!r}, must be a day such as 2025-03-09, or 'not needed: WHY'."))
    problems.raise_any()
    return found


def answered_one(state: InterventionState, named: str) -> str:
    """Id of the objection that is answered: the one named, or the only open one 「所答复的申诉」.

    Raises
    ------
    InputError
        When none is open, or several are and none is named.
    """
    open_ones = [each.event for each in state.open_objections]
    if named:
        known = [each.event for each in state.objections]
        if named not in known:
            raise unknown("objection", named, known, f"measure {state.intervention.id!r}")
        return named
    if len(open_ones) != 1:
        told = f"{', '.join(open_ones)}; name one with --objection" if open_ones else "none"
        raise InputError(
            f"Measure {state.intervention.id!r} has {len(open_ones)} objections without an answer: {told}."
        )
    return open_ones[0]
