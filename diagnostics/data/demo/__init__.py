"""Made-up clients with planted truth, the same bytes for the same seed 「演示数据」."""

from __future__ import annotations

from diagnostics.data.demo.case import CASES, SEED, Case, write_case

__all__ = ["CASES", "SEED", "Case", "write_case"]
