"""How a page is read, handed from the playbook to the page 「读法交接」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.data.handoff import write_records
from diagnostics.dictionary.playbooks import engagement_site, read_playbook
from diagnostics.dictionary.playbooks.find import GUIDE
from diagnostics.model.engagement import Engagement
from diagnostics.run.manifest import hash_file

NAME = "playbook"


def playbook_inputs(engagement: Engagement) -> dict[str, str]:
    """Files of the playbook that is followed, with the hashes of their contents 「剧本指纹」."""
    site = engagement_site(engagement.settings, engagement.folder)
    if site is None:
        return {}
    guide = site.folder / GUIDE
    found = {f"playbook {site.id}": hash_file(site.file)}
    return {**found, f"playbook {site.id} guide": hash_file(guide)} if guide.is_file() else found


def write_playbook(engagement: Engagement, staging: Path) -> None:
    """Write the hand-off of the playbook's words into a staged run; nothing where none is followed 「写剧本读法」.

    Raises
    ------
    InputError
        When the playbook breaks a rule.
    """
    site = engagement_site(engagement.settings, engagement.folder)
    if site is None:
        return
    playbook = read_playbook(site)
    told = {
        "id": playbook.id,
        "title": playbook.title.model_dump(),
        "question": playbook.question.model_dump(),
        "reader": [
            {"step": each.step, **playbook.reader[each.step].model_dump()}
            for each in playbook.steps
            if each.step in playbook.reader
        ],
    }
    write_records(staging, NAME, told)
