"""Which signatures hold, which are stale, which are missing 「签字状态」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from diagnostics.dictionary.signing.fingerprint import Signed
from diagnostics.model.signoff import SCORECARD, SignOff

State = Literal["valid", "stale", "missing"]


@dataclass(frozen=True, slots=True)
class Signature:
    """Whether a party's signature under something holds 「签字状态」.

    Parameters
    ----------
    state : {"valid", "stale", "missing"}
        ``stale``: what was signed has changed since.
    on : date or None
        Day of the latest signature.
    """

    party: str
    what: str
    state: State
    on: date | None = None


def signatures(signed: Signed, signoffs: Sequence[SignOff]) -> tuple[Signature, ...]:
    """State of every signature that was given or is asked for 「全部签字状态」.

    Of several signatures of a party under one thing the one recorded last counts. A scorecard asks for those whom its
    ``agreed_by`` names; a valid signature under the whole dictionary stands for it.

    Parameters
    ----------
    signed : Signed
        What can be signed, as it is now.
    signoffs : sequence of SignOff
        What was signed, in the order in which it was recorded.
    """
    latest: dict[tuple[str, str], SignOff] = {}
    for each in signoffs:
        latest[each.what, each.party] = each
    known = set(signed.known())
    found = {
        key: Signature(each.party, each.what, _state(signed, each, known), each.on) for key, each in latest.items()
    }
    for what, party in _asked(signed):
        whole = found.get(("dictionary", party))
        if whole is not None and whole.state == "valid":
            found.setdefault((what, party), Signature(party, what, "valid", whole.on))
        found.setdefault((what, party), Signature(party, what, "missing"))
    return tuple(found.values())


def _state(signed: Signed, signoff: SignOff, known: set[str]) -> State:
    same = signoff.what in known and signed.fingerprint(signoff.what) == signoff.hash
    return "valid" if same else "stale"


def _asked(signed: Signed) -> Iterator[tuple[str, str]]:
    for card in signed.scorecards:
        yield from ((f"{SCORECARD}{card.id}", party) for party in card.agreed_by)
