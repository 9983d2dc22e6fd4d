"""What an engagement takes over from the playbook that it follows 「套用剧本」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.dictionary.noun_reader import error_place
from diagnostics.dictionary.playbooks.find import firm_playbooks, site_of
from diagnostics.dictionary.playbooks.read import read_playbook
from diagnostics.dictionary.yaml_file import Document
from diagnostics.model.engagement import Settings


def with_playbook(settings: Settings, document: Document, folder: Path) -> Settings:
    """Settings with the categories of causes that the playbook brings beside the engagement's own 「套用剧本」.

    Parameters
    ----------
    settings : Settings
        As read; without a playbook they stay as they are.
    document : Document
        Where they stand.
    folder : Path
        The engagement's folder.

    Raises
    ------
    InputError
        When no playbook is called so, or it breaks a rule.
    """
    if not settings.playbook:
        return settings
    site = site_of(settings.playbook, firm_playbooks(settings, folder), error_place(document, ("playbook",)))
    brought = read_playbook(site).cause_categories
    return settings.model_copy(
        update={"playbook": site.id, "cause_categories": {**brought, **settings.cause_categories}}
    )
