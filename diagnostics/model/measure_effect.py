"""What a measure did to its KPI, as far as the figures tell 「措施效果」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from diagnostics.model.effect import Verdict
from diagnostics.model.text import Text

# The evidence ladder: nothing yet, carried out, process KPI moved, result outside its usual range, attributable.
RUNGS = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class MeasureEffect:
    """What a measure did to its KPI, as far as the figures tell 「措施效果」.

    Parameters
    ----------
    entity, entities : str, tuple of str
        The entity where it is one, and all of them.
    start : str
        First period that counts as after the start.
    periods_after : int
        Periods with a figure since then, of the cycle that was estimated by: weeks or months of a daily KPI, where
        they tell more.
    comparisons : tuple of str
        Entities that nothing of the kind was done to, with which it was compared.
    effect, low, high, relative, relative_low, relative_high : float or None
        Estimate and 95 % interval, in the KPI's unit and as a share of the level without the measure.
    mde : float or None
        Smallest effect that the data could show.
    verdict : {"worked", "no_evidence", "worse", "insufficient"}
        Only the top rung of the ladder is a verdict.
    rung : int
        Highest rung of the evidence ladder reached, 0 to 4; 0 for what nobody carried out.
    evidence : mapping
        ``carried_out, process_moved, outside_range, attributable``: what is known of each rung; None where nothing is.
    judge_from : str
        Period with which a verdict becomes possible; empty where there is one, or where waiting doesn't help.
    reasons : tuple of str
        Codes of what limits the estimate.
    together_with : tuple of str
        Other measures on the same KPI or a related one, at the same entities, whose effects mix with this one's.
    text : Text
        Two sentences for readers.
    contrast : mapping
        Estimates shown beside but never as evidence.
    refused : str
        Why the estimate was refused, for the log; empty where there is one.
    why : Text
        Why it was estimated this way; empty without an estimate.
    external, own : mapping
        Change since before the start, divided: what those compared with did too, and the rest; ``absolute`` and
        ``relative`` to the mean before. Empty where nothing is compared with.
    parts : Text
        The same in words; empty without a verdict.
    path : mapping
        ``period, actual, expected, low, high``, a list each: the entities' mean beside what was to be expected without
        the measure. Empty where not known.
    placebo : mapping
        Rank of the effect among untreated entities, their count and largest figure; empty without them.
    figures_after : int
        Periods with a figure since the start, of the KPI's own cycle: the effect is the mean of one of these.
    """

    intervention: str
    kpi: str
    entity: str
    entities: tuple[str, ...]
    start: str
    periods_after: int
    comparisons: tuple[str, ...]
    method: str
    effect: float | None
    low: float | None
    high: float | None
    relative: float | None
    relative_low: float | None
    relative_high: float | None
    p_value: float | None
    mde: float | None
    verdict: Verdict
    rung: int
    evidence: dict[str, bool | None]
    judge_from: str
    reasons: tuple[str, ...]
    together_with: tuple[str, ...]
    text: Text
    contrast: dict[str, dict[str, float | None]]
    refused: str = ""
    why: Text = field(default_factory=Text)
    external: Mapping[str, float | None] = field(default_factory=dict)
    own: Mapping[str, float | None] = field(default_factory=dict)
    parts: Text = field(default_factory=Text)
    path: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    placebo: Mapping[str, float | None] = field(default_factory=dict)
    figures_after: int = 0
