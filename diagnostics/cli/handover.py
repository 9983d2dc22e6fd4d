"""perfloop handover and questions: what a client goes on with alone, and what its leadership will ask 「交接命令」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.terminal import Folder, PeriodText, plain


def handover(
    path: Folder,
    period: PeriodText,
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Folder to make; it must not be there.")],
) -> None:
    """Write dictionary, ledger, guidelines, open items, sources, calendar and pages into a folder; notes stay back."""
    from diagnostics.run.handover import hand_over

    made = hand_over(path, period, to)
    for each in made.files:
        typer.echo(plain(each))
    typer.echo(plain(str(made.folder)))


def questions(
    path: Folder,
    period: PeriodText,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE.html", help="The page; reports/questions-PERIOD.html by default."),
    ] = None,
) -> None:
    """Write what leadership is going to ask, from the weakest spots; for the consultants alone."""
    from diagnostics.run.questions import write_questions

    page, count = write_questions(path, period, to)
    typer.echo(f"{count} questions")
    typer.echo(plain(str(page)))
