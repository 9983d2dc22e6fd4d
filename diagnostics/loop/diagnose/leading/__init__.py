"""Which process KPIs move ahead of a result 「先行关系」."""

from diagnostics.loop.diagnose.leading.lead_lag import lead_lag

__all__ = ["lead_lag"]
