"""perfloop notes: the consultant's words beside the page's sections 「顾问判断命令」."""

from __future__ import annotations

from typing import Annotated

import typer

from diagnostics.cli.terminal import Folder, plain

notes = typer.Typer(help="The consultant's words beside the sections of a page.", rich_markup_mode=None)
_Period = Annotated[str, typer.Option("--period", help="Period; the one run last by default.")]


@notes.command("list")
def notes_list(path: Folder, period: _Period = "") -> None:
    """List the notes, and whether their words were read against the figures they stand beside."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.note_reading import standing_lines

    for line in standing_lines(load_engagement(path), period):
        typer.echo(plain(line))


@notes.command("accept")
def notes_accept(
    path: Folder,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who read them; people in engagement.yaml.")],
    section: Annotated[str, typer.Option("--section", metavar="ID", help="Only the note of this section.")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Day; today by default.")] = "",
    period: _Period = "",
) -> None:
    """Record that notes were read against the figures beside them; the next run of the page knows."""
    from diagnostics.run.note_reading import accept

    for each in accept(path, section, by, on, period):
        typer.echo(plain(f"{each.section}: read by {each.by} on {each.on} against the figures of {each.period}"))
