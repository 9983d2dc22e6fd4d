"""Evidence of the traps in words 「陷阱证据的文字」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.model.trap import TESTS_OF
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.model.text import Text
    from diagnostics.model.trap import Trap
    from diagnostics.model.traps import TrapEvidence, Traps
    from diagnostics.terms import Language

# Figures that are told with their sign, or as a plain number.
_PLAIN = ("tie", "tie_low", "tie_high")


def figures_told(test: str, figures: Mapping[str, Any]) -> dict[str, str]:
    """Figures of an evidence line as texts: counts (``n_…``) whole, relations in two decimals, the rest in per cent.

    Deductions to one of rewards are a plain number too; what a result did after a rise of pay keeps its sign.
    """
    told = {}
    for name, value in figures.items():
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            told[name] = "–"
        elif name.startswith("n_"):
            told[name] = f"{value:,.0f}"
        elif name in _PLAIN or (test == "deductions" and name == "ratio"):
            told[name] = f"{value:.2f}"
        elif test == "fixed_rise" and name == "change":
            # A fall is no small change.
            told[name] = f"{100 * value:+.0f}%".replace("-", "−")
        else:
            told[name] = f"{100 * abs(value):.0f}%"
    return told


def line_of(test: str, figures: Mapping[str, Any], names: Mapping[str, str], language: Language) -> str:
    """Evidence line of a test: what the data show, to be verified 「证据」.

    Parameters
    ----------
    names : mapping of str
        ``kpi`` and ``counter`` as readers call them.
    """
    variant = "scores_first" if test == "scores" and figures.get("n_first") else test
    if test == "limit" and not _finite(figures.get("n_low")):
        variant = "limit_alone"
    if test == "deductions" and not _finite(figures.get("ratio")):
        variant = "deductions_alone"
    if test == "fixed_rise" and "rise" not in figures:
        variant = "fixed_rise_few"
    return say(f"traps.told.{variant}", language, **{**figures_told(test, figures), **names})


def _finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def evidence_line(each: TrapEvidence, names: Mapping[str, Text], language: Language) -> str:
    """Evidence line of one result 「证据」."""
    known = {key: names[key].say(language) if key in names else key for key in (each.kpi, each.counter)}
    if not (each.finding or each.unsure or {"n_done", "n_count"} <= each.figures.keys()):
        return say("traps.told.calm", language, kpi=known[each.kpi])
    line = line_of(each.test, each.figures, {"kpi": known[each.kpi], "counter": known[each.counter]}, language)
    return say("traps.told.unsure", language, line=line) if each.unsure else line


def card_of(traps: Traps, trap: Trap, language: Language) -> dict[str, Any]:
    """One trap: each of its tests with rule, score, evidence, explanations and state 「陷阱卡」."""
    return {
        "trap": trap,
        "title": say(f"traps.trap.{trap}", language),
        "tests": [_test(traps, test, language) for test in TESTS_OF[trap]],
    }


def _test(traps: Traps, test: Any, language: Language) -> dict[str, Any]:
    found = traps.of(test)
    reason = traps.unseen.get(test)
    lines = [
        {
            "score": each.score, "finding": each.finding, "unsure": each.unsure, "kpi": each.kpi,
            "level": each.level, "group": each.group,
            "text": evidence_line(each, traps.names, language), "state": say(f"traps.state.{each.state}", language),
            "reply": each.reply.say(language) if each.reply is not None else "", "by": each.by, "at": each.at,
            "private": each.private and not each.released,
        }
        for each in found
    ]  # fmt: skip
    told = any(each.finding or each.unsure for each in found)
    return {
        "test": test,
        "title": say(f"traps.test.{test}", language),
        "rule": say(f"traps.rule.{test}", language),
        "page": f"docs/traps/{test}.md",
        # Of several KPIs the one most worth verifying speaks for the test.
        "score": max((each.score for each in found if each.finding), default=0.0 if found else None),
        "lines": lines,
        "innocent": say(f"traps.innocent.{test}", language) if told else "",
        "unseen": say(f"traps.unseen.{reason}", language) if reason else "",
    }
