"""perfloop ledger: the commands that record something 「台账录入命令」."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from diagnostics.cli.terminal import Folder, plain

if TYPE_CHECKING:
    from diagnostics.model.ledger_event import EventKind
    from diagnostics.run.ledger.entries import Written

entries = typer.Typer(rich_markup_mode=None)

Measure = Annotated[str, typer.Argument(metavar="ID", help="The measure.")]
Actor = Annotated[str, typer.Option("--as", metavar="WHO", help="Who does it: an id of 'people'.")]
Day = Annotated[str, typer.Option("--on", metavar="DATE", help="Day on which it happened; today by default.")]
Seen = Annotated[
    int | None,
    typer.Option("--seen", metavar="VERSION", help="Version you have seen; refused where it isn't the last."),
]
From = Annotated[Path | None, typer.Option("--from", metavar="FILE", help="YAML or JSON file with the fields.")]
Fields = Annotated[
    list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="A field; again for each further one.")
]
Note = Annotated[str, typer.Option("--note", help="What is said about it.")]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]
Printed = Annotated[str, typer.Option("--hash", metavar="HASH", help="Short hash printed under the contract.")]
Party = Annotated[str, typer.Option("--party", metavar="WHO", help="Whose it is: one of the measure's parties.")]


def _tell(done: Written) -> None:
    from diagnostics.run.ledger.entries import written_lines

    for line in written_lines(done):
        typer.echo(plain(line))


def _record(
    path: Path, measure: str, kind: EventKind, said: tuple[str, str, int | None], fields: dict[str, Any]
) -> None:
    """Record one entry about a measure, and say how it stands."""
    from diagnostics.run.ledger.entries import Said, made, ready, write

    engagement = ready(path)
    event = made(engagement, Said(*said), kind, measure, **fields)
    _tell(write(engagement, [event], said[2]))


@entries.command("add")
def ledger_add(
    path: Folder, actor: Actor, file: From = None, fields: Fields = None, day: Day = "", reason: Reason = ""
) -> None:
    """Plan a measure, or the measures of a file: all of them or none."""
    from diagnostics.run.ledger.entries import Said, made, ready, write
    from diagnostics.run.ledger.measures import given_fields, measures_of

    engagement = ready(path)
    measures = measures_of(engagement, file, given_fields(fields or []))
    said = Said(actor, day)
    events = [made(engagement, said, "planned", each.id, intervention=each, reason=reason) for each in measures]
    _tell(write(engagement, events, None, file.name if file else "arguments"))


@entries.command("update")
def ledger_update(
    path: Folder, measure: Measure, actor: Actor, reason: Reason, fields: Fields = None, file: From = None,
    day: Day = "", seen: Seen = None,
) -> None:  # fmt: skip
    """Change fields of a measure; changed terms have to be signed anew."""
    from diagnostics.run.ledger.entries import Said, made, ready, write
    from diagnostics.run.ledger.measures import change_of, given_fields

    engagement = ready(path)
    change = change_of(engagement, file, given_fields(fields or []))
    event = made(engagement, Said(actor, day), "changed", measure, change=change, reason=reason)
    _tell(write(engagement, [event], seen))


@entries.command("check-in")
def ledger_check_in(
    path: Folder, measure: Measure, actor: Actor,
    progress: Annotated[
        float | None, typer.Option("--progress", metavar="SHARE", help="Share carried out, 0 to 1.")
    ] = None,
    note: Note = "",
    following: Annotated[str, typer.Option("--next", help="What comes next.")] = "",
    done: Annotated[
        list[str] | None, typer.Option("--done", metavar="TASK", help="A task that is done, by name or number.")
    ] = None,
    day: Day = "", seen: Seen = None,
) -> None:  # fmt: skip
    """Report on a measure: how far it is, what was met, what comes next, which tasks are done."""
    from diagnostics.run.ledger.entries import Said
    from diagnostics.run.ledger.measures import report

    fields = {"progress": progress, "note": note, "next": following}
    _tell(report(path, measure, Said(actor, day, seen), fields, done or []))


@entries.command("sign")
def ledger_sign(
    path: Folder, measure: Measure, actor: Actor, party: Party, printed: Printed,
    relative: Annotated[str, typer.Option("--expect", metavar="SHARE", help="What the party expects, as 10%.")] = "",
    absolute: Annotated[
        float | None, typer.Option("--expect-change", metavar="NUMBER", help="The same in the KPI's unit.")
    ] = None,
    day: Day = "", seen: Seen = None,
) -> None:  # fmt: skip
    """Record a party's signature under the terms of a measure as they were printed."""
    from diagnostics.run.ledger.agreement import expectation, signed_hash
    from diagnostics.run.ledger.entries import held, ready

    expected = expectation(relative, absolute)
    signed = signed_hash(held(ready(path), measure), printed)
    _record(path, measure, "signed", (actor, day, seen), {"party": party, "hash": signed, "expected": expected})


@entries.command("clear")
def ledger_clear(
    path: Folder, measure: Measure, actor: Actor, printed: Printed,
    consent: Annotated[str, typer.Option("--consent", metavar="DATE", help="Written consent; or 'not needed: WHY'.")],
    consultation: Annotated[str, typer.Option("--consultation", metavar="DATE", help="Discussion with the staff.")],
    publication: Annotated[str, typer.Option("--publication", metavar="DATE", help="Announcement to all concerned.")],
    trial: Annotated[str, typer.Option("--trial", metavar="DATE", help="A trial period is agreed.")],
    day: Day = "", seen: Seen = None,
) -> None:  # fmt: skip
    """Tick the legal checklist of a measure that touches pay; WHO answers for it."""
    from diagnostics.run.ledger.agreement import signed_hash, ticks
    from diagnostics.run.ledger.entries import held, ready

    said = {"consent": consent, "consultation": consultation, "publication": publication, "trial": trial}
    fields = {"checklist": ticks(said), "hash": signed_hash(held(ready(path), measure), printed)}
    _record(path, measure, "cleared", (actor, day, seen), fields)


@entries.command("object")
def ledger_object(
    path: Folder, measure: Measure, actor: Actor, party: Party, note: Note, day: Day = "", seen: Seen = None
) -> None:
    """Record an objection to a measure; the answer is due within the days that were agreed on."""
    _record(path, measure, "objection", (actor, day, seen), {"party": party, "note": note})


@entries.command("answer")
def ledger_answer(
    path: Folder, measure: Measure, actor: Actor, reason: Reason,
    outcome: Annotated[str, typer.Option("--outcome", help="upheld, partly or rejected.")],
    objection: Annotated[
        str, typer.Option("--objection", metavar="EVENT", help="Entry that brought it; the only open one by default.")
    ] = "",
    day: Day = "", seen: Seen = None,
) -> None:  # fmt: skip
    """Answer an objection, with the outcome and why."""
    from diagnostics.run.ledger.agreement import answered_one
    from diagnostics.run.ledger.entries import held, ready

    answers = answered_one(held(ready(path), measure), objection)
    fields = {"answers": answers, "outcome": outcome, "reason": reason}
    _record(path, measure, "answered", (actor, day, seen), fields)


@entries.command("start")
def ledger_start(
    path: Folder, measure: Measure, actor: Actor, note: Note = "", day: Day = "", seen: Seen = None
) -> None:
    """Start a measure, once every party has signed its present terms."""
    _record(path, measure, "started", (actor, day, seen), {"note": note})


@entries.command("complete")
def ledger_complete(
    path: Folder, measure: Measure, actor: Actor, note: Note = "", day: Day = "", seen: Seen = None
) -> None:
    """Record that a measure is carried out."""
    _record(path, measure, "completed", (actor, day, seen), {"note": note})


@entries.command("stop")
def ledger_stop(path: Folder, measure: Measure, actor: Actor, reason: Reason, day: Day = "", seen: Seen = None) -> None:
    """Stop a measure for good, and say why."""
    _record(path, measure, "stopped", (actor, day, seen), {"reason": reason})
