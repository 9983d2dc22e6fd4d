"""Rounds in numbers: measures, targets, health, talks 「各轮数字」."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.loop.track.rounds.hit_rates import met_of
from diagnostics.model.rounds import CarriedOver, RoundRow

if TYPE_CHECKING:
    from diagnostics.data.earlier_run import EarlierRun
    from diagnostics.dictionary.tiers.reach import ItemReach
    from diagnostics.model.engagement import Round

Record = Mapping[str, Any]
OVER = ("completed", "stopped")
# What leadership may see of traps: what is to be verified is nobody's finding yet.
TOLD_TRAPS = ("explained", "confirmed")


@dataclass(frozen=True, eq=False)
class Past:
    """All that the rounds are told from 「历史依据」.

    Parameters
    ----------
    day : date
        As-of day.
    measures : sequence of mapping
        ``interventions`` of the hand-off of that name.
    verdicts : mapping
        Verdict of each measure that started, as of the day.
    meetings, interviews : sequence of date
        Days of talks, up to the day.
    items : sequence of ItemReach
        Items of scorecards with their figures.
    states : sequence of (str, str, Counts)
        As-of day and period of every run that can be read, in order, with what it tells.
    decisions : sequence of mapping
        Decisions of meetings that are open on the day, as ``decisions_open`` of the hand-off ``interventions``.
    """

    day: date
    measures: Sequence[Record]
    verdicts: Mapping[str, str]
    meetings: Sequence[date]
    interviews: Sequence[date]
    items: Sequence[ItemReach]
    states: Sequence[tuple[str, str, Counts]]
    decisions: Sequence[Record] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run tells of dictionary, data and traps 「一次运行的概况」."""

    problems: int | None = None
    quality: int | None = None
    traps: int | None = None


def counts_of(alignment: Record | None, quality: Record | None, traps: Record | None) -> Counts:
    """What a run tells, from its hand-offs; None of what it lacks 「运行概况」.

    Tips are no problems; traps count once somebody explained or confirmed them.
    """
    problems = None
    if alignment is not None:
        problems = sum(each["severity"] in {"error", "warning"} for each in alignment["findings"])
    told = None if traps is None else sum(each["state"] in TOLD_TRAPS for each in traps["items"])
    return Counts(problems, None if quality is None else len(quality["items"]), told)


def counts_of_runs(runs: Iterable[EarlierRun]) -> tuple[list[tuple[str, str, Counts]], list[str]]:
    """What earlier runs tell, and periods of those that this perfloop can't read 「历次概况」."""
    found, unread = [], []
    for run in runs:
        try:
            told = counts_of(*(run.records(name) for name in ("alignment", "quality", "traps")))
        except (InputError, KeyError, TypeError):
            # A file of another version, or one that somebody edited: it says nothing, and that is said.
            unread.append(run.period)
            continue
        found.append((run.as_of, run.period, told))
    return found, unread


def rows_of(rounds: Sequence[Round], past: Past) -> tuple[RoundRow, ...]:
    """Rounds that have begun, in order 「各轮概况」."""
    begun = sorted((each for each in rounds if each.start <= past.day), key=lambda each: each.start)
    return tuple(_row(each, past) for each in begun)


def carried_over(rounds: Sequence[Round], past: Past) -> tuple[CarriedOver, ...]:
    """Measures that a round left open, and what its meetings decided that still is 「遗留事项」.

    Only of the round before the latest that has begun: what an older one left is in that one's own.
    """
    begun = sorted((each for each in rounds if each.start <= past.day), key=lambda each: each.start)
    if len(begun) < 2:
        return ()
    before, now = begun[-2:]
    left = [each for each in _own(past) if _open_at(each, before.end, _day(each["planned"]) or before.end)]
    measures = [CarriedOver(each["id"], before.id, now.id, each["state"]) for each in left]
    decided = [each for each in past.decisions if (_day(each.get("meeting")) or now.start) <= before.end]
    return (*measures, *(CarriedOver("", before.id, now.id, "open", each["id"]) for each in decided))


def _row(turn: Round, past: Past) -> RoundRow:
    last = min(turn.end, past.day)
    own = _own(past)
    within = [each for each in own if _in(each["planned"], turn.start, last)]
    ended = Counter(each["state"] for each in own if _in(each["ended"], turn.start, last) and each["state"] in OVER)
    before = [each for each in own if (_day(each["planned"]) or last) < turn.start]
    taken = [each for each in before if not _ended_by(each, turn.start)]
    begun = [each["id"] for each in own if _in(each["started"], turn.start, last)]
    figures = [_reached(each, turn.start, last) for each in past.items]
    period, told = _told(past, turn.start, last)
    return RoundRow(
        turn.id, turn.start, turn.end, turn.end <= past.day,
        taken_over=len(taken), planned=len(within), completed=ended["completed"], stopped=ended["stopped"],
        open=sum(not _ended_by(each, last, inclusive=True) for each in (*before, *within)),
        verdicts=dict(sorted(Counter(past.verdicts[each] for each in begun if each in past.verdicts).items())),
        met=sum(met for met, _ in figures), figures=sum(count for _, count in figures),
        problems=told.problems, quality=told.quality, traps=told.traps,
        check_ins=sum(_in(day, turn.start, last) for each in own for day in each.get("reported") or ()),
        meetings=sum(turn.start <= day <= last for day in past.meetings),
        interviews=sum(turn.start <= day <= last for day in past.interviews),
        told_by=period,
    )  # fmt: skip


def _own(past: Past) -> list[Record]:
    """Measures that somebody here decided: events from outside are nobody's to carry out."""
    return [each for each in past.measures if not each.get("external")]


def _told(past: Past, start: date, last: date) -> tuple[str, Counts]:
    """What the last run within a round tells."""
    inside = [(period, told) for as_of, period, told in past.states if start.isoformat() <= as_of <= last.isoformat()]
    return inside[-1] if inside else ("", Counts())


def _reached(item: ItemReach, start: date, last: date) -> tuple[int, int]:
    """How many figures of periods that begin within a round reach their target, of how many."""
    days = item.with_target["start"].dt.date
    inside = ((days >= start) & (days <= last)).to_numpy()
    return int(met_of(item)[inside].sum()), int(inside.sum())


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _in(text: str | None, start: date, last: date) -> bool:
    day = _day(text)
    return day is not None and start <= day <= last


def _ended_by(measure: Record, day: date, *, inclusive: bool = False) -> bool:
    """Whether a measure was completed or stopped before a day, or by its end."""
    ended = _day(measure["ended"])
    return ended is not None and (ended <= day if inclusive else ended < day)


def _open_at(measure: Record, day: date, planned: date) -> bool:
    return planned <= day and not _ended_by(measure, day, inclusive=True)
