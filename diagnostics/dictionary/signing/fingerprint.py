"""Fingerprint of what people sign 「签字内容的指纹」."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from diagnostics.dictionary.tree import formula_names
from diagnostics.errors import InputError, unknown
from diagnostics.model.base import Noun
from diagnostics.model.canonical import canonical, plain
from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.charter import Charter
from diagnostics.model.goal import Goal
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Calendar
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.signoff import CHARTER, DICTIONARY, SCORECARD
from diagnostics.model.source import Source

# What of a KPI and a source a signature is not about: who maintains it, how it is shown and to whom, what others count
# beside it, and in which shape the file comes. All else is what was agreed to.
KPI_APART = frozenset({"owner", "decimals", "readings", "tolerance", "set_with", "pay"})
SOURCE_APART = frozenset({"owner", "file", "layout", "encoding"})
# A card says who agreed to it; that is no part of what they agreed to.
CARD_APART = frozenset({"agreed_by"})


@dataclass(frozen=True, eq=False)
class Signed:
    """Everything that can be signed 「可签字的内容」.

    Parameters
    ----------
    charter, kpis, scorecards, goals, changes, sources
        The parts of an engagement; only changes that somebody agreed to count.
    currency, calendar
        How money and time are counted.
    """

    charter: Charter | None
    kpis: Mapping[str, Kpi]
    scorecards: Sequence[Scorecard]
    goals: Sequence[Goal]
    changes: Sequence[ChangeRequest] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    currency: str = ""
    calendar: Calendar | None = None

    def known(self) -> tuple[str, ...]:
        """Names of all that can be signed 「可签字的名称」."""
        cards = dict.fromkeys(f"{SCORECARD}{each.id}" for each in self.scorecards)
        return (CHARTER, DICTIONARY, *cards)

    def fingerprint(self, what: str) -> str:
        """SHA-256 of the meaning of what is signed: spaces, comments and order of fields do not count 「指纹」.

        Parameters
        ----------
        what : str
            ``charter``, ``dictionary`` or ``scorecard:ID``.

        Raises
        ------
        UnknownNameError
            When nothing of that name can be signed.
        InputError
            When there is no charter.
        """
        return hashlib.sha256(canonical(self._content(what)).encode()).hexdigest()

    def _content(self, what: str) -> Any:
        if what == CHARTER:
            if self.charter is None:
                raise InputError("There is no charter to sign (engagement.yaml, charter).")
            return {"charter": plain(self.charter)}
        agreed = [each for each in self.changes if each.agreed_by]
        if what == DICTIONARY:
            told = {"goals": plain(tuple(self.goals)), "changes": [plain(each) for each in agreed]}
            return {**told, "cards": self._cards(self.scorecards), **self._meaning(self.kpis)}
        cards = [each for each in self.scorecards if f"{SCORECARD}{each.id}" == what]
        if not cards:
            raise unknown("thing to sign", what, self.known())
        held = {item.kpi for card in cards for item in card.items}
        changes = [plain(each) for each in agreed if f"{SCORECARD}{each.scorecard}" == what]
        return {"changes": changes, "cards": self._cards(cards), **self._meaning(held)}

    @staticmethod
    def _cards(cards: Iterable[Scorecard]) -> list[dict[str, Any]]:
        return [_without(each, CARD_APART) for each in cards]

    def _meaning(self, named: Iterable[str]) -> dict[str, Any]:
        """What KPIs mean, those of their formulas and those that are watched beside them included."""
        kpis = [self.kpis[key] for key in sorted(self._reached(named))]
        used = {name for each in kpis for name in (each.source, *(one.source for one in each.versions)) if name}
        return {
            "kpis": [_without(each, KPI_APART) for each in kpis],
            "sources": {
                name: _without(self.sources[name], SOURCE_APART) for name in sorted(used) if name in self.sources
            },
            "currency": self.currency,
            "calendar": plain(self.calendar),
        }

    def _reached(self, named: Iterable[str]) -> set[str]:
        found: set[str] = set()
        waiting = [each for each in named if each in self.kpis]
        while waiting:
            key = waiting.pop()
            if key in found:
                continue
            found.add(key)
            kpi = self.kpis[key]
            meant = (kpi, *(kpi.counted(each.since) for each in kpi.versions))
            names = {name for each in meant for name in formula_names(each)} | set(kpi.counters)
            waiting += [each for each in names if each in self.kpis]
        return found


def _without(noun: Noun, apart: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in plain(noun).items() if name not in apart}
