"""An engagement from role templates, with example data that runs 「按岗位新建项目」."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from diagnostics.dictionary.csv_text import guarded
from diagnostics.dictionary.roles import find_role, read_roles
from diagnostics.errors import InputError
from diagnostics.model.base import Noun
from diagnostics.model.role_template import POST, RoleTemplate
from diagnostics.run.assets import asset
from diagnostics.run.roles.example import example_csv, post_ids

LIBRARY = "playbooks/library/roles"
_COMPANY = "company"


def library() -> tuple[RoleTemplate, ...]:
    """Role templates that come with perfloop 「岗位模板库」."""
    return read_roles(asset(LIBRARY))


def chosen_roles(names: Iterable[str]) -> tuple[RoleTemplate, ...]:
    """Role templates by what people call them, each once 「选定的岗位」.

    Raises
    ------
    UnknownNameError
        When no role is called so.
    """
    roles = library()
    found = [find_role(each, roles) for each in names]
    return tuple({each.id: each for each in found}.values())


def write_roles(folder: Path, key: str, client: str, roles: Sequence[RoleTemplate]) -> None:
    """Write the files of an engagement made from role templates 「按岗位写入项目」.

    Parameters
    ----------
    folder : Path
        The engagement's folder, with ``data`` in it.
    key, client : str
        Id of the engagement, and the client's name.
    """
    ids = [kpi.id for role in roles for kpi in role.kpis]
    if twice := sorted({each for each in ids if ids.count(each) > 1}):
        raise InputError(f"KPI {twice[0]!r} stands in two of the roles; choose one of them.")
    starter = files("diagnostics.run").joinpath("starter")
    texts = {
        "engagement.yaml": _HEAD + _yaml(_settings(key, client, roles))
        + starter.joinpath("proposed_settings.yaml").read_text(encoding="utf-8"),
        "kpis.yaml": _yaml([_plain(kpi) for role in roles for kpi in role.kpis]),
        "scorecards.yaml": _yaml([_card(role) for role in roles]),
        "entities.csv": _entities(client, roles),
        "ledger.yaml": starter.joinpath("proposed_ledger.yaml").read_text(encoding="utf-8"),
        "roles.md": _notes(roles),
    }  # fmt: skip
    texts |= {f"data/{_file(role)}": example_csv(role) for role in roles}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


_HEAD = """\
# Made from role templates. The figures are made up: put your own files in data/, with these columns, then delete
# 'synthetic'. Posts are people here, so their figures are never published by name.
"""


def _settings(key: str, client: str, roles: Sequence[RoleTemplate]) -> dict[str, Any]:
    sources = {
        role.source.id: {
            "file": _file(role),
            "time": "date",
            "entity": "post",
            "person": "post",
            "owner": role.department,
        }
        for role in roles
    }
    return {
        "id": key,
        "client": client,
        "title": {"zh": "岗位绩效", "en": "Performance by role"},
        "language": "zh",
        "currency": "CNY",
        "synthetic": True,
        "calendar": {"timezone": "Asia/Shanghai"},
        "sources": sources,
        "entities": "entities.csv",
        "goals": [_plain(role.served) for role in roles],
    }


def _file(role: RoleTemplate) -> str:
    return f"example_{role.id}.csv"


def _plain(noun: Noun) -> dict[str, Any]:
    """Noun as its file writes it: what is as it would be anyway is left out."""
    told: dict[str, Any] = noun.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return told


def _card(role: RoleTemplate) -> dict[str, Any]:
    """Scorecard with every rule written out: which one holds is never left to be guessed."""
    card = _plain(role.scorecard)
    for entry, item in zip(card["items"], role.items, strict=True):
        entry["scoring"] = {"rule": item.scoring.rule, **entry.get("scoring", {})}
    return card


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _entities(client: str, roles: Sequence[RoleTemplate]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["id", "name", "level", "parent", "peer_group", "person"])
    writer.writerow([_COMPANY, guarded(client), "company", "", "", ""])
    for role in roles:
        for number, post in enumerate(post_ids(role), start=1):
            writer.writerow([post, f"{role.name.zh}{number}", POST, _COMPANY, role.id, "true"])
    return buffer.getvalue()


def _notes(roles: Sequence[RoleTemplate]) -> str:
    """What was corrected in the article's templates, for whoever takes them over."""
    lines = ["# Role templates 「岗位模板」", ""]
    for role in roles:
        lines += [f"## {role.name.zh} · {role.name.en}", ""]
        for slip in role.corrected:
            lines += [f"- `{slip.about}`: {slip.what.zh}（原文：{slip.article_says.zh}）{slip.why.zh}"]
            lines += [f"  {slip.what.en} The article: {slip.article_says.en} {slip.why.en}"]
        lines.append("")
    return "\n".join(lines)
