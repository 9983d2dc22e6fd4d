"""Entries sealed with a key, so that who lacks it can't rewrite the log 「台账封签」."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select

from diagnostics.errors import InputError, nearest
from diagnostics.loop.intervene.ledger.chain import Entry
from diagnostics.loop.intervene.ledger.tables import EVENT, SEAL

if TYPE_CHECKING:
    from diagnostics.model.ledger_event import Anchor

SHORTEST = 16


def key_in(variable: str | None) -> bytes | None:
    """Key that an environment variable holds; None where none is named or it is not set 「封签密钥」.

    Raises
    ------
    InputError
        When it is too short to keep anyone out. It is never shown.
    """
    key = os.environ.get(variable, "").strip() if variable else ""
    if not key:
        return None
    if len(key) < SHORTEST:
        raise InputError(f"{variable} holds a key of {len(key)} characters; it needs {SHORTEST} or more.")
    return key.encode()


def lacks_key(variable: str) -> InputError:
    """Refusal of a writer who has no key 「缺少密钥」."""
    near = nearest(variable, os.environ)
    hint = f" {near} is set; is it meant?" if near and near != variable else ""
    return InputError(f"Environment variable {variable} is not set; it holds the key that seals the ledger.{hint}")


def seal_of(key: bytes, digest: str) -> str:
    """Seal of an entry 「封签」.

    Notes
    -----
    HMAC-SHA256 of the entry's hash, which covers every entry before it.
    """
    return hmac.new(key, digest.encode(), sha256).hexdigest()


def put_seal(connection: Connection, key: bytes, entry: Entry | Anchor) -> None:
    """Seal one entry 「加封」."""
    connection.execute(insert(SEAL).values(seq=entry.seq, seal=seal_of(key, entry.hash)))


def seals(connection: Connection) -> dict[int, str]:
    """All seals, by number of the entry 「全部封签」."""
    return {row.seq: row.seal for row in connection.execute(select(SEAL))}


def check_end(connection: Connection, key: bytes | None, end: Anchor) -> None:
    """Refuse to add to a log whose end isn't sealed as this writer seals 「核对末条封签」.

    Raises
    ------
    InputError
        When the last entry bears a seal and the writer has no key, or bears none, or another, and the writer has one.
    """
    if end.seq == 0:
        return
    there = connection.execute(select(SEAL.c.seal).where(SEAL.c.seq == end.seq)).scalar()
    if key is None and there is not None:
        raise InputError(
            "The ledger's entries are sealed with a key; name the environment variable that holds it"
            " (ledger: {key_from: …} in engagement.yaml) before adding to it."
        )
    if key is not None and there is None:
        raise InputError(
            f"The ledger's last entry ({end.seq}) bears no seal; verify the ledger, then seal what was written without"
            " a key with 'perfloop ledger seal'."
        )
    if key is not None and not hmac.compare_digest(there or "", seal_of(key, end.hash)):
        raise InputError(f"The ledger's last entry ({end.seq}) is sealed with another key than this one.")


def seal_rest(connection: Connection, key: bytes) -> int:
    """Seal a log that was written before there was a key, and say how many entries it has 「补封」.

    Raises
    ------
    InputError
        When some entries are sealed and others are not: with a key every writer seals, so those were written, or their
        seals removed, by other means, and sealing them would vouch for them.
    """
    there = seals(connection)
    rows = connection.execute(select(EVENT.c.seq, EVENT.c.hash).order_by(EVENT.c.seq)).all()
    bare = [{"seq": row.seq, "seal": seal_of(key, row.hash)} for row in rows if row.seq not in there]
    if bare and there:
        raise InputError(
            f"Entry {bare[0]['seq']} bears no seal, but others do: it was written, or its seal removed, by other means."
            " Restore the ledger from a copy that verifies; nothing is sealed."
        )
    if bare:
        connection.execute(insert(SEAL), bare)
    return len(bare)


def broken_seals(entries: Sequence[Entry], there: Mapping[int, str], key: bytes) -> Iterator[tuple[int, str]]:
    """Entries whose seal is missing or not of this key, each with a sentence 「封签异常」."""
    for entry in entries:
        found = there.get(entry.seq)
        if found is None:
            yield entry.seq, f"Entry {entry.seq} ({entry.event!r}) bears no seal."
        elif not hmac.compare_digest(found, seal_of(key, entry.hash)):
            yield entry.seq, f"Entry {entry.seq} ({entry.event!r}) is not sealed with this key."
    for seq in sorted(there.keys() - {entry.seq for entry in entries}):
        yield seq, f"There is a seal of entry {seq}, which is not there."
