"""A page as Markdown."""

import mistune
import pytest

from diagnostics.look.markdown import markdown_of, plain_text
from diagnostics.look.page import (
    Action,
    Actions,
    Bullets,
    Callout,
    Fact,
    Facts,
    Headline,
    Page,
    Paragraph,
    Section,
    TablePart,
    Verdict,
)
from diagnostics.look.parts import Note
from diagnostics.look.tables import Column, Table

HOSTILE = (
    "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "# head", "- item", "1. item", "* * *", "a | b",
    "`code`", "~~gone~~", "---", "> quoted", "```js", "**bold** _it_", "+ plus", "$x$", "line\n# two", "\\", "=====",
)  # fmt: skip


def page(*parts, **other):
    section = Section(id="one", title="章节", lead="一句", parts=parts)
    return Page(**{"language": "zh", "title": "标题", "sections": (section,), **other})


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_client_becomes_markup(text):
    tree = mistune.create_markdown(renderer="ast", plugins=["table", "strikethrough"])(plain_text(text))
    kinds = {each["type"] for each in tree}
    inside = {child["type"] for each in tree for child in each.get("children", ())}
    assert kinds == {"paragraph"}
    assert inside <= {"text", "linebreak"}


def test_every_part_of_a_page_is_told():
    table = Table(
        caption="表",
        columns=(Column(key="a", label="甲"), Column(key="b", label="状态", kind="status")),
        rows=({"a": "1|2", "b": "worked"}, {}),
        note="注",
    )
    told = markdown_of(
        page(
            Paragraph(text="段落"),
            Bullets(items=("一", "二"), ordered=True),
            Callout(title="顾问判断", text="话\n再一行"),
            Facts(rows=(Fact(label="公式", value="a ÷ b"),)),
            Actions(items=(Action(what="做", owner="李", due="明天", note="为何"),)),
            Verdict(title="措施", status="worked", value="+1", interval="0 至 2"),
            TablePart(table=table),
            Note(title="顾问的话", by="王", flag="请复核", parts=(Paragraph(text="我的判断"),)),
            headlines=(Headline(label="营收", value="3 万元", note="比目标少"),),
            lead=("导语",),
            footer=("页脚",),
            synthetic=True,
        )
    )
    for line in (
        "# 标题", "导语", "- 营收 **3 万元** (比目标少)", "## 章节", "段落", "1. 一", "2. 二", "> **顾问判断**",
        "> 话  ", "> 再一行", "- 公式: a ÷ b", "- 做 (李 · 明天 · 为何)", "### 措施: 有效", "| 1\\|2 | 有效 |", "| – | – |",
        "> **顾问的话** (王)", "> **请复核**", "> 我的判断", "注", "页脚",
    ):  # fmt: skip
        assert line in told.splitlines(), line
