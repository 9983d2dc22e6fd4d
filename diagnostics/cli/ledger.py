"""perfloop ledger: the improvement ledger of an engagement 「改进台账命令」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.ledger_account import account
from diagnostics.cli.ledger_entries import Actor, Day, entries
from diagnostics.cli.ledger_meeting import meetings
from diagnostics.cli.ledger_recognition import recognition
from diagnostics.cli.terminal import FINDINGS, Folder, plain

ledger = typer.Typer(help="The improvement ledger of an engagement.", rich_markup_mode=None)
ledger.add_typer(entries)
ledger.add_typer(meetings)
ledger.add_typer(recognition)
ledger.add_typer(account)


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
def ledger_list(
    path: Folder,
    day: Annotated[str, typer.Option("--on", metavar="DATE", help="As of which day; today by default.")] = "",
) -> None:
    """List the measures and how each stands: phase, signatures, open objections, check-ins held of those due."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.run.ledger.entries import day_of
    from diagnostics.run.ledger.listing import measure_lines, unrecorded_lines

    engagement = load_engagement(path)
    ledger, as_of = open_ledger(engagement), day_of(engagement, day)
    # Without a day the state kept beside the log; with one the log is played again up to it.
    states = ledger.replay(as_of) if day else ledger.states()
    recorded = {each.event for each in ledger.entries()} if engagement.seeds else set()
    for line in (
        *measure_lines(states.values(), as_of, engagement.language, engagement.settings.ledger.check_ins),
        *unrecorded_lines(engagement, recorded),
    ):
        typer.echo(plain(line))


@ledger.command("log")
def ledger_log(path: Folder, measure: Annotated[str, typer.Argument(metavar="[ID]", help="Only of it.")] = "") -> None:
    """List the entries of the ledger, or those about one measure."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.errors import unknown
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.run.listing import entry_lines

    found = open_ledger(load_engagement(path)).entries()
    known = {each.item for each in found}
    if measure and measure not in known:
        raise unknown("measure", measure, known, "the ledger")
    for line in entry_lines(each for each in found if measure in ("", each.item)):
        typer.echo(plain(line))


@ledger.command("verify")
def ledger_verify(path: Folder) -> None:
    """Check the ledger's chain and seals, and ledger.yaml and earlier runs against it; exit 1 when anything differs."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.ledger.check import check_ledger

    found = check_ledger(load_engagement(path))
    for line in found.lines:
        typer.echo(plain(line))
    if found.unvouched:
        typer.echo(plain(f"can't vouch for who wrote it: {found.unvouched}"))
    if found.lines or found.unvouched:
        raise typer.Exit(FINDINGS)
    typer.echo(f"{found.last.seq} entries, unbroken; the last is {found.last.hash}")
    typer.echo(f"held against {found.anchors} earlier {'run' if found.anchors == 1 else 'runs'}")


@ledger.command("seal")
def ledger_seal(path: Folder) -> None:
    """Seal entries written before a key was named (ledger: {key_from: …}); verify the ledger first."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.errors import InputError
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.run.ledger.check import check_ledger
    from diagnostics.run.lock import hold

    with hold(load_engagement(path).folder, "perfloop ledger seal"):
        engagement = load_engagement(path)
        wrong = [each for each in check_ledger(engagement).lines if ": seal: " not in each and ": ahead: " not in each]
        if wrong:
            raise InputError(f"The ledger is not sealed, for it isn't as it was written: {wrong[0]}")
        sealed = open_ledger(engagement, write=True).seal()
    typer.echo(f"{sealed} {'entry' if sealed == 1 else 'entries'} sealed")


@ledger.command("contract")
def ledger_contract(
    path: Folder,
    measure: Annotated[str, typer.Argument(metavar="ID", help="The measure.")],
    text: Annotated[bool, typer.Option("--text", help="Print it as plain text instead.")] = False,
    language: Annotated[str, typer.Option("--language", help="zh or en; the engagement's by default.")] = "",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE.html", help="The page; reports/contract-ID.html by default.")
    ] = None,
) -> None:
    """Write the one page that the parties of a measure sign; the last line is its path."""
    from diagnostics.errors import unknown
    from diagnostics.loop.intervene.contract import sheet_text
    from diagnostics.run.contract_page import sheet_of, write_contract
    from diagnostics.terms import LANGUAGES

    words = next((each for each in LANGUAGES if each == language), None)
    if language and words is None:
        raise unknown("language", language, LANGUAGES, "--language")
    if text:
        for line in sheet_text(sheet_of(path, measure, words)).splitlines():
            typer.echo(plain(line))
        return
    typer.echo(plain(str(write_contract(path, measure, to, words))))


@ledger.command("ics")
def ledger_ics(
    path: Folder,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE.ics", help="The file; reports/ledger.ics by default.")
    ] = None,
    every: Annotated[
        str,
        typer.Option("--every", help="How often owners report: week, month, quarter; engagement.yaml by default."),
    ] = "",
    owner: Annotated[str, typer.Option("--owner", metavar="WHO", help="Only what this person has to do.")] = "",
) -> None:
    """Write milestones, tasks, decisions and check-ins that are due as a calendar; the last line is its path."""
    from diagnostics.run.ledger.files import write_calendar

    typer.echo(plain(str(write_calendar(path, to, every, owner))))


@ledger.command("propose")
def ledger_propose(
    path: Folder,
    period: Annotated[str, typer.Option("--period", help="A period that was run, such as 2025-06.")],
    card: Annotated[
        str, typer.Option("--card", metavar="ID", help="Print the draft of this id, or of this card, as YAML.")
    ] = "",
    cause: Annotated[str, typer.Option("--cause", metavar="ID", help="The draft for this cause.")] = "",
) -> None:
    """Propose measures of the library for confirmed causes; --card prints a draft for 'ledger add --from'."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.errors import InputError
    from diagnostics.run.proposal.propose import draft_yaml, proposal_lines, proposals_of_period

    if cause and not card:
        raise InputError(
            f"--cause {cause!r} is given without --card; it says for which cause a card's draft is printed."
        )
    found = proposals_of_period(path, period)
    language = load_engagement(path).language
    for line in draft_yaml(found, card, cause).splitlines() if card else proposal_lines(found, language):
        typer.echo(plain(line))


@ledger.command("export")
def ledger_export(
    path: Folder,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE.xlsx", help="The workbook; in reports/ by default.")
    ] = None,
) -> None:
    """Write the ledger as a workbook that owners fill in; the last line is its path."""
    from diagnostics.run.ledger.files import export_ledger

    typer.echo(plain(str(export_ledger(path, to))))


@ledger.command("import")
def ledger_import(
    path: Folder,
    workbook: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook, filled in.")],
    actor: Actor,
    day: Day = "",
    reason: Annotated[str, typer.Option("--reason", help="Why, for rows that don't say.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be recorded.")] = False,
) -> None:
    """Merge a filled workbook or minutes into the ledger; exit code 1 for conflicts (nothing is recorded then)."""
    from diagnostics.run.ledger.entries import Said
    from diagnostics.run.ledger.files import import_ledger

    made = import_ledger(path, workbook, Said(actor, day), reason, dry_run=dry_run)
    for line in (*made.conflicts, *made.lines):
        typer.echo(plain(line))
    if made.conflicts:
        count = len(made.conflicts)
        typer.echo(f"{count} conflict{'s' * (count != 1)}; nothing was recorded")
        raise typer.Exit(FINDINGS)
    told = "would be recorded" if dry_run else "recorded"
    count = len(made.events)
    typer.echo(f"{count} {'entry' if count == 1 else 'entries'} {told}" if count else "nothing to record")
