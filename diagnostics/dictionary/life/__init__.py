"""How the dictionary changes over time: versions of a KPI, change requests for targets 「指标生命周期」."""
