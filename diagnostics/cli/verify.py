"""perfloop verify 「核验」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.terminal import FINDINGS, Folder, NoWarm, plain


def verify(
    path: Folder,
    period: Annotated[str, typer.Option("--period", help="Period, such as 2025-08, or all.")] = "all",
    replay: Annotated[
        bool, typer.Option("--replay", help="Compute everything anew beside, and hold the bytes against each other.")
    ] = False,
    _no_warm: NoWarm = False,
) -> None:
    """Check what is published against manifest, runs, ledger and inputs; exit code 1 when something differs.

    PATH may also be a certificate of deletion, or the record of an erased name.
    """
    if path.suffix == ".json" and path.is_file():
        _certificate(path)
        return
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.publishing.verify import verify
    from diagnostics.terms.counted import counted

    found = verify(load_engagement(path), period)
    faults = list(found.faults)
    if replay:
        from diagnostics.run.interrupt import termination_as_interrupt
        from diagnostics.run.publishing.replay import replay as replayed

        with termination_as_interrupt():
            again = replayed(path, period)
        faults += again.faults
    for line in (*found.told, *faults):
        typer.echo(plain(str(line)))
    if faults:
        raise typer.Exit(FINDINGS)
    looked = f"{counted(found.documents, 'document')}, {counted(found.runs, 'run')}, the ledger: all as published"
    typer.echo(f"{looked}; replayed, {again.told}" if replay else looked)


def _certificate(path: Path) -> None:
    from diagnostics.run.purging import read_certificate
    from diagnostics.run.purging.forgetting import is_erasure, read_erasure

    if is_erasure(path):
        erased = read_erasure(path)
        who = f"name of {erased.person!r} erased on {erased.day}, ordered by {erased.by}"
        typer.echo(plain(f"{erased.engagement}: {who}; as it was written"))
        return
    told = read_certificate(path)
    typer.echo(plain(f"{told.engagement}: deleted on {told.day}, ordered by {told.by}; as it was written"))
