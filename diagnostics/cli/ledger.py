"""perfloop ledger: the improvement ledger of an engagement 「改进台账命令」."""

from __future__ import annotations

import typer

from diagnostics.cli.terminal import FINDINGS, Folder, plain

ledger = typer.Typer(help="The improvement ledger of an engagement.", rich_markup_mode=None)


@ledger.command("seed")
def ledger_seed(path: Folder) -> None:
    """Bring the entries of ledger.yaml into the ledger, each once."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.intervene.ledger import seed
    from diagnostics.run.lock import hold

    with hold(load_engagement(path).folder, "perfloop ledger seed"):
        # Whoever held it until now may have changed what was read.
        engagement = load_engagement(path)
        added = seed(engagement)
    typer.echo(f"{added} of {len(engagement.seeds)} entries were new")


@ledger.command("list")
def ledger_list(path: Folder) -> None:
    """List the entries of the ledger."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.run.listing import entry_lines

    for line in entry_lines(open_ledger(load_engagement(path)).entries()):
        typer.echo(plain(line))


@ledger.command("verify")
def ledger_verify(path: Folder) -> None:
    """Check the ledger's chain, and ledger.yaml against it; exit code 1 when something was changed."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.intervene.ledger import differences, open_ledger

    engagement = load_engagement(path)
    opened = open_ledger(engagement)
    lines = [f"entry {each.seq}: {each.kind}: {each.message}" for each in opened.verify()]
    lines += [f"ledger.yaml: {each}" for each in differences(engagement)]
    for line in lines:
        typer.echo(plain(line))
    if lines:
        raise typer.Exit(FINDINGS)
    anchor = opened.anchor()
    typer.echo(f"{anchor.seq} entries, unbroken; the last is {anchor.hash}")
