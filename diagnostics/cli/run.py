"""perfloop plan, run and demo: what would run, and running it 「计划与运行」."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diagnostics.cli.terminal import Folder, NoWarm, PeriodText, plain, whole

if TYPE_CHECKING:
    from diagnostics.run.carry_out import Outcome
    from diagnostics.run.portfolio.asked import Asked
    from diagnostics.run.portfolio.executor import Executor

_STEPS = "all, or some of align,diagnose,intervene,track,close; those of the playbook, else all, by default."
StepNames = Annotated[str, typer.Option("--steps", "--step", help=_STEPS)]
Given = Annotated[
    list[str] | None, typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="Parameter of the notebooks.")
]


def plan(path: Folder, period: PeriodText, steps: StepNames = "", parameter: Given = None) -> None:
    """Show which steps would run, why, and with which parameters."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.charter_gate import gated, refusal
    from diagnostics.run.listing import plan_lines, standing_lines
    from diagnostics.run.parameters import parse
    from diagnostics.run.pinning import STEP, standing
    from diagnostics.run.plan import make_plan, revised
    from diagnostics.run.playbooks.gate import unmet_lines
    from diagnostics.run.playbooks.steps import origins, steps_asked
    from diagnostics.run.restating import correcting
    from diagnostics.run.resuming.what_is_left import lines_of_what_is_left
    from diagnostics.run.steps import chosen
    from diagnostics.run.whole_check import rehearse_ledger

    engagement = load_engagement(path)
    rehearse_ledger(engagement)
    asked, given = steps_asked(engagement, chosen(steps)), parse(parameter or ())
    told = unmet_lines(engagement)
    refused = refusal(engagement, asked)
    made = make_plan(engagement, period, asked, given, draft=bool(refused))
    planned = gated(made, engagement)
    stands = standing(engagement, planned.period, planned.inputs_of(STEP))
    # The page of a run tells of corrections made before: without them the plan would see a page that changed.
    planned = revised(planned, correcting(stands, planned.period.text, None).inputs)
    left = lines_of_what_is_left(engagement.folder, planned)
    for line in (*told, *plan_lines(planned, refused, origins(engagement, given)), *standing_lines(stands), *left):
        typer.echo(plain(line))


def run(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="Folder of the engagement; of several, which run side by side."),
    ],
    period: PeriodText,
    steps: StepNames = "",
    parameter: Given = None,
    restate: Annotated[
        str | None,
        typer.Option("--restate", metavar="REASON", help="Why figures of a published page change; the page says so."),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who restates; with --restate.")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Day of the correction; today by default.")] = "",
    draft: Annotated[
        bool, typer.Option("--draft", help="Make a page stamped as a draft, though the charter is not answered.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", help="Clients at a time; as many as cores by default.")
    ] = None,
    summary: Annotated[
        Path | None,
        typer.Option(
            "--summary",
            metavar="FILE.html",
            help="Page across clients, for the consultants alone; portfolio-PERIOD.html here by default.",
        ),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Language of the page across clients: zh or en.")] = "zh",
    executor: Annotated[str, typer.Option("--executor", help="Where clients run: local, or dask.")] = "local",
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDRESS", help="Scheduler of --executor dask, tcp://… or tls://….")
    ] = "",
    _no_warm: NoWarm = False,
) -> None:
    """Run the steps that are not up to date; the last line is the path of the page.

    Several PATHs run side by side, each client in a process of its own; a page across them is for the consultants.
    """
    from diagnostics.run.carry_out import carry_out
    from diagnostics.run.interrupt import termination_as_interrupt
    from diagnostics.run.parameters import parse
    from diagnostics.run.portfolio.asked import Asked, language_of
    from diagnostics.run.portfolio.self_report import told
    from diagnostics.run.portfolio.where import executor_of
    from diagnostics.run.restating import reason_of
    from diagnostics.run.steps import chosen

    hands, tongue = executor_of(executor, scheduler, workers), language_of(language)
    if len(paths) > 1 or workers is not None or summary is not None or hands is not None:
        refuse_restating(restate, by, on)
        given = (chosen(steps), parse(parameter or ()), draft, workers, summary, tongue)
        _side_by_side(Asked(tuple(paths), period, *given), hands)
        return
    path = whole(paths[0])
    reason, asked, given_ = reason_of(restate, by, on, path), chosen(steps), parse(parameter or ())
    with termination_as_interrupt():
        _show(
            told(path, lambda progress: carry_out(path, period, asked, given_, progress, restate=reason, draft=draft)),
            by_playbook=not asked,
        )


def refuse_restating(*given: str | None) -> None:
    """Refuse a reason that would be told on the pages of several clients."""
    from diagnostics.errors import InputError

    if any(given):
        raise InputError("--restate is about one client's published page; run that client by itself.")


def _side_by_side(asked: Asked, executor: Executor | None) -> None:
    from diagnostics.run.interrupt import termination_as_interrupt
    from diagnostics.run.portfolio.side_by_side import portfolio_lines, run_side_by_side

    with termination_as_interrupt():
        portfolio = run_side_by_side(asked, executor)
    for line in portfolio_lines(portfolio):
        typer.echo(plain(line))
    if portfolio.code:
        raise typer.Exit(portfolio.code)


def demo(
    case: Annotated[str, typer.Argument(help="a: a wellness shop among its sister shops; b: a manufacturer.")] = "a",
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="PATH", help="Its folder; demo/CASE by default, demo/CASE-en in English."),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Language of the page: zh or en.")] = "zh",
    period: Annotated[str, typer.Option("--period", help="Period; the one the case is told in by default.")] = "",
    _no_warm: NoWarm = False,
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


def _show(outcome: Outcome, *, by_playbook: bool = False) -> None:
    from diagnostics.run.listing import outcome_lines

    for line in outcome_lines(outcome, by_playbook=by_playbook):
        typer.echo(line)
