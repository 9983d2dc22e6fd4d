"""perfloop dictionary 「命令组」."""

from __future__ import annotations

import typer

dictionary = typer.Typer(help="The dictionary of KPIs: as a workbook, and as a page.", rich_markup_mode=None)


@dictionary.callback()
def _group() -> None:
    """The dictionary of KPIs: as a workbook, and as a page."""
