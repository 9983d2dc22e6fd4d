"""Codes of findings on what a client was asked for 「资料发现编号」."""

MISSING, INCOMPLETE = "PD260", "PD261"
CODES = (MISSING, INCOMPLETE)
