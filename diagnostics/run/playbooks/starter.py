"""A new engagement from a playbook's starter 「按剧本新建项目」."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path, PurePosixPath
from string import Template

from diagnostics.dictionary.playbooks import Site, firm_playbooks, site_of
from diagnostics.dictionary.playbooks.find import STARTER
from diagnostics.dictionary.yaml_file import read_text
from diagnostics.dictionary.yaml_scalar import text_scalar
from diagnostics.errors import InputError
from diagnostics.run.playbooks.steps import validated

SETTINGS = "engagement.yaml"
_KINDS = (".yaml", ".csv", ".md")
_MOST_BYTES, _MOST_FILES = 2_000_000, 60
_BESIDE = {
    "evidence.md": "evidence/README.md", "notes.md": "notes/README.md", "proposed_ledger.yaml": "ledger.yaml",
}  # fmt: skip


def chosen_playbook(name: str) -> Site:
    """Playbook by its id, once all there are are validated 「选定的剧本」.

    Raises
    ------
    InputError
        When no playbook is called so, or one breaks a rule.
    """
    firm = firm_playbooks()
    site = site_of(name, firm, "--playbook")
    validated(firm)
    return site


def has_starter(site: Site) -> bool:
    """Whether an engagement can be made of it alone 「有无起步样例」."""
    return (site.folder / STARTER / SETTINGS).is_file()


def write_starter(folder: Path, key: str, client: str, site: Site) -> None:
    """Write a playbook's starter as the files of an engagement 「写入起步样例」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    key, client : str
        Id of the engagement, and the client's name.

    Raises
    ------
    InputError
        When a file is reached by a link out of the playbook, is no yaml, csv or md, or too large.
    """
    root = site.folder / STARTER
    paths = sorted(each for each in root.rglob("*") if not each.is_dir())
    if len(paths) > _MOST_FILES:
        raise InputError(
            f"The starter of playbook {site.id!r} has {len(paths)} files, at most {_MOST_FILES} are taken."
        )
    for path in paths:
        name = path.relative_to(root).as_posix()
        _fit(path, name, site)
        text = read_text(path, f"{site.id}/{STARTER}/{name}", _MOST_BYTES)
        if name == SETTINGS:
            text = _filled(text, {"id": text_scalar(key), "client": json.dumps(client, ensure_ascii=False)}, site)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    _fill_up(folder)
    follow(folder, site)


def _fill_up(folder: Path) -> None:
    """What every engagement begins with, where the starter brings none of its own."""
    room = files("diagnostics.run").joinpath("starter")
    for origin, target in _BESIDE.items():
        if not (folder / target).exists():
            text = room.joinpath(origin).read_text(encoding="utf-8")
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            (folder / target).write_text(text, encoding="utf-8", newline="\n")


def follow(folder: Path, site: Site) -> None:
    """Have an engagement follow a playbook, where its settings name none yet 「启用剧本」."""
    path = folder / SETTINGS
    text = path.read_text(encoding="utf-8")
    if any(line.startswith("playbook:") for line in text.splitlines()):
        return
    path.write_text(f"{text.rstrip()}\n\nplaybook: {site.id}\n", encoding="utf-8", newline="\n")


def _filled(text: str, words: dict[str, str], site: Site) -> str:
    try:
        return Template(text).substitute(words)
    except (KeyError, ValueError) as error:
        raise InputError(
            f"{site.id}/{STARTER}/{SETTINGS}: only ${{id}} and ${{client}} are filled in, a dollar sign is written $$"
            f" ({error})."
        ) from error


def _fit(path: Path, name: str, site: Site) -> None:
    if path.is_symlink() or not path.resolve().is_relative_to(site.folder.resolve()):
        raise InputError(f"{site.id}/{STARTER}/{name} leads out of the playbook; a starter holds files of its own.")
    if path.suffix not in _KINDS or any(part.startswith(".") for part in PurePosixPath(name).parts):
        raise InputError(f"{site.id}/{STARTER}/{name} is none of {', '.join(_KINDS)}; a starter holds nothing else.")
