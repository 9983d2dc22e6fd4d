"""Playbooks: found, read, and what an engagement lacks of what one needs 「诊断剧本」."""

from diagnostics.dictionary.playbooks.find import VARIABLE, Site, firm_playbooks, site_of, sites
from diagnostics.dictionary.playbooks.read import (
    engagement_site,
    known_playbooks,
    playbook_of,
    read_guide,
    read_playbook,
)
from diagnostics.dictionary.playbooks.taking_over import with_playbook
from diagnostics.dictionary.playbooks.unmet import Unmet, held, unmet

__all__ = [
    "VARIABLE", "Site", "Unmet", "engagement_site", "firm_playbooks", "held", "known_playbooks", "playbook_of",
    "read_guide", "read_playbook", "site_of", "sites", "unmet", "with_playbook",
]  # fmt: skip
