"""perfloop data 「命令组」."""

from __future__ import annotations

import typer

data = typer.Typer(help="The client's data: versions, corrections, quality, conflicts.", rich_markup_mode=None)


@data.callback()
def _group() -> None:
    """The client's data: versions, corrections, quality, conflicts."""
