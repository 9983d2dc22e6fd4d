"""What `perfloop check` says of the playbook that is followed 「剧本检查」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.playbooks.find import firm_playbooks, site_of
from diagnostics.dictionary.playbooks.read import read_playbook
from diagnostics.dictionary.playbooks.unmet import Measures, unmet
from diagnostics.dictionary.rules.found import found
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding

NEEDED, WANTED, REPLACED = "PD255", "PD256", "PD257"
CODES = (NEEDED, WANTED, REPLACED)


def playbook_findings(engagement: Engagement, measures: Measures | None = None) -> Iterator[Finding]:
    """Requirements of the playbook that the engagement does not meet 「剧本要求未满足」.

    Parameters
    ----------
    measures : mapping, optional
        Measures of the ledger; those of ledger.yaml where absent.
    """
    settings = engagement.settings
    if not settings.playbook:
        return
    place = str(engagement.places.get(("playbook",), "engagement.yaml"))
    site = site_of(settings.playbook, firm_playbooks(settings, engagement.folder), place)
    if site.replaces:
        yield found(REPLACED, "tip", place, site.id, playbook=site.id)
    for each in unmet(engagement, read_playbook(site), measures):
        needed = each.requirement.need == "must"
        without = each.requirement.without
        yield found(
            NEEDED if needed else WANTED,
            "error" if needed else "warning",
            place,
            site.id,
            playbook=site.id,
            field=each.field,
            id=each.requirement.id,
            what=each.requirement.what,
            found=each.found or 0,
            wanted=each.requirement.at_least,
            without=without.model_copy(update={"zh": without.zh.rstrip("\u3002"), "en": without.en.rstrip(".")}),
        )
