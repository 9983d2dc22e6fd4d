"""A role template by what people call it 「查找岗位模板」."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from diagnostics.errors import InputError, unknown
from diagnostics.model.role_template import RoleTemplate


def find_role(name: str, roles: Iterable[RoleTemplate]) -> RoleTemplate:
    """Role template with this id, name or alias, in Chinese or English 「查找岗位模板」.

    Parameters
    ----------
    name : str
        What the role is called; case, blanks and the width of signs make no difference.
    roles : iterable of RoleTemplate
        The library.

    Raises
    ------
    UnknownNameError
        When no role is called so; the nearest is named.
    InputError
        When several are.
    """
    listed = tuple(roles)
    found = [each for each in listed if _key(name) in {_key(one) for one in _names(each)}]
    if len(found) > 1:
        raise InputError(f"{name!r} names several roles: {', '.join(each.id for each in found)}; give the id.")
    if found:
        return found[0]
    raise unknown("role", name, (one for each in listed for one in _near(name, each)))


def _names(role: RoleTemplate) -> tuple[str, ...]:
    return (role.id, role.name.zh, role.name.en, *role.aliases)


def _near(name: str, role: RoleTemplate) -> tuple[str, ...]:
    """Names of a role in the script of what was asked for: an English word is near no Chinese one."""
    if name.isascii():
        return role.id, role.name.en, *(each for each in role.aliases if each.isascii())
    return role.name.zh, *(each for each in role.aliases if not each.isascii())


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().replace("_", " ").replace("-", " ").split())
