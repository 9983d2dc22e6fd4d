"""The agreement as one page: self-contained, on one sheet, and no text of a client's ever becomes markup."""

from __future__ import annotations

import re
from html import unescape

import pytest

from diagnostics.loop.intervene.contract import Block, ContractSheet, Grid, SignatureLine
from diagnostics.run.contract_page import render_contract

HOSTILE_TEXT = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><script>x</script>", "{{ 7 * 7 }}",
    "javascript:alert(1)", "a\nb\u2028c",
)  # fmt: skip
WORDS = "店长薪酬"


def page_of(text, language="zh"):
    grid = Grid(text, (text, text), ((text, text),))
    block = Block(text, ((text, text),), (grid,), (text,))
    return render_contract(
        ContractSheet(language, text, text, text, "0123abcd", (block,), (SignatureLine(text, text, text),), (text,))
    )


@pytest.mark.parametrize("text", HOSTILE_TEXT)
def test_hostile_text_stays_text(text):
    html = page_of(text)
    assert {each.lower() for each in re.findall(r"<([a-zA-Z]+)", html)} <= {
        "html", "head", "meta", "title", "style", "body", "main", "header", "p", "span", "h", "strong", "section",
        "div", "dl", "dt", "dd", "br", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li", "footer",
    }  # fmt: skip
    assert html.count("</style>") == 1
    assert "49" not in html.partition("<body>")[2]


def test_the_page_asks_nobody_for_anything():
    html = unescape(page_of(WORDS))
    assert "default-src 'none'" in html
    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(?!data:font)[^\s>]+", html) == []
    assert "<script" not in html
    assert "@page { size: A4;" in html


def test_the_same_sheet_gives_the_same_bytes():
    assert page_of(WORDS) == page_of(WORDS)
