"""A writer who has seen an older version of a measure 「版本冲突」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model.decision import named_item
from diagnostics.model.ledger_event import CONFIDENTIAL

if TYPE_CHECKING:
    from diagnostics.loop.intervene.ledger.chain import Entry
    from diagnostics.loop.intervene.ledger.items import ItemState
    from diagnostics.model.ledger_event import LedgerEvent

_SHOWN = 12
_WIDTH = 80


class StaleVersionError(InputError):
    """A writer who has seen an older version of a measure 「版本冲突」.

    Parameters
    ----------
    seen, held : InterventionState, DecisionState or None
        The measure as the writer has seen it, and as the ledger holds it.
    since : tuple of Entry
        What was recorded in between.
    """

    def __init__(
        self,
        event: LedgerEvent,
        version: int,
        seen: ItemState | None,
        held: ItemState | None,
        since: tuple[Entry, ...],
    ) -> None:
        self.seen, self.held, self.since = seen, held, since
        said = (
            f"Event {event.event!r} was written on version {version} of {named_item(event.about)}, but the ledger holds"
            f" version {held.version if held is not None else 0}"
        )
        between = "; ".join(f"{each.event} ({', '.join(_who(each))})" for each in since[-5:])
        told = list(differences(_plain(seen), _plain(held))) if seen is not None and held is not None else []
        more = f"; … and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
        since_then = f". Recorded since: {between}" if between else ""
        what = f". You have seen → it holds: {'; '.join(told[:_SHOWN])}{more}" if told else ""
        super().__init__(f"{said}; read it again and decide anew{since_then}{what}.")


def _who(entry: Entry) -> tuple[str, ...]:
    """What was recorded, by whom and when; of objections not by whom."""
    return (entry.kind, entry.at) if entry.kind in CONFIDENTIAL else (entry.kind, entry.actor, entry.at)


def differences(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """What differs between two plain values, a sentence each 「逐项差异」.

    Examples
    --------
    >>> list(differences({"a": [1], "b": 2}, {"a": [1, 5], "b": 3}))
    ['a[1] was absent, is 5', 'b was 2, is 3']
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            yield from differences(old.get(key), new.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(old, list) and isinstance(new, list):
        for place in range(max(len(old), len(new))):
            yield from differences(_at(old, place), _at(new, place), f"{path}[{place}]")
    elif old != new:
        yield f"{path} was {_shown(old)}, is {_shown(new)}"


def _at(values: Sequence[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _shown(value: Any) -> str:
    if value is None:
        return "absent"
    text = repr(value)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def _plain(state: ItemState | None) -> Any:
    """State without who objects, to what, and why it was answered so: that is told to nobody in passing."""
    if state is None:
        return None
    hidden: Any = {"version": True, "last": True, "objections": {"__all__": {"party", "note", "reason"}}}
    return state.model_dump(mode="json", by_alias=True, exclude=hidden)
