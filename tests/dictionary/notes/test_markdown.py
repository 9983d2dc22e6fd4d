"""Markdown as plain text: nothing that a consultant types becomes markup."""

import json

import pytest

from diagnostics.dictionary.notes.markdown import blocks_of
from diagnostics.errors import InputError
from diagnostics.look.note_parts import note_parts


def told(text):
    return json.dumps(blocks_of(text), ensure_ascii=False)


def test_headings_emphasis_and_quotes_become_plain_paragraphs():
    assert blocks_of("# 原因\n\n它**长期**存在，\n不是`偶然`。\n\n> 店长说：缺人") == [
        {"kind": "paragraph", "text": "原因"},
        {"kind": "paragraph", "text": "它长期存在，不是偶然。"},
        {"kind": "paragraph", "text": "店长说：缺人"},
    ]


def test_lists_within_lists_are_one_list_that_shows_what_belongs_below():
    assert blocks_of("1. 一\n   - 二\n     - 三\n2. 四") == [
        {"kind": "bullets", "items": ["一", "– 二", "– 三", "四"], "ordered": True}
    ]


def test_tables_keep_their_cells_as_text():
    (table,) = note_parts(blocks_of("| 店 | =1+1 |\n|---|--:|\n| <b>青禾</b> | 3 |"), "顾问判断")
    assert [each.label for each in table.table.columns] == ["店", "=1+1"]
    assert table.table.rows == ({"c0": "<b>青禾</b>", "c1": "3"},)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("[看](javascript:alert(1))", "javascript"),
        ("[看](data:text/html;base64,PHM+)", "data:"),
        ("[看](  JaVaScRiPt:alert(1))", "avaScRiPt:"),
        ("甲\u202e乙", "\u202e"),
        ("甲\u2066乙\x07", "\u2066"),
    ],
)
def test_addresses_that_do_anything_and_signs_that_turn_text_are_gone(text, never):
    assert never not in "".join(each["text"] for each in blocks_of(text))


def test_a_link_to_the_web_tells_its_address_as_text():
    assert blocks_of("[报告](https://example.org/a)") == [{"kind": "paragraph", "text": "报告 (https://example.org/a)"}]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b>fat</b>"])
def test_html_stays_the_text_it_is_for_the_template_to_escape(text):
    assert blocks_of(text) == [{"kind": "paragraph", "text": text}]


def test_pictures_are_refused():
    with pytest.raises(InputError, match="picture"):
        blocks_of("- 看\n\n  ![图](https://example.org/a.png)")


@pytest.mark.parametrize(
    "text",
    [
        "".join("  " * depth + "- x\n" for depth in range(1000)),
        ">" * 20_000,
        "[" * 20_000,
        "*a_ " * 5_000,
        "|" * 20_000,
    ],
    ids=["lists 1,000 deep", "quotes", "brackets", "emphasis", "table"],
)
def test_nesting_without_end_is_read_without_end_of_the_stack(text):
    assert isinstance(told(text), str)
