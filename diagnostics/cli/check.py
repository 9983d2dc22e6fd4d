"""perfloop check 「检查」."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from diagnostics.cli.terminal import FINDINGS, Folder, plain
from diagnostics.errors import InputError

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement


def check(path: Folder) -> None:
    """Check an engagement's files; exit code 1 when there are errors that nobody muted."""
    from diagnostics.data.layout.cell_findings import cell_findings
    from diagnostics.data.versions.findings import correction_findings, version_findings
    from diagnostics.dictionary.checking import check_engagement, refused_ledger
    from diagnostics.dictionary.keeping_check import keeping_findings
    from diagnostics.dictionary.linting import hear_engagement, in_order
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.dictionary.playbooks.findings import playbook_findings
    from diagnostics.dictionary.rules import NEED_FIGURES, RULES
    from diagnostics.loop.intervene.ledger.today import today_of
    from diagnostics.run.after_run import findings_after_run
    from diagnostics.run.listing import finding_lines, muted_lines
    from diagnostics.run.playbooks.gate import measures_of

    engagement = load_engagement(path)
    today = today_of(engagement)
    told = (check_engagement, version_findings, correction_findings, cell_findings)
    kept = keeping_findings(engagement, today)
    findings = in_order([*(each for tell in told for each in tell(engagement)), *kept])
    try:
        rehearse_ledger(engagement)
        followed = playbook_findings(engagement, measures_of(engagement))
        findings = in_order([*findings, *followed, *findings_after_run(engagement, today)])
    except InputError as error:
        findings = (refused_ledger(error), *findings)
    heard = hear_engagement(engagement, findings, today, RULES.keys() - NEED_FIGURES)
    for line in (*muted_lines(heard.muted, engagement.settings.people), *finding_lines(heard.open)):
        typer.echo(plain(line))
    if any(each.severity == "error" for each in heard.open):
        raise typer.Exit(FINDINGS)


def rehearse_ledger(engagement: Engagement) -> None:
    """Refuse a ledger.yaml that a run would refuse; without one nothing of the ledger is loaded."""
    if engagement.seeds:
        from diagnostics.loop.intervene.ledger import dry_run

        dry_run(engagement)
