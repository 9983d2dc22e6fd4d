"""Scenario panels: a thin skin over loop functions 「情景面板」."""
