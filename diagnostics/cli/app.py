"""The commands of perfloop, each a few lines over a function of another room 「命令」."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diagnostics.cli.data import data
from diagnostics.cli.dictionary import dictionary
from diagnostics.cli.evidence import evidence
from diagnostics.cli.handover import handover, questions
from diagnostics.cli.lab import app as served
from diagnostics.cli.lab import lab
from diagnostics.cli.ledger import ledger
from diagnostics.cli.notes import notes
from diagnostics.cli.practices import practices
from diagnostics.cli.publish import publish
from diagnostics.cli.terminal import FINDINGS, Folder, PeriodText, plain
from diagnostics.cli.trace import trace
from diagnostics.cli.verify import verify
from diagnostics.cli.workshop import workshop
from diagnostics.errors import InputError

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.run.carry_out import Outcome

app = typer.Typer(
    help="Performance diagnosis in five steps: align, diagnose, intervene, track, close.",
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)  # fmt: skip
app.add_typer(data, name="data")
app.add_typer(dictionary, name="dictionary")
app.add_typer(evidence, name="evidence")
app.add_typer(ledger, name="ledger")
app.add_typer(notes, name="notes")
app.add_typer(practices, name="practices")
app.add_typer(workshop, name="workshop")
app.command("publish")(publish)
app.command("verify")(verify)
app.command("lab")(lab)
app.command("app")(served)
app.command("trace")(trace)
app.command("handover")(handover)
app.command("questions")(questions)

StepNames = Annotated[str, typer.Option("--steps", help="all, or some of align,diagnose,intervene,track,close.")]
Given = Annotated[
    list[str] | None, typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="Parameter of the notebooks.")
]


@app.command()
def new(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Folder to make; it must not exist or be empty.")],
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Table (.csv, .tsv, .parquet, .xls, .xlsx) to propose it from."),
    ] = None,
    order: Annotated[
        str, typer.Option("--date-order", metavar="ORDER", help="Order of days such as 03/04/2025: ymd, mdy or dmy.")
    ] = "",
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help="Currency of the table's money; CNY by default.")
    ] = "",
    decimal: Annotated[
        str, typer.Option("--decimal", metavar="SIGN", help="Sign before decimals: ',' where 1.234,56 is 1234.56.")
    ] = "",
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", help="Year of months and days written without one.")
    ] = None,
    scale: Annotated[
        list[str] | None,
        typer.Option("--scale", metavar="COLUMN=SCALE", help="Scale of a column's figures, such as 销售额=万元."),
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option("--role", metavar="NAME", help="Role template to take; see 'perfloop dictionary roles'."),
    ] = None,
) -> None:
    """Make the folder of a new engagement."""
    from diagnostics.run.proposal_told import told
    from diagnostics.run.scaffold import open_questions, scaffold

    scaffold(path, source, told(order, currency, decimal, year, scale or ()), role or ())
    for question in open_questions(path):
        typer.echo(plain(f"to confirm: {question}"))
    typer.echo("to answer: the charter in engagement.yaml; until then 'perfloop run' needs --draft")
    typer.echo(f"{path}")


@app.command()
def check(path: Folder) -> None:
    """Check an engagement's files; exit code 1 when there are errors that nobody muted."""
    from diagnostics.data.layout.cell_findings import cell_findings
    from diagnostics.data.versions.findings import correction_findings, version_findings
    from diagnostics.dictionary.checking import check_engagement, refused_ledger
    from diagnostics.dictionary.linting import hear_engagement, in_order
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.dictionary.rules import NEED_FIGURES, RULES
    from diagnostics.loop.intervene.ledger.today import today_of
    from diagnostics.run.after_run import findings_after_run
    from diagnostics.run.listing import finding_lines, muted_lines

    engagement = load_engagement(path)
    told = (check_engagement, version_findings, correction_findings, cell_findings)
    findings = in_order([each for tell in told for each in tell(engagement)])
    try:
        _rehearse_ledger(engagement)
        findings = in_order([*findings, *findings_after_run(engagement, today_of(engagement))])
    except InputError as error:
        findings = (refused_ledger(error), *findings)
    heard = hear_engagement(engagement, findings, today_of(engagement), RULES.keys() - NEED_FIGURES)
    for line in (*muted_lines(heard.muted, engagement.settings.people), *finding_lines(heard.open)):
        typer.echo(plain(line))
    if any(each.severity == "error" for each in heard.open):
        raise typer.Exit(FINDINGS)


@app.command()
def plan(path: Folder, period: PeriodText, steps: StepNames = "all", parameter: Given = None) -> None:
    """Show which steps would run, why, and with which parameters."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.charter_gate import gated, refusal
    from diagnostics.run.listing import plan_lines, standing_lines
    from diagnostics.run.parameters import parse
    from diagnostics.run.pinning import STEP, standing
    from diagnostics.run.plan import make_plan, revised
    from diagnostics.run.restating import correcting
    from diagnostics.run.steps import chosen

    engagement = load_engagement(path)
    _rehearse_ledger(engagement)
    refused = refusal(engagement, chosen(steps))
    made = make_plan(engagement, period, chosen(steps), parse(parameter or ()), draft=bool(refused))
    planned = gated(made, engagement)
    stands = standing(engagement, planned.period, planned.inputs_of(STEP))
    # The page of a run tells of corrections made before: without them the plan would see a page that changed.
    planned = revised(planned, correcting(stands, planned.period.text, None).inputs)
    for line in (*plan_lines(planned, refused), *standing_lines(stands)):
        typer.echo(plain(line))


@app.command()
def run(
    path: Folder,
    period: PeriodText,
    steps: StepNames = "all",
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
) -> None:
    """Run the steps that are not up to date; the last line is the path of the page."""
    from diagnostics.run.carry_out import carry_out
    from diagnostics.run.interrupt import termination_as_interrupt
    from diagnostics.run.parameters import parse
    from diagnostics.run.restating import reason_of
    from diagnostics.run.steps import chosen

    reason = reason_of(restate, by, on, path)
    with termination_as_interrupt():
        _show(carry_out(path, period, chosen(steps), parse(parameter or ()), restate=reason, draft=draft))


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
def checkup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="KPI sheet: .xlsx, .xls or .csv.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.html", help="The page; FILE.checkup.html by default.")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help="Language of the page: zh or en; that of the sheet by default.")
    ] = "",
    encoding: Annotated[
        str,
        typer.Option("--encoding", help="What a .csv is written in, such as gb18030; told by its bytes by default."),
    ] = "",
) -> None:
    """Examine a KPI sheet alone, without client data; the last line is the path of the page."""
    from diagnostics.run.checkup import check_up, checkup_lines

    path, found, told = check_up(file, out, language, encoding)
    for line in checkup_lines(found, told):
        typer.echo(plain(line))
    typer.echo(plain(str(path)))


@app.command()
def version() -> None:
    """Print the version."""
    from diagnostics.run.version import version as installed

    typer.echo(installed())


def _rehearse_ledger(engagement: Engagement) -> None:
    """Refuse a ledger.yaml that a run would refuse; without one nothing of the ledger is loaded."""
    if engagement.seeds:
        from diagnostics.loop.intervene.ledger import dry_run

        dry_run(engagement)


def _show(outcome: Outcome) -> None:
    from diagnostics.run.listing import outcome_lines

    for line in outcome_lines(outcome):
        typer.echo(line)
