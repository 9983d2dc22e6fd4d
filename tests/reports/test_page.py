"""The sample page as text: bytes, size, structure."""

import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from diagnostics.look.page import (
    Action,
    Actions,
    Bullets,
    Callout,
    Fact,
    Facts,
    FigurePart,
    Headline,
    Page,
    Paragraph,
    Section,
    TablePart,
    Verdict,
)
from diagnostics.look.tables import Column, Table
from diagnostics.run.exporter import render

SVG = '<svg viewBox="0 0 2 1"><path d="M 0 0 L 2 1" stroke="#0b4f71"/><text x="1" y="1">营收</text></svg>'


def small():
    """A page with one of every part."""
    facts = Facts(rows=(Fact(label="公式", value="客流 × 转化率"),))
    table = Table(
        caption="各店",
        columns=(
            Column(key="a", label="门店"),
            Column(key="b", label="差", align="right"),
            Column(key="c", label="状态", kind="status"),
        ),
        rows=({"a": "武侯店", "b": "−4.2", "c": "below_base"}, {"a": "锦江店"}),
        tones=("bad", None),
        note="注",
    )
    parts = (
        Paragraph(text="正文一\n第二行 5%", tone="lead"),
        Bullets(items=("甲", "乙"), ordered=True),
        TablePart(table=table),
        FigurePart(svg=SVG, narrow=SVG, alt="营收上升", title="图题", caption="图注", table=table),
        Callout(title="顾问判断", text="文字"),
        facts,
        Actions(items=(Action(what="推广", owner="李芸", due="2026年2月", note="先试", status="in_progress"),)),
        Verdict(title="挂钩", status="worked", value="+11.8%", interval="可能", text="文字", rungs=(True, True, True, False), judge_from="2026年4月", owner="李芸", facts=facts),
    )  # fmt: skip
    return Page(
        language="zh", title="结论 14.9 万元", subtitle="绩效改进复盘", client="沐和", period="2025年12月", stamp="截至",
        lead=("第一句。", "第二句。"),
        notices=(Callout(title="更正说明", text="由 9.0% 更正为 14.0%。"),),
        headlines=(Headline(label="营收", value="142.6 万元", note="少 5%", status="met", facts=facts),),
        sections=(Section(id="one", title="一", lead="引", parts=parts), Section(id="two", title="二", parts=parts[:1], folded=True)),
        appendix=(Section(id="method", title="方法", parts=parts[:2]),),
        footer=("页脚",), fingerprint="3f9a", synthetic=True,
    )  # fmt: skip


def test_the_markup_of_every_part_is_as_agreed(snapshot):
    html = re.sub(r"<style>.*?</style>", "<style></style>", render(small()), flags=re.DOTALL)
    html = re.sub(r"sha256-[^&']+", "sha256-…", html)
    assert re.sub(r"\n\s*\n+", "\n", html) == snapshot


class Outline(HTMLParser):
    """Headings, landmarks and ids of a page; and that every tag is closed."""

    def __init__(self):
        super().__init__()
        self.levels, self.ids, self.labels, self.open = [], [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [given["id"]] if "id" in given else []
        self.labels += [given["aria-labelledby"]] if "aria-labelledby" in given else []
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("source", ["small", "sample"])
def test_headings_have_no_gaps_and_ids_are_unique(source, page):
    outline = Outline()
    outline.feed(render(small() if source == "small" else page))
    assert outline.open == []
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(outline.levels, outline.levels[1:], strict=False))
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.labels) <= set(outline.ids)


def test_the_page_is_small_enough_for_any_phone(page):
    assert len(render(page).encode()) <= 300_000


def test_the_page_tells_no_path_no_clock_time_and_no_programmers_word(page):
    text = re.sub(r"<style>.*?</style>|<svg.*?</svg>|<[^>]+>", " ", render(page), flags=re.DOTALL)
    assert not re.search(r"/home|/tmp|/work|\\Users|\d{2}:\d{2}", text)
    assert not re.search(r"\b(nan|None|NaN|inf|null|undefined)\b", text)


MAKE = """
import hashlib, importlib.util, sys
found = importlib.util.spec_from_file_location("sampled", sys.argv[1])
sampled = importlib.util.module_from_spec(found)
found.loader.exec_module(sampled)
from diagnostics.run.exporter import render
print(hashlib.sha256(render(sampled.sample("zh")).encode()).hexdigest())
"""


def test_the_page_is_the_same_on_another_day_in_another_zone_and_language(rendered):
    from .conftest import __file__ as sampled

    elsewhere = {
        **os.environ,
        "TZ": "Pacific/Apia",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "MPLBACKEND": "svg",
        "PYTHONUTF8": "1",
    }
    told = subprocess.run(
        [sys.executable, "-c", MAKE, sampled],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env=elsewhere,
    )
    assert told.stdout.strip() == hashlib.sha256(rendered("zh").read_bytes()).hexdigest()
