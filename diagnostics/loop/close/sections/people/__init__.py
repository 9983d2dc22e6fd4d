"""Sections about those who act and those who answer for KPIs 「人员章节」."""
