import pytest

from diagnostics.dictionary.tree import build_tree
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.kpi import Kpi


def kpi(key, **fields):
    measured = {} if "formula" in fields and not fields.pop("measured", False) else {"measure": "sum(x)", "source": "s"}
    return Kpi(id=key, name=key, unit="number", direction="higher", **measured, **fields)


@pytest.fixture
def tree():
    return build_tree(
        [
            kpi("traffic", parent="brand"),
            kpi("revenue", formula="traffic * conversion * basket", parent="profit"),
            kpi("conversion"),
            kpi("basket"),
            kpi("profit", mother=True),
            kpi("brand", mother=True),
            kpi("weather"),
        ]
    )


def test_a_kpi_hangs_under_its_parent_and_under_formulas_that_name_it(tree):
    assert tree.parents["traffic"] == ("brand", "revenue")
    assert tree.parents["basket"] == ("revenue",)
    assert tree.children["revenue"] == ("traffic", "conversion", "basket")
    assert tree.roots == ("profit", "brand", "weather")


def test_the_path_to_a_mother_metric_is_the_shortest(tree):
    assert tree.path_to_mother("traffic") == ("traffic", "brand")
    assert tree.path_to_mother("basket") == ("basket", "revenue", "profit")
    assert tree.path_to_mother("profit") == ("profit",)
    assert tree.path_to_mother("weather") == ()


def test_the_walk_tells_every_kpi_once_from_the_top_down(tree):
    rows = tree.walk()
    assert [key for key, _, _ in rows] == ["profit", "revenue", "conversion", "basket", "brand", "traffic", "weather"]
    assert rows[2] == ("conversion", "revenue", 2)


def test_an_unknown_kpi_has_no_path(tree):
    with pytest.raises(UnknownNameError, match="Unknown KPI 'trafic'. Did you mean 'traffic'"):
        tree.path_to_mother("trafic")


def test_an_unknown_parent_is_named():
    with pytest.raises(UnknownNameError, match="Unknown KPI 'profi' in parent of KPI 'revenue'. Did you mean 'profit'"):
        build_tree([kpi("profit"), kpi("revenue", parent="profi")])


def test_an_unknown_name_in_a_formula_is_named():
    with pytest.raises(UnknownNameError, match="Unknown KPI 'trafic' in formula of KPI 'revenue'"):
        build_tree([kpi("traffic"), kpi("revenue", formula="trafic * 2")])


@pytest.mark.parametrize(
    "kpis",
    [
        [kpi("a", parent="a")],
        [kpi("a", parent="b"), kpi("b", parent="c"), kpi("c", parent="a"), kpi("d", parent="a")],
        [kpi("a", formula="b + 1"), kpi("b", formula="a - 1")],
        [kpi("a", formula="b + 1", measured=True), kpi("b", formula="a - 1", measured=True)],
    ],
    ids=["itself", "parents", "formulas", "formulas beside measures"],
)
def test_circles_are_refused(kpis):
    with pytest.raises(InputError, match=r"in a circle: a → (.* → )?a\.$"):
        build_tree(kpis)


def test_declared_parents_hold_where_a_formula_says_the_opposite():
    tree = build_tree(
        [
            kpi("revenue", mother=True),
            kpi("headcount"),
            kpi("per_head", formula="revenue / headcount", parent="revenue"),
        ]
    )
    assert tree.parents["revenue"] == ()
    assert tree.path_to_mother("headcount") == ("headcount", "per_head", "revenue")


def test_values_that_need_each_other_are_refused_even_where_parents_part_them():
    with pytest.raises(InputError, match="KPIs are computed from each other in a circle: a → b → a"):
        build_tree([kpi("a", formula="b + 1"), kpi("b", formula="a - 1", parent="a")])


def test_a_long_chain_needs_no_deep_stack():
    kpis = [kpi("k0", mother=True)] + [kpi(f"k{i}", parent=f"k{i - 1}") for i in range(1, 3000)]
    tree = build_tree(kpis)
    assert len(tree.path_to_mother("k2999")) == 3000
    assert tree.path_to_mother("k2") == ("k2", "k1", "k0")
    assert tree.walk()[-1] == ("k2999", "k2998", 2999)
