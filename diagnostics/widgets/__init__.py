"""Scenario panels: a thin skin over loop functions 「情景面板」."""

from diagnostics.widgets.board import Board, edited
from diagnostics.widgets.desk import Desk, open_desk
from diagnostics.widgets.lab import Lab, open_lab
from diagnostics.widgets.saving import rerun

__all__ = ["Board", "Desk", "Lab", "edited", "open_desk", "open_lab", "rerun"]
