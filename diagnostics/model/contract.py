"""What the parties of a measure sign, and its fingerprint 「约定条款」."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from diagnostics.model.canonical import canonical

if TYPE_CHECKING:
    from diagnostics.model.intervention import Intervention

# What is agreed. What is reported (tasks done), planned by the owner alone (milestones, effort) or noted beside it
# (approvals, the card it came from) changes without new signatures.
TERMS = (
    "id", "title", "cause", "kpi", "process_kpi", "entities", "owner", "due", "measure", "baseline", "target",
    "decision", "trial", "stop_rule", "parties", "cost", "currency", "benefit", "touches_pay", "objection_route",
    "objection_days", "scenario_hash",
)  # fmt: skip
SHORT = 8


def contract_terms(measure: Intervention) -> dict[str, Any]:
    """What the parties of a measure agree on, as plain values 「约定条款」."""
    said: dict[str, Any] = measure.model_dump(mode="json", by_alias=True, exclude_defaults=True, include=set(TERMS))
    return said


def contract_hash(measure: Intervention) -> str:
    """SHA-256 of the terms: the same terms, the same hash 「约定指纹」.

    Notes
    -----
    ``sha256(canonical(terms))`` over the terms that are stated. A scenario of pay enters by the hash of its content,
    not by its name, so editing the file after it was signed shows.
    """
    return sha256(canonical(contract_terms(measure)).encode()).hexdigest()


def short_hash(full: str) -> str:
    """First eight figures of a fingerprint, as printed under a contract 「短指纹」.

    Examples
    --------
    >>> short_hash("0123456789abcdef")
    '01234567'
    """
    return full[:SHORT]
