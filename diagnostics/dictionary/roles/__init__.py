"""Library of role templates 「岗位模板库」."""

from diagnostics.dictionary.roles.find import find_role
from diagnostics.dictionary.roles.read import read_roles

__all__ = ["find_role", "read_roles"]
