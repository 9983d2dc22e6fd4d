"""perfloop workshop 「命令组」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.terminal import Folder, plain

workshop = typer.Typer(help="The workshop on goals and KPIs: its kit, and what was answered.", rich_markup_mode=None)


@workshop.callback()
def _group() -> None:
    """The workshop on goals and KPIs: its kit, and what was answered."""


@workshop.command("kit")
def workshop_kit(
    path: Folder,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Its folder; evidence/workshop by default.")
    ] = None,
    language: Annotated[str, typer.Option("--language", help="zh or en; the engagement's own by default.")] = "",
) -> None:
    """Write agenda, question sheet, case and consent note."""
    from diagnostics.run.workshop import write_kit

    for each in write_kit(path, to, language):
        typer.echo(plain(str(each)))


@workshop.command("result")
def workshop_result(
    path: Folder,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE.html", help="The page; reports/consensus.html by default.")
    ] = None,
) -> None:
    """Read the answers that engagement.yaml names (surveys) and write their page; the last line is its path."""
    from diagnostics.loop.align.consensus.notes import cell_lines, note_lines
    from diagnostics.run.workshop import write_result

    page, found = write_result(path, to)
    typer.echo(plain(found.summary("en")))
    for line in (*note_lines(found, "en"), *cell_lines(found)):
        typer.echo(plain(f"  {line}"))
    typer.echo(plain(str(page)))
