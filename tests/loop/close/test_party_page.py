"""One party's own pay on one page, and nobody else's."""

import json

import pytest

from diagnostics.data.handoff import party_file, read_party, write_party
from diagnostics.errors import InputError
from diagnostics.loop.close.party_page import party_page
from diagnostics.loop.close.publishing import page_for

RANGE = {"mean": 6818.1, "low": 6571.2, "high": 7073.1, "change": -72.51, "share_lower": 0.69, "floor": 0.0}
BLOCK = {
    "heading": "薪酬怎么算", "facts": [["固定与绩效", "固定 3,500 元"]], "notes": ["封顶 135%"],
    "grids": [{"caption": "权重", "heads": ["指标", "权重"], "rows": [["营收", "100%"]]}],
}  # fmt: skip


def record(**pay):
    told = {"draws": 4000, "seed": 0, "full": 7500.0, "in_force": 6890.6, "unchanged": RANGE} | pay
    return {
        "party": "chen", "name": "陈静", "client": {"zh": "康悦", "en": "Kangyue"}, "period": "2025-06",
        "as_of": "2025-06-30", "language": "zh", "currency": "CNY", "synthetic": True,
        "measures": [{
            "id": "pay_link", "title": {"zh": "薪酬联动", "en": "Pay link"}, "entity": "qinghe", "entity_name": "青禾店",
            "terms": "5f2fe4b7", "signed": "2025-04-23", "blocks": [BLOCK], "pay": told if pay is not None else None,
        }],
    }  # fmt: skip


def test_what_is_paid_if_results_stay_stands_before_what_is_hoped_for():
    page = party_page(record(expected=RANGE | {"mean": 7300.0, "low": 7007.0, "high": 7619.0}))
    assert [each.value for each in page.headlines] == ["6,891 元", "6,818 元", "7,300 元", "7,500 元"]
    assert "平均每月少 73 元" in page.lead[0]
    assert "大约有 7 次低于现行办法" in page.lead[0]
    assert page.lead[1].startswith("达到约定的预期效果的话")


@pytest.mark.parametrize(
    ("share", "told"), [(0.0, "没有出现"), (0.01, "十次里不到一次"), (0.3, "大约有 3 次"), (0.99, "几乎每次")]
)
def test_how_often_it_is_less_is_never_told_as_nought_or_ten_when_it_is_neither(share, told):
    assert told in party_page(record(unchanged=RANGE | {"share_lower": share})).lead[0]


def test_without_figures_the_page_says_so_and_tells_how_pay_is_computed():
    bare = record()
    bare["measures"][0]["pay"] = None
    page = party_page(bare)
    assert page.headlines == ()
    assert "没有足够的数据" in page.lead[0]
    assert page.sections[0].title == "薪酬怎么算"


def test_the_page_is_made_from_the_party_s_own_file_alone(tmp_path):
    write_party(tmp_path, "chen", record())
    write_party(tmp_path, "wang", {**record(), "party": "wang", "name": "王芳"})
    told = json.dumps(page_for(tmp_path, audience="party:chen").record(), ensure_ascii=False)
    assert "陈静" in told
    assert "王芳" not in told
    assert read_party(tmp_path, "wang")["name"] == "王芳"
    assert party_file(tmp_path, "chen").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("party", ["../../etc/passwd", "a/b", "", "a" * 65, "."])
def test_a_party_s_id_is_no_path(tmp_path, party):
    with pytest.raises(InputError, match=r"must be letters"):
        page_for(tmp_path, audience=f"party:{party}")


def test_an_unknown_party_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"holds no figures of party 'nobody'"):
        page_for(tmp_path, audience="party:nobody")
