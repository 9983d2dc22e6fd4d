"""perfloop purge: an engagement deleted, with a certificate 「删除命令」."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.terminal import plain


def purge(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Folder of the engagement.")],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who orders it; the certificate says so.")] = "",
    confirm: Annotated[
        str, typer.Option("--confirm", metavar="ID", help="Id of the engagement, for whoever is sure.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Confirmed already; nothing is asked.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go and what would stay.")] = False,
    certificate: Annotated[
        Path | None,
        typer.Option("--certificate", metavar="FILE.json", help="The certificate; beside the folder by default."),
    ] = None,
    person: Annotated[
        str, typer.Option("--person", metavar="ID", help="Erase only the name recorded for this person's id.")
    ] = "",
    ledger: Annotated[bool, typer.Option("--ledger", help="Also delete a ledger that lies in a database.")] = False,
) -> None:
    """Delete an engagement whole; the last line is the path of its certificate of deletion."""
    from diagnostics.run.purging import purge as purged
    from diagnostics.run.purging import survey
    from diagnostics.run.purging.deleting import Order, is_under_way
    from diagnostics.run.purging.listing import purged_lines, survey_lines

    if person and (dry_run or ledger):
        _foresee(path, person, ledger=ledger)
        return
    if person:
        _forget(path, person, by, certificate, sure=yes or confirm == person)
        return
    asked = not (yes or confirm or is_under_way(path))
    if dry_run or (asked and sys.stdin.isatty()):
        for line in survey_lines(survey(path, by)):
            typer.echo(plain(line))
        if dry_run:
            return
        confirm = typer.prompt("Type the engagement's id to delete all of it", default="", show_default=False)
    done = purged(path, Order(by, confirm.strip(), yes, certificate, ledger))
    for line in purged_lines(done):
        typer.echo(plain(line))
    typer.echo(plain(str(done.path)))


def _foresee(path: Path, person: str, *, ledger: bool) -> None:
    from diagnostics.errors import InputError
    from diagnostics.run.purging.forgetting import foreseen

    if ledger:
        raise InputError("--person keeps the ledger, each entry of it; --ledger is for a whole engagement.")
    for line in foreseen(path, person):
        typer.echo(plain(line))


def _forget(path: Path, person: str, by: str, record: Path | None, *, sure: bool) -> None:
    from diagnostics.errors import InputError
    from diagnostics.run.purging.forgetting import erasure_lines, forget

    if not sure and sys.stdin.isatty():
        sure = typer.prompt("Type the person's id to erase their name", default="", show_default=False) == person
    if not sure:
        raise InputError(f"Nobody confirmed; --confirm {person} or --yes does. Nothing is changed.")
    done = forget(path, person, by, record)
    for line in erasure_lines(done):
        typer.echo(plain(line))
    typer.echo(plain(str(done.path)))
