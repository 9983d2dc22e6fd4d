import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary.entity_proposal import propose
from diagnostics.model.entity import Entities, Entity

CHAIN = Entities(
    (
        Entity(id="firm", name="康悦集团有限公司", level="company"),
        Entity(id="e1", name="华东1区", level="region", parent="firm"),
        Entity(id="e2", name="华东2区", level="region", parent="firm"),
        Entity(id="e12", name="华东十二区", level="region", parent="firm"),
        Entity(id="wuhou", name="武侯店", level="store", parent="e1"),
        Entity(id="xjk", name="新街口门店", level="store", parent="e1"),
        Entity(id="cd", name="城东店", level="store", parent="e1"),
        Entity(id="tjl", name="天府软件园店", level="store", parent="e2"),
        Entity(id="s07", name="7号店", level="store", parent="e2"),
        Entity(id="harbour", name="Harbour View", level="store", parent="e2"),
        Entity(id="fin", name="财务部", level="store", parent="e2"),
        Entity(id="w1", name="一车间", level="store", parent="e2"),
        Entity(id="w2", name="二车间", level="store", parent="e2"),
    )
)


@pytest.mark.parametrize(
    ("name", "key", "reason"),
    [
        ("华东一区", "e1", "how the number is written"),
        ("华东\uff11区", "e1", "width, case, blanks or signs"),
        ("华东12区", "e12", "how the number is written"),
        ("华东第二区", "e2", "how the number is written"),
        ("华东二区域", "e2", "the kind of place at the end"),
        ("武侯分店", "wuhou", "the kind of place at the end"),
        ("武侯", "wuhou", "the kind of place at the end"),
        (" 武 侯 店 ", "wuhou", "width, case, blanks or signs"),
        ("武侯店\uff08新\uff09", "wuhou", "words in brackets"),
        ("江苏省南京市新街口店", "xjk", "the province or city in front"),
        ("成都武侯门店", "wuhou", "the province or city in front"),
        ("07号店", "s07", "how the number is written"),
        ("七店", "s07", "how the number is written"),
        ("康悦集团公司", "firm", "the kind of place at the end"),
        ("HARBOUR-VIEW", "harbour", "width, case, blanks or signs"),
        ("Harbor View", "harbour", "one sign"),
        ("天府软件圆店", "tjl", "one sign"),
        ("财务部门", "fin", "the kind of place at the end"),
        ("1车间", "w1", "how the number is written"),
    ],
)
def test_a_name_written_otherwise_is_proposed_with_the_reason(name, key, reason):
    found = propose(name, CHAIN)
    assert (found.id, found.reason) == (key, reason)


@pytest.mark.parametrize(
    "name",
    [
        "华东3区",
        "华东三区",
        "华东区",
        "城西店",
        "3车间",
        "8号店",
        "",
        " ",
        "店",
        "1",
        "一",
        "total",
        "合计",
        "城店",
        "武",
        "华北1区",
    ],
)
def test_another_number_or_direction_is_another_place(name):
    assert propose(name, CHAIN) is None


def test_between_two_entities_nobody_is_guessed():
    twins = Entities((Entity(id="a", name="武侯店", level="s"), Entity(id="b", name="武侯公司", level="s")))
    assert propose("武侯", twins) is None
    assert propose("武侯门店", twins) is None


@given(st.text(max_size=30))
def test_any_text_gets_an_entity_or_nothing(name):
    found = propose(name, CHAIN)
    assert found is None or found.id in CHAIN


@given(st.integers(1, 199), st.integers(1, 199))
def test_numbers_that_differ_are_never_proposed_for_one_another(one, two):
    entities = Entities((Entity(id="x", name=f"华东{one}区", level="region"),))
    assert (propose(f"华东 {two} 区", entities) is not None) == (one == two)
