"""Records as the intervene step hands them over, and engagements made in memory."""

from types import SimpleNamespace

import pytest


def record(key="pay_link", **fields):
    """A measure of the hand-off ``interventions``."""
    return {
        "id": key, "title": {"zh": f"措施{key}", "en": f"Measure {key}"}, "dimension": "incentive", "kpi": "revenue",
        "process_kpi": None, "entities": ["s1"], "entities_withheld": 0, "owner": "li", "owner_name": "李店长",
        "due": "2025-06-30", "expected": None, "start": "2025-05-01", "planned_start": "2025-05-01", "planned": "2025-03-01",
        "started": "2025-05-01", "ended": None, "decision": "2025-11-30", "trial": None, "milestones": [], "state": "started",
        "progress": 0.0, "last_check_in": None, "baseline": None, "target": None, **fields,
    }  # fmt: skip


@pytest.fixture(scope="session")
def case():
    """Constructors: conftest modules are not imported by name."""
    return SimpleNamespace(record=record)
