"""Everything that `perfloop check` looks at, heard with the mutes of the engagement 「全部检查」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.mute import Heard


def heard_of(engagement: Engagement) -> Heard:
    """What is found in an engagement's files today, what is muted set apart 「全部检查结果」.

    Notes
    -----
    Neither pandas nor ibis is loaded.
    """
    from diagnostics.data.layout.cell_findings import cell_findings
    from diagnostics.data.versions.findings import correction_findings, version_findings
    from diagnostics.dictionary.checking import check_engagement, refused_ledger
    from diagnostics.dictionary.keeping_check import keeping_findings
    from diagnostics.dictionary.linting import hear_engagement, in_order
    from diagnostics.dictionary.playbooks.findings import playbook_findings
    from diagnostics.dictionary.rules import NEED_FIGURES, RULES
    from diagnostics.loop.intervene.ledger.today import today_of
    from diagnostics.run.after_run import findings_after_run
    from diagnostics.run.playbooks.gate import measures_of
    from diagnostics.run.request.lines import request_findings

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
    findings = in_order([*findings, *request_findings(engagement, findings)])
    return hear_engagement(engagement, findings, today, RULES.keys() - NEED_FIGURES)


def rehearse_ledger(engagement: Engagement) -> None:
    """Refuse a ledger.yaml that a run would refuse; without one nothing of the ledger is loaded 「预演台账」."""
    if engagement.seeds:
        from diagnostics.loop.intervene.ledger import dry_run

        dry_run(engagement)
