"""Payloads whose surface the product does not have yet, and what holds payloads elsewhere: each said, none dropped."""

from __future__ import annotations

from dataclasses import dataclass

from tests.acceptance.payloads import Payload


@dataclass(frozen=True)
class Elsewhere:
    """Where a payload is held: a later issue, or another test of this project."""

    where: str
    why: str


_LEDGER = Elsewhere("issue 7", "the ledger's own store and its writers")

CATEGORIES: dict[str, Elsewhere] = {
    "xss": Elsewhere("tests/reports/test_payloads.py", "a page in a browser, every payload in every slot"),
}
# Of the category crash_integrity each kind by itself: one that nobody has placed fails.
VARIANTS: dict[str, Elsewhere] = {
    "kernel_hangs": Elsewhere("tests/run/test_limits_of_steps.py", "a step has a time limit"),
    "stale_cache_code": Elsewhere("tests/run/test_keys.py", "the code is part of every step's key"),
    "stale_cache_data": Elsewhere("tests/run/test_keys.py", "so is the content of every source"),
    "tamper_report": Elsewhere("tests/run/publishing/test_verify.py", "an edited page is named by perfloop verify"),
    "kill_publish": Elsewhere("tests/run/publishing/test_placing.py", "killed before every operation, settled after"),
}


def elsewhere(payload: Payload) -> Elsewhere | None:
    """Where a payload is held if not here; None where its category has a module here."""
    if payload.variant.startswith("ledger_"):
        return _LEDGER
    return VARIANTS.get(payload.variant) or CATEGORIES.get(payload.category)
