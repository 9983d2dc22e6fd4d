"""Folder of a new engagement: a starter that runs, or a proposal from the client's file 「新建项目」."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from string import Template

from diagnostics.dictionary.yaml_scalar import text_scalar
from diagnostics.errors import InputError
from diagnostics.run.playbooks.starter import chosen_playbook, follow, has_starter, write_starter
from diagnostics.run.proposal.told import NOTHING, Told
from diagnostics.run.roles.engagement import chosen_roles, write_roles

QUESTIONS = "questions.md"
_FOLDERS = ("data", "evidence", "notes")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# What no file system, shell or page takes well in the name of a folder.
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]')
_STARTER = {
    "engagement.yaml": "engagement.yaml",
    "kpis.yaml": "kpis.yaml",
    "scorecards.yaml": "scorecards.yaml",
    "entities.csv": "entities.csv",
    "ledger.yaml": "ledger.yaml",
    "example_sales.csv": "data/example_sales.csv",
    "evidence.md": "evidence/README.md",
    "notes.md": "notes/README.md",
}


def scaffold(
    path: Path,
    source: Path | None = None,
    told: Told = NOTHING,
    roles: Sequence[str] = (),
    playbook: str = "",
) -> list[Path]:
    """Make the folder of a new engagement, ready to check and run 「新建项目」.

    Parameters
    ----------
    path : Path
        Folder to make; it must not exist, or be empty. Its name becomes the engagement's id where it can.
    source : Path, optional
        The client's table (.csv, .tsv, .parquet, .xls or .xlsx): it is copied into ``data/``, and layout, time,
        entities and KPIs are proposed from it. What the proposal is unsure of stands in ``questions.md``.
    told : Told
        What somebody said of the table: order of days, currency, sign before decimals, year.
    roles : sequence of str
        Roles whose templates to take, in Chinese or English, in place of the starter; with example data that runs.
    playbook : str
        Playbook that the engagement follows; its own starter is taken where neither a table nor roles are given.

    Returns
    -------
    list of Path
        The files made.

    Raises
    ------
    InputError
        When the folder holds something, its name is no name, the table can't be read or has no days, no template is
        called as a role, no playbook as one, roles and a table are given at once, or something is said of a table that
        is not given.
    """
    name = _name(path)
    if roles and source is not None:
        raise InputError("--role and --from are given; an engagement is made from role templates or from a table.")
    if source is None and told != NOTHING:
        raise InputError(
            "--date-order, --currency, --decimal, --year and --scale say how a table is to be read; give it by --from."
        )
    templates = chosen_roles(roles) if roles else ()
    site = chosen_playbook(playbook) if playbook else None
    free_name(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Made beside its place, so that a proposal that fails leaves nothing half made.
    making = Path(tempfile.mkdtemp(prefix=f".{name[:40]}-", dir=path.parent))
    try:
        _write_ignored(making)
        for each in _FOLDERS:
            (making / each).mkdir()
        if templates:
            write_roles(making, engagement_id(name), name, templates)
        elif source is not None:
            _write_proposal(making, name, source, told)
        elif site is not None and has_starter(site):
            write_starter(making, engagement_id(name), name, site)
        else:
            _write_starter(making, name)
        if site is not None:
            follow(making, site)
        if path.exists():
            path.rmdir()
        making.chmod(0o755)
        making.rename(path)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return sorted(each for each in path.rglob("*") if each.is_file())


def free_name(path: Path) -> str:
    """Name of the folder of a new engagement, where it is one and nothing stands there yet 「可用文件夹名」.

    Raises
    ------
    InputError
        When it is no name of a folder, or the folder holds something.
    """
    name = _name(path)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError(f"{path} holds something already; a new engagement needs a new or an empty folder.")
    return name


def open_questions(path: Path) -> list[str]:
    """What the proposal for an engagement was unsure of 「待确认事项」."""
    file = path / QUESTIONS
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [each.removeprefix("- ") for each in lines if each.startswith("- ")]


def _name(path: Path) -> str:
    """Last part of the path, refused where it is none or can't be a folder's name."""
    name = path.name
    if name in ("", ".", "..") or _UNFIT.search(name) or name.startswith((".", " ")):
        raise InputError(
            f"{str(path)!r} can't be the folder of an engagement: its name must be a plain name such as 'acme', without"
            " '..', a leading dot, or any of < > : \" | ? * \\ and control characters."
        )
    return name


def engagement_id(name: str) -> str:
    """Id of an engagement in a folder of this name 「项目编号」.

    Examples
    --------
    >>> engagement_id("acme-2025"), engagement_id("康悦 2025"), engagement_id("康悦")
    ('acme-2025', '2025', 'engagement')
    """
    if _ID.fullmatch(name):
        return name
    slug = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_")[:64]
    return slug or "engagement"


def _write_ignored(folder: Path) -> None:
    """What git leaves out from the first commit on: a client's data that was committed once stays in the history."""
    text = files("diagnostics.run").joinpath("starter").joinpath("gitignore").read_text(encoding="utf-8")
    (folder / ".gitignore").write_text(text, encoding="utf-8", newline="\n")


def _write_starter(folder: Path, name: str) -> None:
    room = files("diagnostics.run").joinpath("starter")
    words = {"id": text_scalar(engagement_id(name)), "client": json.dumps(name, ensure_ascii=False)}
    for origin, target in _STARTER.items():
        text = room.joinpath(origin).read_text(encoding="utf-8")
        filled = Template(text).substitute(words) if origin == "engagement.yaml" else text
        (folder / target).write_text(filled, encoding="utf-8", newline="\n")


def _write_proposal(folder: Path, name: str, source: Path, told: Told) -> None:
    from diagnostics.data.engine.child import in_child
    from diagnostics.run.rehearsal import propose_and_rehearse

    last = in_child(propose_and_rehearse, folder, source, (engagement_id(name), name), told)
    with (folder / QUESTIONS).open("a", encoding="utf-8", newline="\n") as file:
        file.write(
            f"\nA first page: `perfloop run {name} --period {last} --draft`, and without `--draft` once the charter is"
            " answered\n"
        )
