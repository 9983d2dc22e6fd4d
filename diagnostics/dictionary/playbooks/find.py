"""Where playbooks lie: those that come along, and a firm's own 「剧本的位置」."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from diagnostics.errors import InputError, unknown
from diagnostics.model.engagement import Settings
from diagnostics.model.playbook import ID, playbook_id

VARIABLE = "PERFLOOP_PLAYBOOKS"
FILE, GUIDE, STARTER = "playbook.yaml", "guide.md", "starter"
_PACKAGE = Path(__file__).resolve().parent.parent.parent
_MOST = 200


@dataclass(frozen=True, slots=True)
class Site:
    """Folder of a playbook 「剧本所在」.

    Parameters
    ----------
    id : str
        Name of the folder.
    root, folder : Path
        Folder of playbooks, and that of this one.
    own : bool
        Whether it is the firm's.
    replaces : bool
        Whether it stands in the place of one that comes along.
    """

    id: str
    root: Path
    folder: Path
    own: bool = False
    replaces: bool = False

    @property
    def file(self) -> Path:
        """Its playbook.yaml 「剧本文件」."""
        return self.folder / FILE


def firm_playbooks(settings: Settings | None = None, folder: Path | None = None) -> Path | None:
    """Folder of the firm's playbooks: as the engagement says, else as the variable says 「企业剧本文件夹」.

    Parameters
    ----------
    settings, folder : optional
        An engagement's, with ``playbooks`` relative to its folder.

    Returns
    -------
    Path or None
        None where nobody named one.

    Raises
    ------
    InputError
        When what is named is no folder.
    """
    said, where = os.environ.get(VARIABLE, "").strip(), f"the variable {VARIABLE}"
    named = Path(said) if said else None
    if settings is not None and folder is not None and settings.playbooks:
        said, where, named = settings.playbooks, "engagement.yaml", folder / settings.playbooks
    if named is None:
        return None
    try:
        there = named.is_dir()
    except (OSError, ValueError):
        there = False
    if not there:
        raise InputError(f"playbooks == {said!r:.200} ({where}), must be a folder with a folder for each playbook.")
    return named.resolve()


def sites(firm: Path | None = None) -> dict[str, Site]:
    """Folders of playbooks by id; of two with one id the firm's 「剧本清单」.

    Parameters
    ----------
    firm : Path, optional
        Folder of the firm's playbooks.

    Raises
    ------
    InputError
        When a folder's name is no id, leads out of its room, or there are more than 200.
    """
    delivered = {each.id: each for each in _within(_delivered(), own=False)}
    if firm is None:
        return delivered
    own = {each.id: each for each in _within(firm, own=True)}
    told = {key: Site(key, each.root, each.folder, own=True, replaces=key in delivered) for key, each in own.items()}
    return dict(sorted({**delivered, **told}.items()))


def site_of(name: str, firm: Path | None = None, place: str = "") -> Site:
    """Folder of the playbook that is meant by a name, with hyphens or underscores 「取剧本位置」.

    Raises
    ------
    UnknownNameError
        When no playbook is called so.
    """
    known, key = sites(firm), playbook_id(name)
    if key not in known:
        if key in without_file(firm):
            where = f" ({place})" if place else ""
            raise InputError(f"playbook == {name!r}{where}: its folder in {firm} holds no {FILE}.")
        raise unknown("playbook", name, known, place or None)
    return known[key]


def without_file(firm: Path | None) -> tuple[str, ...]:
    """Folders of the firm's that hold no playbook.yaml; hidden ones are not meant 「缺剧本文件」."""
    found = sorted(firm.iterdir()) if firm is not None else ()
    return tuple(
        each.name
        for each in found
        if each.is_dir()
        and not each.name.startswith(".")
        and not (each / FILE).exists()
        and not (each / FILE).is_symlink()
    )


def _delivered() -> Path:
    # A wheel carries playbooks inside the package; a checkout has them beside it.
    return next(each for each in (_PACKAGE / "_assets", _PACKAGE.parent) if (each / "playbooks").is_dir()) / "playbooks"


def _within(root: Path, *, own: bool) -> list[Site]:
    """Folders that hold a playbook.yaml; what is reached by a link out of the room is refused."""
    found: list[Site] = []
    for folder in sorted(each for each in root.iterdir() if each.is_dir() and not each.name.startswith(".")):
        file = folder / FILE
        if not (file.exists() or file.is_symlink()):
            continue
        if not file.resolve().is_relative_to(root.resolve()):
            raise InputError(f"{folder.name}/{FILE} leads out of {root.name!r}; a playbook holds files of its own.")
        if not re.fullmatch(ID, folder.name):
            raise InputError(
                f"playbook folder {folder.name!r} in {root.name!r} must be named by words of small letters and digits,"
                f" joined by hyphens, such as {_like(folder.name)!r}."
            )
        found.append(Site(folder.name, root, folder, own=own))
    if len(found) > _MOST:
        raise InputError(f"{root.name!r} holds {len(found)} playbooks, at most {_MOST} are read.")
    return found


def _like(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "store-turnaround"
