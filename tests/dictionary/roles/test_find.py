from types import SimpleNamespace

import pytest

from diagnostics.dictionary.roles import find_role
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.text import Text


def role(key, zh, en, *aliases):
    return SimpleNamespace(id=key, name=Text(zh=zh, en=en), aliases=aliases)


ROLES = [
    role("sales_b2b", "销售岗（To B）", "B2B sales", "销售", "sales"),
    role("engineer", "研发工程师岗", "R&D engineer", "研发"),
]


@pytest.mark.parametrize(
    ("name", "near"), [("saels", "sales"), ("R&D enginer", "R&D engineer"), ("研发工程", "研发工程师岗")]
)
def test_a_name_that_is_near_is_proposed(name, near):
    with pytest.raises(UnknownNameError, match=f"Unknown role '{name}'. Did you mean '{near}'"):
        find_role(name, ROLES)


def test_a_name_that_several_roles_bear_is_refused():
    with pytest.raises(InputError, match="'销售' names several roles: sales_b2b, shop_sales; give the id"):
        find_role("销售", [*ROLES, role("shop_sales", "门店销售", "Shop sales", "销售")])
