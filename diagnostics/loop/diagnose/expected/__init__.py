"""What a KPI's own history makes one expect where nobody set a target 「预期值」."""

from diagnostics.loop.diagnose.expected.expect import expect

__all__ = ["expect"]
