"""All tests of the fourth trap 「文化检验」."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.found import Looked
from diagnostics.loop.diagnose.traps.records import event_rows, happened, yes
from diagnostics.loop.diagnose.traps.share import too_few, too_many
from diagnostics.loop.diagnose.traps.tested import Tested, score_of

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.consensus import Consensus
    from diagnostics.model.period import Period

ANSWERED, PRESENT, BLAMED = 0.5, 0.5, 0.5
# How far the two sides are apart at a score of 100, and at least to be spoken of.
FULL_SPREAD, LEAST_SPREAD = 0.6, 0.15


def look_for_culture(engine: Engine, consensus: Consensus | None, at: Period) -> Iterator[Looked]:
    """Suggestions answered, sponsors present, blame after failure, a survey's two sides 「文化检验」."""
    records = engine.engagement.settings.records
    if records.suggestions is not None:
        rows = event_rows(engine, records.suggestions.source, [records.suggestions.done], at)
        done = happened(rows[str(records.suggestions.done)])
        yield from _share("suggestions", too_few(int(done.sum()), len(done), ANSWERED), rows)
    if records.reviews is not None:
        yield from _reviews(engine, at)
    if consensus is not None:
        yield from _split(consensus)


def _reviews(engine: Engine, at: Period) -> Iterator[Looked]:
    record = engine.engagement.settings.records.reviews
    assert record is not None
    place = f"source {record.source!r}"
    rows = event_rows(engine, record.source, [record.sponsor, record.failed, record.blame], at)
    if record.sponsor is not None:
        there = yes(rows[record.sponsor], place)
        yield from _share("sponsors", too_few(int(there.sum()), len(there), PRESENT), rows)
    if record.failed is not None and record.blame is not None:
        failed = rows[yes(rows[record.failed], place)]
        blamed = yes(failed[record.blame], place)
        yield from _share("blame", too_many(int(blamed.sum()), len(blamed), BLAMED), failed)


def _share(test: str, tested: Tested | None, rows: pd.DataFrame) -> Iterator[Looked]:
    if tested is not None:
        yield Looked(test, tested, partial(_shown, rows))  # type: ignore[arg-type]


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.reset_index(drop=True).drop(columns="perfloop_unit")


def _split(consensus: Consensus) -> Iterator[Looked]:
    """Questions on which management and staff part beyond chance, in the latest survey."""
    import pandas as pd

    latest = consensus.latest
    spreads = [each.spread for each in latest.questions if each.spread is not None] if latest is not None else []
    if not spreads or latest is None:
        return
    from scipy import stats

    # The interval holds 95 %: half its width is 1.96 errors. The widest of many is held against as many.
    widest = max(spreads, key=lambda each: abs(each.value))
    error = max((widest.high - widest.low) / (2 * 1.96), 1e-9)
    chance = min(2 * float(stats.norm.sf(abs(widest.value) / error)) * len(spreads), 1.0)
    parted = sum(each.tells for each in spreads)
    rows = pd.DataFrame(
        [(each.text, each.spread.value, each.spread.low, each.spread.high) for each in latest.questions if each.spread],
        columns=["question", "value", "low", "high"],
    )
    tested = Tested(
        chance, score_of(abs(widest.value), FULL_SPREAD), latest.people,
        {"spread": abs(widest.value), "n_parted": float(parted), "n_count": float(len(spreads))},
        material=abs(widest.value) >= LEAST_SPREAD,
    )  # fmt: skip
    yield Looked("split", tested, lambda: rows)
