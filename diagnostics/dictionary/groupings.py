"""Findings under the six misconceptions and the three landing difficulties 「六大误区与落地难点」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from diagnostics.model.finding import Finding
from diagnostics.model.grouping import DIFFICULTIES, MISCONCEPTIONS, Difficulty, Grouping, Misconception

# A code stands for all its kinds; "PD102.many" for one of them.
MISCONCEPTION_CODES: Mapping[Misconception, tuple[str, ...]] = {
    # Too many, so that nothing is in focus: count, and weights without a focus.
    "too_many": ("PD102.many", "PD103", "PD104", "PD140"),
    # Nothing to do with the role or the strategy.
    "unrelated": ("PD108", "PD114", "PD120", "PD142", "PD143", "PD174"),
    # Counted one way here and another there.
    "inconsistent": ("PD107", "PD215", "PD216", "PD219", "PD224"),
    # Targets that spur nobody on: out of reach, or reached anyway.
    "not_motivating": ("PD170", "PD171", "PD172"),
    # Nobody knows the rules.
    "not_transparent": ("PD146", "PD181"),
    # Nobody looks between start and end.
    "not_tracked": ("PD147", "PD150"),
}
DIFFICULTY_CODES: Mapping[Difficulty, tuple[str, ...]] = {
    # What is measured has left what is wanted.
    "drift": ("PD108", "PD109", "PD110", "PD114", "PD120", "PD162", "PD163", "PD170", "PD173", "PD174"),
    # What is wanted does not arrive with those who could do it.
    "break": ("PD105", "PD115", "PD127", "PD145", "PD160", "PD161", "PD165", "PD175", "PD181", "PD222", "PD225"),
    # Figures do not say what they seem to say.
    "distortion": ("PD106", "PD107", "PD126", "PD128", "PD215", "PD216", "PD219", "PD224"),
}


def groupings(findings: Iterable[Finding]) -> tuple[Grouping, ...]:
    """Misconceptions and difficulties that findings speak for 「归入误区与难点」.

    Parameters
    ----------
    findings : iterable of Finding
        What was found.

    Returns
    -------
    tuple of Grouping
        Those with a finding, misconceptions first, each list in the order of the articles. A finding may speak for one
        of each list.
    """
    held = tuple(findings)
    found = [Grouping("misconception", each, *_of(held, MISCONCEPTION_CODES[each])) for each in MISCONCEPTIONS]
    found += [Grouping("difficulty", each, *_of(held, DIFFICULTY_CODES[each])) for each in DIFFICULTIES]
    return tuple(each for each in found if each.count)


def _of(findings: tuple[Finding, ...], codes: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Codes found, and how often."""
    own = [each.code for each in findings if {each.code, f"{each.code}.{each.variant}"} & set(codes)]
    return tuple(sorted(set(own))), len(own)
