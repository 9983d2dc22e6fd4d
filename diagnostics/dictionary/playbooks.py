"""What an engagement takes over from the playbook that it follows 「诊断剧本」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.dictionary.noun_reader import error_place
from diagnostics.dictionary.yaml_file import Document, read_yaml
from diagnostics.errors import unknown
from diagnostics.model.engagement import Settings
from diagnostics.model.text import Text

_PACKAGE = Path(__file__).resolve().parent.parent


def with_playbook(settings: Settings, document: Document) -> Settings:
    """Settings with the categories of causes that the playbook brings beside the engagement's own 「套用剧本」.

    Parameters
    ----------
    settings : Settings
        As read; without a playbook they stay as they are.
    document : Document
        Where they stand.

    Raises
    ------
    UnknownNameError
        When no playbook is called so.
    """
    if not settings.playbook:
        return settings
    # A wheel carries playbooks inside the package; a checkout has them beside it.
    root = next(each for each in (_PACKAGE / "_assets", _PACKAGE.parent) if (each / "playbooks").is_dir())
    known = {each.parent.name: each for each in sorted((root / "playbooks").glob("*/playbook.yaml"))}
    if settings.playbook not in known:
        raise unknown("playbook", settings.playbook, known, error_place(document, ("playbook",)))
    brought = read_yaml(known[settings.playbook], root).data.get("cause_categories") or {}
    words = {name: Text.model_validate(each) for name, each in brought.items()}
    return settings.model_copy(update={"cause_categories": {**words, **settings.cause_categories}})
