"""Names of a client found in what would be kept, however they are written."""

import pytest

from diagnostics.dictionary.practices.names import client_names, names_in
from diagnostics.model.engagement import Engagement, Settings
from diagnostics.model.entity import Entities, Entity


@pytest.fixture
def names(tmp_path):
    settings = Settings.model_validate(
        {
            "id": "kangyue", "client": {"zh": "康悦养生", "en": "Kangyue Wellness"}, "sources": {"s": {"file": "s.csv"}},
            "people": {"zhou": "周敏（人力资源经理）", "li": "李 航"},
        }
    )  # fmt: skip
    entities = Entities(
        (
            Entity(id="firm", level="company", name="总公司"),
            Entity(
                id="s1", level="store", name="青禾店", aliases=("Qinghe Store",), parent="firm", responsible="chen_jing"
            ),
            Entity(id="12", level="store", parent="firm", aliases=("100234", "store")),
            Entity(id="p7", level="staff", name="王芳", person=True, parent="s1"),
        )
    )
    engagement = Engagement(
        folder=tmp_path / "kangyue-2025",
        settings=settings,
        kpis={},
        scorecards=(),
        entities=entities,
        seeds=(),
        places={},
    )
    return client_names(engagement, {"tang_y"})


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("在康悦养生推行", "client"), ("at KANGYUE wellness", "client"), ("康悦 养生", "client"), ("kangyue_calls", "client"),
        ("ｋａｎｇｙｕｅ did it", "client"), ("青禾店店长", "entity"), ("the Qinghe\nstore", "entity"), ("for s1 only", "entity"),
        ("周敏负责", "person"), ("由李航提出", "person"), ("asked Chen Jing", "person"), ("王芳的做法", "person"),
        ("tang_y said", "person"), ("门店员工回访会员", ""), ("less1 waiting", ""), ("firmly done", ""),
        ("12 of 20 stores", ""), ("in the store", ""), ("code 100234", "entity"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_a_word_in_latin_letters_and_anywhere_in_chinese(names, text, what):
    told = list(names_in({"done.zh": text}, names))
    assert ({each.what for each in told} == {what}) if what else not told
    for each in told:
        assert each.where == "done.zh"
        assert set(each.masked[1:]) == {"*"}
