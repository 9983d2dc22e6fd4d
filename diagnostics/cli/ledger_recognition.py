"""perfloop ledger recognise and withdraw: who is named for what they did 「表彰命令」."""

from __future__ import annotations

from typing import Annotated

import typer

from diagnostics.cli.ledger_entries import Actor, Day, Note, Seen
from diagnostics.cli.terminal import Folder, plain

recognition = typer.Typer(rich_markup_mode=None)

Who = Annotated[str, typer.Argument(metavar="WHO", help="A person, by an id of 'people'; or a team, by its entity.")]
For = Annotated[str, typer.Option("--for", metavar="ID", help="The measure that WHO had a part in.")]


@recognition.command("recognise")
def ledger_recognise(
    path: Folder, who: Who, measure: For, actor: Actor,
    consent: Annotated[
        str, typer.Option("--consent", metavar="DATE", help="Day on which the person agreed to be named.")
    ] = "",
    note: Note = "", day: Day = "", seen: Seen = None,
) -> None:  # fmt: skip
    """Recognise a person, who agreed to be named, or a team, for a measure that the ledger shows their part in."""
    from diagnostics.run.ledger.entries import Said, written_lines
    from diagnostics.run.ledger.recognition import record

    for line in written_lines(record(path, measure, who, Said(actor, day, seen), consent=consent, note=note)):
        typer.echo(plain(line))


@recognition.command("withdraw")
def ledger_withdraw(
    path: Folder, who: Who, measure: For, actor: Actor, note: Note = "", day: Day = "", seen: Seen = None
) -> None:
    """Take a recognition back: no page that is made from now on names WHO for that measure."""
    from diagnostics.run.ledger.entries import Said, written_lines
    from diagnostics.run.ledger.recognition import withdraw

    for line in written_lines(withdraw(path, measure, who, Said(actor, day, seen), note=note)):
        typer.echo(plain(line))
