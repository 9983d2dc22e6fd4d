"""Names whose figures come near the sum of all others' are worth a question, and no more."""

import pytest

from diagnostics.data.layout.near_sums import find_near_sums

SHOPS = {"甲店": dict(enumerate((1204, 1310, 1188, 1402))), "乙店": dict(enumerate((731, 702, 745, 699)))}
WHOLE = {at: sum(own[at] for own in SHOPS.values()) for at in range(4)}


@pytest.mark.parametrize(("name", "off", "months", "asked"), [
    ("总部", 1.004, 4, True), ("某集团", 0.997, 2, True), ("Head Office", 1.004, 1, True), ("丙店", 1.003, 4, True), ("丙店", 1, 1, True),
    ("丙店", 1.003, 2, False), ("丙店", 1.02, 4, False), ("总部", 1.02, 4, False),
])  # fmt: skip
def test_a_whole_by_its_name_or_by_many_figures_is_asked_about(name, off, months, asked):
    figures = {shop: {at: own[at] for at in range(months)} for shop, own in SHOPS.items()}
    figures[name] = {at: WHOLE[at] * off for at in range(months)}
    assert [each.name for each in find_near_sums(figures)] == ([name] if asked else [])


def test_two_names_and_totals_that_are_known_already_are_no_parts():
    assert list(find_near_sums({"甲店": {1: 5.0}, "总部": {1: 5.0}})) == []
    figures = {**SHOPS, "全部": WHOLE, "总部": {at: value * 1.001 for at, value in WHOLE.items()}}
    assert [each.name for each in find_near_sums(figures, {"全部"})] == ["总部"]
