"""What of a line could not be read, or has to be confirmed 「单行疑点」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from diagnostics.dictionary.wording import plain
from diagnostics.loop.align.checkup.column_words import Role
from diagnostics.loop.align.checkup.lines import Line
from diagnostics.loop.align.checkup.period_words import other_cycle
from diagnostics.loop.align.checkup.scoring_read import ScoringRead
from diagnostics.loop.align.checkup.target_text import TargetRead
from diagnostics.model.checkup import Doubt

_BARE = re.compile(r"\d+(?:\.\d+)?")


def line_doubts(
    line: Line, target: TargetRead, beside: Mapping[Role, TargetRead], scoring: ScoringRead
) -> Iterator[Doubt]:
    """Doubts about a line, in the order of its parts 「单行疑点」.

    Parameters
    ----------
    line : Line
        As the sheet writes it.
    target, scoring : TargetRead, ScoringRead
        What could be read.
    beside : mapping
        Base and stretch as read.
    """
    reads: dict[Role, TargetRead] = {"target": target, **beside}
    for part, read in reads.items():
        if part in line.texts and read.why not in {"", "blank"}:
            why = f"target_{read.why}" if part == "target" or read.why in {"share", "decimal"} else "tier"
            yield _doubt(line, part, why, shares_meant(line.texts[part]) if read.why == "share" else ())
    if scoring.kind == "words" and "scoring" in line.texts:
        yield _doubt(line, "scoring", "scoring_words")
    if scoring.kind == "linear" and "base" not in line.texts:
        yield _doubt(line, "scoring", "scoring_base")
    if not line.name:
        yield Doubt(line.place, "name", "", "name")
    if "cycle" in line.texts and other_cycle(line.texts["cycle"]):
        yield _doubt(line, "cycle", "cycle")
    if scoring.rest:
        yield Doubt(line.places["scoring"], "scoring", scoring.rest, "scoring_rest")
    if target.assumed:
        yield _doubt(line, "target", "target_percent")


def _doubt(line: Line, part: Role, why: str, values: tuple[tuple[str, str], ...] = ()) -> Doubt:
    return Doubt(line.places[part], part, line.texts[part], why, values)


def shares_meant(text: str) -> tuple[tuple[str, str], ...]:
    """What a bare figure may mean as a share: of one, or in per cent 「百分数的两种读法」.

    Examples
    --------
    >>> shares_meant("0.985"), shares_meant("0.4")
    ((('large', '98.5%'), ('small', '0.985%')), (('large', '40%'), ('small', '0.4%')))
    """
    match = _BARE.search(plain(text))
    if match is None:
        return (("large", text), ("small", text))
    value = float(match.group())
    return (("large", f"{value * 100:.12g}%"), ("small", f"{value:.12g}%"))
