"""A KPI sheet alone, read and held to the rules, without client data 「KPI 体检」."""

from diagnostics.loop.align.checkup.examine import examine

__all__ = ["examine"]
