"""The section on field work, read as a stranger would."""

from diagnostics.loop.close.sections.field_work import field_work_section

NOTHING = {"pro": 0, "con": 0, "neither": 0}


def cause(key, title="新客没人接", verdict="open", **more):
    kinds = dict.fromkeys(("data", "interview", "document", "observation"), NOTHING)
    told = {
        "cause": key,
        "title": {"zh": title, "en": title},
        "category": {"zh": "人", "en": "People"},
        "kpi": "revenue",
    }
    return {**told, "verdict": verdict, "disputed": 0, **kinds, **more}


def record(*causes, **more):
    empty = {"data_only": [], "talk_only": [], "against": [], "interviews": 2, "notes": 3, "agreements": [],
             "losses": [], "whys": [], "quotes": []}  # fmt: skip
    return {"causes": list(causes), **empty, **more}


def parts(section, kind):
    return [each for each in section.parts if each.kind == kind]


def test_three_causes_are_drawn_and_two_are_told(build):
    three = field_work_section(record(*(cause(f"c{at}") for at in range(3))), build.wording())
    (figure,) = parts(three, "figure")
    assert figure.alt == "营业收入的 3 个可能原因：已证实 0 个，待查 3 个，已排除 0 个。"
    assert figure.narrow
    two = field_work_section(record(cause("a"), cause("b")), build.wording())
    assert parts(two, "figure") == []
    assert two.lead == "登记了 2 个可能的原因，访谈了 2 次。"


def test_letters_that_the_font_lacks_leave_the_figure_out_and_the_table_in(build):
    section = field_work_section(record(*(cause(f"c{at}", "坏了\U0001f600") for at in range(3))), build.wording())
    assert parts(section, "figure") == []
    assert len(parts(section, "table")[0].table.rows) == 3


def test_kinds_of_evidence_stand_beside_each_other(build):
    section = field_work_section(record(cause("a", data={"pro": 1, "con": 2, "neither": 0})), build.wording())
    (table,) = parts(section, "table")
    assert table.table.rows[0]["data"] == "支持 1，反对 2"
    assert table.table.rows[0]["interview"] == ""


def test_what_is_one_sided_or_disputed_is_listed(build):
    told = record(
        cause("a", "甲"), cause("b", "乙"), cause("c", "丙", "rejected"), data_only=["a", "b"], talk_only=["c"],
        against=["a", "c"], disputed=3, agreements=[{"notes": 30, "agreed": 0.8, "kappa": 0.6, "low": 0.4, "high": 0.8}],
    )  # fmt: skip
    (bullets,) = parts(field_work_section(told, build.wording()), "bullets")
    assert bullets.items == (
        "待查的原因中，有 1 个证据互相矛盾：“甲”。下结论前要先弄清楚。",
        "有 2 个原因看过数据、还没有访谈：“甲”、“乙”。",
        "有 1 个原因只听人说过、没有看过数据：“丙”。",
        "有 3 条访谈记录编码人归在不同的原因，不计入证据，也不影响结论。",
        "两个人分别给 30 条访谈记录归类，80% 归在同一个原因。",
    )


def test_losses_are_drawn_with_the_few_in_the_title(build):
    row = {"cause": "a", "title": {"zh": "甲", "en": ""}, "merged": 0}
    rows = [{**row, "amount": 90, "share": 0.9, "cumulative": 0.9, "vital": True},
            {**row, "title": None, "merged": 4, "amount": 10, "share": 0.1, "cumulative": 1.0, "vital": False}]  # fmt: skip
    section = field_work_section(
        record(cause("a"), losses=[{"kpi": "revenue", "unit": "分钟", "total": 100, "rows": rows}]), build.wording()
    )
    (figure,) = parts(section, "figure")
    assert figure.title == "共 5 个原因，其中 1 个占 90%。"
    assert "90 分钟" in figure.svg
    assert "其余 4 个" in figure.svg


def test_the_loss_of_one_cause_has_no_order_and_is_not_drawn(build):
    row = {"cause": "a", "title": {"zh": "甲", "en": ""}, "merged": 0, "amount": 90, "share": 1.0, "cumulative": 1.0}
    losses = [{"kpi": "revenue", "unit": "分钟", "total": 90, "rows": [row | {"vital": True}]}]
    assert not parts(field_work_section(record(cause("a"), losses=losses), build.wording()), "figure")


def test_whys_are_indented_and_quotes_name_a_role_or_a_level(build):
    links = [{"depth": at, "text": {"zh": f"第{at}环", "en": ""}, "kind": "fact", "shown": True} for at in range(3)]
    told = record(
        cause("a"), whys=[{"problem": {"zh": "退货多", "en": ""}, "links": links}],
        quotes=[{"cause": "a", "text": text, "supports": side, "speaker": {"zh": "店员", "en": ""}}
                for text, side in (("有人教", False), ("没人教", True))],
    )  # fmt: skip
    section = field_work_section(told, build.wording())
    table = parts(section, "table")[1].table
    assert table.caption == "追问：退货多"
    assert [row["text"] for row in table.rows] == ["第0环", "\u3000第1环", "\u3000\u3000第2环"]
    quotes = parts(section, "table")[2].table
    assert quotes.caption == "经本人同意引用的原话"
    assert [tuple(row.values()) for row in quotes.rows] == [
        ("新客没人接", "支持", "“没人教”（店员）"), ("新客没人接", "反对", "“有人教”（店员）"),
    ]  # fmt: skip


def test_a_figure_a_kpi_and_the_others_are_named(build):
    many = [cause(f"{kpi}{at}", kpi=kpi) for kpi, count in (("revenue", 4), ("conversion_rate", 3), ("traffic", 1))
            for at in range(count)]  # fmt: skip
    section = field_work_section(record(*many), build.wording())
    assert [each.alt.split(" ")[0] for each in parts(section, "figure")] == ["营业收入的", "conversion_rate的"]
    assert "另有 1 个指标的原因太少或无法作图" in parts(section, "paragraph")[0].text


def test_without_causes_there_is_no_section(build):
    assert field_work_section(None, build.wording()) is None
    assert field_work_section(record(), build.wording()) is None
