"""A KPI system in six steps: strategy, department, person, target, weight, period 「KPI体系搭建六步」."""

from diagnostics.loop.align.kpi_build.build import build_kpis, save_build
from diagnostics.loop.align.kpi_build.workbook import write_build

__all__ = ["build_kpis", "save_build", "write_build"]
