"""perfloop ledger cost, approve, home, conclude: what a measure cost, brought, and becomes 「成本收益与固化命令」."""

from __future__ import annotations

from typing import Annotated

import typer

from diagnostics.cli.ledger_entries import Actor, Day, Measure, Note, Reason, Seen
from diagnostics.cli.terminal import Folder, plain

account = typer.Typer(rich_markup_mode=None)

Currency = Annotated[str, typer.Option("--currency", metavar="CODE", help="The engagement's, which others are not.")]


@account.command("cost")
def ledger_cost(
    path: Folder, measure: Measure, actor: Actor,
    amount: Annotated[float, typer.Option("--amount", help="What was spent; below 0 takes it back, with a --note.")],
    forecast: Annotated[
        bool, typer.Option("--forecast", help="What all of it will have cost in the end, in place of what was spent.")
    ] = False,
    currency: Currency = "", note: Note = "", day: Day = "", seen: Seen = None,
) -> None:  # fmt: skip
    """Report what a measure cost since the last report, or forecast what all of it will have cost."""
    from diagnostics.run.ledger.account import cost
    from diagnostics.run.ledger.entries import Said, written_lines

    money = {"amount": amount, "forecast": forecast or None, "currency": currency}
    for line in written_lines(cost(path, measure, money, Said(actor, day, seen), note)):
        typer.echo(plain(line))


@account.command("approve")
def ledger_approve(
    path: Folder, measure: Measure, actor: Actor,
    amount: Annotated[
        float | None, typer.Option("--benefit", help="What is confirmed; all that the run counted by default.")
    ] = None,
    period: Annotated[str, typer.Option("--period", help="Period of the run; the latest one by default.")] = "",
    note: Note = "", day: Day = "", seen: Seen = None,
) -> None:  # fmt: skip
    """Confirm the benefit that a run counted for a measure; other figures later are not confirmed by it."""
    from diagnostics.run.ledger.account import approve
    from diagnostics.run.ledger.entries import Said, written_lines

    for line in written_lines(approve(path, measure, Said(actor, day, seen), amount=amount, period=period, note=note)):
        typer.echo(plain(line))


@account.command("home")
def ledger_home(
    path: Folder, measure: Measure, actor: Actor,
    name: Annotated[str, typer.Option("--name", help="Rule, course or document in which it lives on.")],
    review: Annotated[str, typer.Option("--review", metavar="DATE", help="Day on which it is looked at again.")],
    kind: Annotated[str, typer.Option("--kind", help="rule, training, document or system.")] = "rule",
    change: Annotated[str, typer.Option("--change", help="What was changed in it.")] = "",
    day: Day = "", seen: Seen = None,
) -> None:  # fmt: skip
    """Record the rule, course or document in which a measure lives on."""
    from diagnostics.run.ledger.account import home
    from diagnostics.run.ledger.entries import Said, written_lines

    fields = {"name": name, "kind": kind, "change": change, "review": review}
    for line in written_lines(home(path, measure, fields, Said(actor, day, seen))):
        typer.echo(plain(line))


@account.command("conclude")
def ledger_conclude(
    path: Folder, measure: Measure, actor: Actor, reason: Reason,
    course: Annotated[str, typer.Option("--course", help="standardise, continue, extend or stop.")],
    day: Day = "", seen: Seen = None,
) -> None:  # fmt: skip
    """Record what was decided to become of a measure, and why; its verdict stays what the figures say."""
    from diagnostics.run.ledger.account import conclude
    from diagnostics.run.ledger.entries import Said, written_lines

    for line in written_lines(conclude(path, measure, course, reason, Said(actor, day, seen))):
        typer.echo(plain(line))
