"""Role templates from their files 「读取岗位模板」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.dictionary.noun_reader import read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import Path_, read_yaml
from diagnostics.errors import InputError
from diagnostics.model.role_template import RoleTemplate

# The order of the articles; what is not named here follows by its id.
_FIRST = ("sales_b2b", "ecommerce_operations", "product_manager", "event_marketing", "administration", "engineer")


def read_roles(folder: Path) -> tuple[RoleTemplate, ...]:
    """Role templates of a folder, one file each 「读取岗位模板」.

    Raises
    ------
    InputError
        When a file breaks a rule, or is not named as its role.
    """
    found = [_read(path, folder) for path in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda each: (each.id not in _FIRST, _place(each.id), each.id)))


def _place(key: str) -> int:
    return _FIRST.index(key) if key in _FIRST else len(_FIRST)


def _read(path: Path, folder: Path) -> RoleTemplate:
    document = read_yaml(path, folder)

    def subject(_path: Path_) -> str:
        return f"role template {path.stem!r}"

    problems = Problems()
    role = read_noun(RoleTemplate, document, (), subject, problems)
    problems.raise_any()
    assert role is not None
    if role.id != path.stem:
        raise InputError(f"id == {role.id!r} ({path.name}), must be the name of the file.")
    return role
