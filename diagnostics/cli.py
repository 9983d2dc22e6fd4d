"""The perfloop command 「命令行」."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from diagnostics.errors import InputError, PerfloopError

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.run.carry_out import Outcome

# typer's usage errors have no public name of their own; those it exports inherit from it.
_UsageError = typer.BadParameter.__mro__[1]
_FINDINGS, _USAGE, _SURROUNDINGS, _INTERRUPTED = 1, 2, 3, 130
_STOPPED = "interrupted; what was there before is untouched."

app = typer.Typer(
    help="Performance diagnosis in five steps: align, diagnose, intervene, track, close.",
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)  # fmt: skip
ledger = typer.Typer(help="The improvement ledger of an engagement.", rich_markup_mode=None)
app.add_typer(ledger, name="ledger")

Folder = Annotated[Path, typer.Argument(metavar="PATH", help="Folder of the engagement.")]
PeriodText = Annotated[str, typer.Option("--period", help="Period, such as 2025-08, 2025Q3, FY2025, 2025-W05.")]
StepNames = Annotated[str, typer.Option("--steps", help="all, or some of align,diagnose,intervene,track,close.")]
Given = Annotated[
    list[str] | None, typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="Parameter of the notebooks.")
]


@app.command()
def new(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Folder to make; it must not exist or be empty.")],
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Table (.csv, .parquet, .xlsx) to propose it from.")
    ] = None,
) -> None:
    """Make the folder of a new engagement."""
    from diagnostics.run.scaffold import open_questions, scaffold

    scaffold(path, source)
    for question in open_questions(path):
        typer.echo(_plain(f"to confirm: {question}"))
    typer.echo(f"{path}")


@app.command()
def check(path: Folder) -> None:
    """Check an engagement's files; exit code 1 when there are errors."""
    from diagnostics.dictionary.checking import check_engagement, refused_ledger
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.listing import finding_lines

    engagement = load_engagement(path)
    findings = check_engagement(engagement)
    try:
        _rehearse_ledger(engagement)
    except InputError as error:
        findings = (refused_ledger(error), *findings)
    for line in finding_lines(findings):
        typer.echo(_plain(line))
    if any(each.severity == "error" for each in findings):
        raise typer.Exit(_FINDINGS)


@app.command()
def plan(path: Folder, period: PeriodText, steps: StepNames = "all", parameter: Given = None) -> None:
    """Show which steps would run, why, and with which parameters."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.listing import plan_lines
    from diagnostics.run.parameters import parse
    from diagnostics.run.plan import make_plan
    from diagnostics.run.steps import chosen

    engagement = load_engagement(path)
    _rehearse_ledger(engagement)
    planned = make_plan(engagement, period, chosen(steps), parse(parameter or ()))
    for line in plan_lines(planned):
        typer.echo(_plain(line))


@app.command()
def run(path: Folder, period: PeriodText, steps: StepNames = "all", parameter: Given = None) -> None:
    """Run the steps that are not up to date; the last line is the path of the page."""
    from diagnostics.run.carry_out import carry_out
    from diagnostics.run.interrupt import termination_as_interrupt
    from diagnostics.run.parameters import parse
    from diagnostics.run.steps import chosen

    with termination_as_interrupt():
        _show(carry_out(path, period, chosen(steps), parse(parameter or ())))


@app.command()
def demo(
    case: Annotated[str, typer.Argument(help="a: a wellness shop among its sister shops; b: a manufacturer.")] = "a",
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="PATH", help="Its folder; demo/CASE by default, demo/CASE-en in English."),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Language of the page: zh or en.")] = "zh",
    period: Annotated[str, typer.Option("--period", help="Period; the one the case is told in by default.")] = "",
) -> None:
    """Make a client with planted causes and effects, and run it; the last line is the path of the page."""
    from diagnostics.run.carry_out import carry_out
    from diagnostics.run.demo import demo_engagement
    from diagnostics.run.interrupt import termination_as_interrupt

    # The two languages lie side by side: asking for one never meets the other's folder.
    folder = to or Path("demo") / (case.strip().lower() + ("-en" if language == "en" else ""))
    with termination_as_interrupt():
        told = demo_engagement(case, folder, language)
        _show(carry_out(folder, period or told))


@app.command()
def version() -> None:
    """Print the version."""
    from diagnostics.run.version import version as installed

    typer.echo(installed())


@ledger.command("seed")
def ledger_seed(path: Folder) -> None:
    """Bring the entries of ledger.yaml into the ledger, each once."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.intervene.ledger import seed
    from diagnostics.run.lock import hold

    engagement = load_engagement(path)
    with hold(engagement.folder, "perfloop ledger seed"):
        added = seed(engagement)
    typer.echo(f"{added} of {len(engagement.seeds)} entries were new")


@ledger.command("list")
def ledger_list(path: Folder) -> None:
    """List the entries of the ledger."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.run.listing import entry_lines

    for line in entry_lines(open_ledger(load_engagement(path)).entries()):
        typer.echo(_plain(line))


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
        typer.echo(_plain(line))
    if lines:
        raise typer.Exit(_FINDINGS)
    anchor = opened.anchor()
    typer.echo(f"{anchor.seq} entries, unbroken; the last is {anchor.hash}")


def _rehearse_ledger(engagement: Engagement) -> None:
    """Refuse a ledger.yaml that a run would refuse; without one nothing of the ledger is loaded."""
    if engagement.seeds:
        from diagnostics.loop.intervene.ledger import dry_run

        dry_run(engagement)


def _show(outcome: Outcome) -> None:
    from diagnostics.run.listing import outcome_lines

    for line in outcome_lines(outcome):
        typer.echo(line)


def main() -> NoReturn:
    """Run the command: errors are one line, never a traceback 「命令入口」."""
    try:
        code = app(prog_name="perfloop", standalone_mode=False) or 0
        if code == _INTERRUPTED:  # typer swallows Ctrl-C and says nothing
            code = _fail(_STOPPED, _INTERRUPTED)
    except PerfloopError as error:
        code = _fail(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        code = _fail(_STOPPED, _INTERRUPTED)
    except OSError as error:
        named = f" ({error.filename})" if error.filename else ""
        code = _fail(f"{error.strerror or error}{named}.", _SURROUNDINGS)
    except Exception as error:  # noqa: BLE001 (the terminal shows one line; the rest is in the log it names)
        if isinstance(error, _UsageError):
            told = getattr(error, "format_message", error.__str__)()
            code = _fail(f"{told} See perfloop --help.", _USAGE)
        else:
            code = _fail(f"unexpected {type(error).__name__}; the traceback is in {_log(error)}.", 1)
    sys.exit(code)


def _fail(message: str, code: int) -> int:
    first, *more = [_plain(line.strip()) for line in message.splitlines() if line.strip()] or ["failed."]
    typer.echo("\n".join([f"perfloop: {first}", *(f"  {line}" for line in more)]), err=True)
    return code


def _plain(text: str) -> str:
    """Text without control characters: a client's names can't steer the terminal."""
    return "".join("\ufffd" if unicodedata.category(sign) == "Cc" else sign for sign in text)


def _log(error: Exception) -> str:
    handle, name = tempfile.mkstemp(prefix="perfloop-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.writelines(traceback.format_exception(error))
    return name


if __name__ == "__main__":
    main()
