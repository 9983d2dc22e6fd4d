"""A signature is added to signoffs.yaml 「签字」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import yaml

from diagnostics.dictionary.engagement_files import SIGNOFFS
from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.signing.fingerprint import Signed
from diagnostics.dictionary.signing.status import signatures
from diagnostics.errors import InputError, unknown
from diagnostics.model.engagement import Engagement
from diagnostics.model.signoff import SignOff
from diagnostics.run.lock import finish_killed, hold
from diagnostics.run.platform import write_whole

_HEAD = "# Written by 'perfloop dictionary sign'. A signature holds for the text it was given under.\n"
SHORT = 12


def sign(path: Path, party: str, what: str, on: str, note: str = "") -> SignOff:
    """Record that a party signed something as it is now 「记录签字」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    party : str
        Who signed, as engagement.yaml names people.
    what : str
        ``charter``, ``dictionary`` or ``scorecard:ID``.
    on : str
        Day of the signature in ISO form.
    note : str
        Where the signed paper lies.

    Raises
    ------
    InputError
        When the party or the thing is unknown, the day is none, or the same was signed already.
    SurroundingsError
        When another process holds the engagement, or the file can't be written.
    """
    finish_killed(path)
    root = load_engagement(path).folder
    with hold(root, "perfloop dictionary sign"):
        engagement = load_engagement(root)
        if party not in engagement.settings.people:
            raise unknown("person", party, engagement.settings.people, "--party; people in engagement.yaml")
        digest = signed_of(engagement).fingerprint(_what(engagement, what))
        made = SignOff(party=party, what=what, on=_day(on, engagement), hash=digest, note=note)
        _refuse_again(engagement, made)
        entry = {**made.model_dump(exclude_defaults=True)}
        file = root / SIGNOFFS
        before = file.read_text(encoding="utf-8") if file.is_file() else _HEAD
        text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=1000)
        write_whole(file, (before.rstrip("\n") + "\n" + text).encode())
    return made


def signed_of(engagement: Engagement) -> Signed:
    """What of an engagement can be signed 「可签字的内容」."""
    settings = engagement.settings
    told = (settings.charter, engagement.kpis, engagement.scorecards, settings.goals, engagement.changes)
    return Signed(*told, settings.sources, settings.currency, settings.calendar)


def signature_lines(engagement: Engagement) -> Iterator[str]:
    """Every signature given or asked for, a line each, then what can be signed 「签字清单」."""
    signed = signed_of(engagement)
    found = signatures(signed, engagement.signoffs)
    for each in found:
        day = f"  {each.on}" if each.on is not None else ""
        yield f"{each.state:<8} {each.what}  {engagement.person(each.party)}{day}"
    if not found:
        yield f"nothing is signed, and no scorecard asks for it (agreed_by); {', '.join(signed.known())} can be"
    for what in signed.known():
        yield f"  {signed.fingerprint(what)[:SHORT]}  {what} as it is now"


def _refuse_again(engagement: Engagement, made: SignOff) -> None:
    """Refuse a signature that adds nothing, or lies before the one it would replace."""
    before = [each for each in engagement.signoffs if (each.party, each.what) == (made.party, made.what)]
    if not before:
        return
    if before[-1].hash == made.hash:
        raise InputError(f"{made.party!r} has signed {made.what} as it is now already; there is nothing to add.")
    if made.on < before[-1].on:
        raise InputError(f"--on == {made.on}, must not lie before {before[-1].on}, when {made.party!r} signed it last.")


def _what(engagement: Engagement, what: str) -> str:
    known = signed_of(engagement).known()
    if what not in known:
        raise unknown("thing to sign", what, known, "--what")
    missing = engagement.settings.charter.unanswered
    if what == "charter" and missing:
        raise InputError(f"The charter gives no {', '.join(missing)}; nobody signs half a charter.")
    return what


def _day(text: str, engagement: Engagement) -> date:
    from diagnostics.loop.intervene.ledger.today import today_of

    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--on == {text!r}, must be a day such as 2025-03-20.") from error
    # A day's grace: where it was signed it may be tomorrow already.
    if day > today_of(engagement) + timedelta(1):
        raise InputError(f"--on == {text!r}, lies in the future; nobody has signed then.")
    return day
