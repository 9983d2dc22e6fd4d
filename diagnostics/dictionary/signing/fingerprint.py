"""Fingerprint of what people sign 「签字内容的指纹」."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnostics.errors import InputError, unknown
from diagnostics.model.canonical import canonical, plain
from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.charter import Charter
from diagnostics.model.goal import Goal
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.signoff import CHARTER, DICTIONARY, SCORECARD

# What of a KPI a signature is about: what it means and how it is counted, not who maintains the source.
_MEANING = ("id", "name", "definition", "unit", "direction", "measure", "formula", "where", "versions")
# A card says who agreed to it; that is no part of what they agreed to.
_APART = frozenset({"agreed_by"})


@dataclass(frozen=True, eq=False)
class Signed:
    """Everything that can be signed 「可签字的内容」."""

    charter: Charter | None
    kpis: Mapping[str, Kpi]
    scorecards: Sequence[Scorecard]
    goals: Sequence[Goal]
    changes: Sequence[ChangeRequest] = ()

    def known(self) -> tuple[str, ...]:
        """Names of all that can be signed 「可签字的名称」."""
        cards = dict.fromkeys(f"{SCORECARD}{each.id}" for each in self.scorecards)
        return (CHARTER, DICTIONARY, *cards)

    def fingerprint(self, what: str) -> str:
        """SHA-256 of the meaning of what is signed: spaces, comments and order of files do not count 「指纹」.

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
        if what == DICTIONARY:
            kpis = [self._kpi(key) for key in sorted(self.kpis)]
            return {
                "goals": plain(tuple(self.goals)),
                "kpis": kpis,
                "cards": [self._card(each) for each in self.scorecards],
            }
        cards = [each for each in self.scorecards if f"{SCORECARD}{each.id}" == what]
        if not cards:
            raise unknown("thing to sign", what, self.known())
        held = sorted({item.kpi for card in cards for item in card.items})
        changes = [plain(each) for each in self.changes if f"{SCORECARD}{each.scorecard}" == what and each.agreed_by]
        return {
            "cards": [self._card(each) for each in cards],
            "kpis": [self._kpi(each) for each in held],
            "changes": changes,
        }

    def _kpi(self, key: str) -> dict[str, Any]:
        return {name: plain(getattr(self.kpis[key], name)) for name in _MEANING}

    @staticmethod
    def _card(card: Scorecard) -> dict[str, Any]:
        return {name: value for name, value in plain(card).items() if name not in _APART}
