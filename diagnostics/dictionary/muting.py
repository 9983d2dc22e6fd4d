"""Findings that somebody decided not to hear of, set apart with the reason 「忽略发现」."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from diagnostics.dictionary.rules.found import found
from diagnostics.errors import Place
from diagnostics.model.finding import SEVERITIES, Finding
from diagnostics.model.mute import Heard, Mute, MutedFinding

CODE = "PD149"
_NOWHERE: Mapping[tuple[str, ...], Place] = {}


def hear(
    findings: Iterable[Finding],
    mutes: Sequence[Mute],
    *,
    on: date | None = None,
    places: Mapping[tuple[str, ...], Place] = _NOWHERE,
    codes: Collection[str] | None = None,
) -> Heard:
    """Set muted findings apart; mutes that ended or cover nothing are findings themselves 「忽略发现」.

    Parameters
    ----------
    findings : iterable of Finding
        Everything found.
    mutes : sequence of Mute
        In the order of engagement.yaml.
    on : date, optional
        Day on which it is judged whether a mute still holds; without one every mute holds.
    places : mapping, optional
        Where nouns stand in the files, as ``Engagement.places``.
    codes : collection of str, optional
        Codes that were looked for; a mute of another code is neither used nor unused. All, where absent.

    Returns
    -------
    Heard
        What counts, and what was muted.
    """
    judged = [(number, each) for number, each in enumerate(mutes) if codes is None or each.code in codes]
    used: set[int] = set()
    open_: list[Finding] = []
    muted: list[MutedFinding] = []
    for finding in findings:
        covering = [(number, each) for number, each in judged if each.covers(finding)]
        used |= {number for number, _ in covering}
        holding = next((each for _, each in covering if each.holds(on)), None)
        if holding is None:
            open_.append(finding)
        else:
            muted.append(MutedFinding(finding, holding))
    open_ += _spent([each for each in judged if each[0] not in used or not each[1].holds(on)], on, places)
    return Heard(tuple(sorted(open_, key=lambda each: SEVERITIES.index(each.severity))), tuple(muted))


def _spent(
    mutes: Iterable[tuple[int, Mute]], on: date | None, places: Mapping[tuple[str, ...], Place]
) -> Iterator[Finding]:
    """Findings about mutes that ended, or that nothing needs."""
    for number, each in mutes:
        place = places.get(("mute", str(number)))
        ended = not each.holds(on)
        yield found(
            CODE,
            "tip",
            f"mute {each.code}" if place is None else str(place),
            each.about or each.code,
            variant="ended" if ended else "unused",
            code=each.code,
            about=f" {each.about}" if each.about else "",
            until=each.until.isoformat() if each.until else "",
        )
