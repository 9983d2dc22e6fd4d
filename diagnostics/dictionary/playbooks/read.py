"""Playbooks read and held to their rules 「读取剧本」."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from diagnostics.dictionary.noun_reader import Subject, error_place, read_noun
from diagnostics.dictionary.playbooks.find import FILE, GUIDE, Site, firm_playbooks, site_of, sites
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import MAX_BYTES, Document, Path_, parse_yaml, read_text
from diagnostics.errors import InputError
from diagnostics.model.engagement import Settings
from diagnostics.model.playbook import Playbook

_MOST_GUIDE = 200_000


def known_playbooks(firm: Path | None = None) -> dict[str, Playbook]:
    """Every playbook there is, by id; of two with one id the firm's 「全部剧本」.

    Parameters
    ----------
    firm : Path, optional
        Folder of the firm's playbooks, from `firm_playbooks`.

    Raises
    ------
    InputError
        When any of them breaks a rule: what was got, the rule, the file and its line.
    """
    return {key: read_playbook(each) for key, each in sites(firm).items()}


def playbook_of(settings: Settings, folder: Path) -> Playbook | None:
    """Playbook that an engagement follows, None where it follows none 「项目所用剧本」.

    Parameters
    ----------
    settings, folder
        The engagement's.

    Raises
    ------
    InputError
        When no playbook is called so, or it breaks a rule.
    """
    site = engagement_site(settings, folder)
    return None if site is None else read_playbook(site)


def engagement_site(settings: Settings, folder: Path, place: str = "") -> Site | None:
    """Folder of the playbook that an engagement follows 「项目所用剧本的位置」."""
    if not settings.playbook:
        return None
    return site_of(settings.playbook, firm_playbooks(settings, folder), place or "engagement.yaml")


def read_playbook(site: Site) -> Playbook:
    """One playbook, from its folder 「读取一个剧本」.

    Raises
    ------
    InputError
        When its file breaks a rule, its id is not the folder's name, or it has no guide.
    """
    found = _parsed(site, read_text(site.file, f"{site.id}/{FILE}", MAX_BYTES))
    read_guide(site)
    return found


# A command asks several times for the same few files.
@lru_cache(maxsize=64)
def _parsed(site: Site, text: str) -> Playbook:
    document = parse_yaml(text, f"{site.id}/{FILE}")
    if not isinstance(document.data, dict):
        raise InputError(f"{document.file}:1:1: the file holds no mapping; it holds fields such as 'id: {site.id}'.")
    problems = Problems()
    found = read_noun(Playbook, document, (), _subject(document, site), problems)
    problems.raise_any()
    assert found is not None
    if found.id != site.id:
        where = error_place(document, ("id",))
        raise InputError(f"id == {found.id!r} ({where}), must be {site.id!r}, as its folder is called.")
    return found


def place_in(site: Site, path: Path_) -> str:
    """Place of a part of a playbook for an error: file, line, column, path 「剧本中的位置」."""
    name = f"{site.id}/{FILE}"
    return error_place(parse_yaml(read_text(site.file, name, MAX_BYTES), name), path)


def read_guide(site: Site) -> str:
    """What a playbook says to the consultant, as Markdown 「剧本说明」.

    Raises
    ------
    InputError
        When there is none, it is no UTF-8 text, or leads out of the folder.
    """
    path = site.folder / GUIDE
    if path.exists() and not path.resolve().is_relative_to(site.root.resolve()):
        raise InputError(f"{site.id}/{GUIDE} leads out of {site.root.name!r}; a playbook holds files of its own.")
    return read_text(path, f"{site.id}/{GUIDE}", _MOST_GUIDE)


def _subject(document: Document, site: Site) -> Subject:
    def subject(path: Path_) -> str:
        told = f"playbook {site.id!r}"
        if path[:1] != ("requires",) or len(path) < 3:
            return told
        entry: Any = document.data
        for each in path[:3]:
            try:
                entry = entry[each]
            except (KeyError, IndexError, TypeError):
                return told
        own = entry.get("id") if isinstance(entry, dict) else None
        return f"{told}, requirement {own!r}" if isinstance(own, str) else told

    return subject
