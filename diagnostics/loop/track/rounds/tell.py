"""Rounds as of a run: history, recognition, hit rates, advice on targets 「各轮回顾」."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.earlier_run import earlier_runs
from diagnostics.data.handoff import SCHEMAS, read_records, write_records
from diagnostics.errors import InputError
from diagnostics.loop.track.rounds.feedback import read_feedback
from diagnostics.loop.track.rounds.history import Past, carried_over, counts_of, counts_of_runs, rows_of
from diagnostics.loop.track.rounds.hit_rates import hit_rates
from diagnostics.loop.track.rounds.recognition import recognised_of
from diagnostics.model.rounds import Rounds

if TYPE_CHECKING:
    from diagnostics.dictionary.tiers.reach import ItemReach
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.next_targets import NextTargets


class ToldRounds(Rounds):
    """Rounds that can be handed to the next step 「各轮回顾」."""

    def save(self, run: str | Path) -> None:
        """Write the hand-off ``rounds``; an empty run writes nothing 「写交接记录」."""
        save_rounds(self, run)


def save_rounds(found: Rounds, run: str | Path) -> None:
    """Write the hand-off ``rounds`` of a run 「写各轮交接文件」.

    Parameters
    ----------
    run : str or Path
        Folder of the run; empty in interactive use, where nothing is written.
    """
    if str(run):
        write_records(Path(run), "rounds", found.record())


def rounds(
    engagement: Engagement, period: str, run: str | Path, as_of: str = "", targets: NextTargets | None = None
) -> ToldRounds:
    """How the rounds of an engagement went, who is seen for it, what is asked of targets 「各轮回顾」.

    Parameters
    ----------
    period : str
        Period of the run, canonical text.
    run : str or Path
        Folder of the run, with the hand-offs ``observations``, ``interventions`` and ``tracking``; what ``alignment``,
        ``quality`` and ``traps`` tell is left out where they are not there.
    as_of : str
        Day such as ``2025-06-30``; the one of ``interventions`` where empty.
    targets : NextTargets, optional
        What ``dx.align.next_targets`` asks of targets; they are handed on.

    Returns
    -------
    Rounds
        Only of entities that may be named, from figures that may be published. No draws are made. Of runs before the
        as-of day each period's current one is looked at; those that this perfloop can't read are named.

    Raises
    ------
    InputError
        When no run is named, a hand-off is not there, or the day is not the one of ``interventions``.
    """
    if not str(run):
        raise InputError("run == '', must be the folder of a run: its measures and figures are told.")
    folder = Path(run)
    content = read_records(folder, "interventions")
    if as_of and as_of != content["as_of"]:
        raise InputError(
            f"as_of == {as_of!r}, but the interventions of this run are as of {content['as_of']!r}; run both for one"
            " day."
        )
    day = date.fromisoformat(content["as_of"])
    effects = read_records(folder, "tracking")["effects"]
    verdicts = {each["intervention"]: str(each["verdict"]) for each in effects}
    items = _items(engagement, folder, day)
    earlier, unread = earlier_runs(engagement.folder, day)
    told, odd = counts_of_runs(earlier)
    own = counts_of(*(_maybe(folder, name) for name in ("alignment", "quality", "traps")))
    past = Past(
        day,
        content["interventions"],
        verdicts,
        meetings=[date.fromisoformat(each) for each in content.get("meetings", ())],
        interviews=[each.at for each in engagement.interviews if each.at <= day],
        items=items,
        decisions=content.get("decisions_open", ()),
        states=[*told, (day.isoformat(), engagement.calendar.parse(period).text, own)],
    )
    turns = engagement.settings.rounds
    return ToldRounds(
        as_of=day,
        rows=rows_of(turns, past),
        carried=carried_over(turns, past),
        left_out=tuple(sorted({*unread, *odd})),
        rates=hit_rates(items),
        targets=targets,
        recognised=recognised_of(content["interventions"], verdicts),
        feedback=read_feedback(engagement.folder, engagement.settings.min_group, _names(engagement)),
    )


def _names(engagement: Engagement) -> set[str]:
    """What people are called, those who act and those who are measured; a role in brackets is no part of a name."""
    measured = {name for each in engagement.entities if each.person for name in (each.id, each.name, *each.aliases)}
    acting = {re.split(r"[（(]", each)[0].strip() for each in engagement.settings.people.values()}
    return {each for each in (*measured, *acting) if each and not each.isdigit()}


def _maybe(run: Path, name: str) -> dict[str, Any] | None:
    return read_records(run, name) if (run / SCHEMAS[name][0]).is_file() else None


def _items(engagement: Engagement, run: Path, day: date) -> tuple[ItemReach, ...]:
    """Items of scorecards that are not about one person, with their figures up to the day."""
    from diagnostics.data.figures_until import figures_until
    from diagnostics.dictionary.public_parts import public_cards
    from diagnostics.dictionary.tiers.reach import items_reached

    observed = figures_until(run, engagement, day)
    public = {id(each) for each in public_cards(engagement)}
    found = items_reached(observed, engagement.scorecards, engagement.kpis, engagement.entities, engagement.calendar)
    return tuple(each for each in found if id(each.card) in public)
