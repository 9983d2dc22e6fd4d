"""Hostile text in every slot of a page, opened in a browser: it stays text."""

import json
from functools import partial

import pandas as pd
import pytest

from diagnostics.look import charts
from diagnostics.look.charts import Event, Quantity
from diagnostics.look.figure import figure_part
from diagnostics.look.page import (
    Action,
    Actions,
    Bullets,
    Callout,
    Fact,
    Facts,
    Headline,
    Note,
    Page,
    Paragraph,
    Section,
    TablePart,
    Verdict,
)
from diagnostics.look.tables import Column, Table
from diagnostics.look.words import readable
from diagnostics.run import exporter

from .conftest import SHARED

pytestmark = pytest.mark.browser

ACTIVE = (
    "script, img, iframe, form, input, button, base, link, math, noscript, object, embed, audio, video, foreignObject, "
    "svg svg, svg a, svg style, body style, body meta, [onload], [onerror], [onfocus], [onmouseover], [autofocus], [style]"
)


@pytest.fixture(scope="module")
def payloads():
    file = SHARED / "acceptance" / "payloads.json"
    if not file.is_file():
        pytest.skip("the acceptance payloads are not on this machine")
    return [each for each in json.loads(file.read_text(encoding="utf-8")) if each["category"] == "xss"]


def parts(text):
    """Every kind of part, with the text in every slot."""
    facts = Facts(title=text, rows=(Fact(label=text, value=text),))
    columns = (Column(key="a", label=text), Column(key="b", label=text, align="right"))
    table = Table(caption=text, columns=columns, rows=({"a": text, "b": text},), note=text)
    bars = pd.DataFrame({"label": [text], "contribution": [1.0]})
    series = pd.DataFrame({"period": ["2025-01", "2025-02"], "value": [1.0, 2.0]})
    words = {"title": text, "caption": text, "table": table}
    return (
        Paragraph(text=text),
        Bullets(items=(text,)),
        TablePart(table=table),
        TablePart(table=table, folded=True),
        Callout(title=text, text=text),
        Note(title=text, by=text, flag=text, parts=(Paragraph(text=text), Bullets(items=(text,)))),
        facts,
        Actions(items=(Action(what=text, owner=text, due=text, note=text),)),
        Verdict(
            title=text, status="worked", value=text, interval=text, text=text, judge_from=text, owner=text, facts=facts
        ),
        figure_part(partial(charts.contribution_chart, bars, Quantity("money", "zh")), text, **words),
        figure_part(
            partial(charts.series_chart, series, Quantity("money", "zh"), events=(Event("2025-02", text),)), text
        ),
    )


def page_of(text, sections):
    facts = Facts(rows=(Fact(label=text, value=text),))
    return Page(
        language="zh", title=text, subtitle=text, client=text, period=text, stamp=text, lead=(text, text),
        notices=(Callout(title=text, text=text),),
        headlines=(Headline(label=text, value=text, note=text, status="worse", facts=facts),) * 2,
        sections=sections, footer=(text,), fingerprint=text, synthetic=True,
    )  # fmt: skip


def check(it, texts):
    assert "HIT" not in it.page.title()
    assert it.said == []
    assert it.asked_outside == []
    assert it.page.evaluate("selector => [...document.querySelectorAll(selector)].map(e => e.outerHTML)", ACTIVE) == []
    shown = "".join(it.page.evaluate("document.body.textContent").split())
    for text in texts:
        assert "".join(readable(text).split()) in shown


def test_no_payload_in_any_part_does_anything(opened, payloads, tmp_path):
    texts = [each["input"] for each in payloads]
    sections = tuple(
        Section(id=f"s{number}", title=text, lead=text, parts=parts(text), folded=bool(number % 2))
        for number, text in enumerate(texts)
    )
    page = Page(language="zh", title="文本仍是文本", sections=sections[:24], appendix=sections[24:])
    file = tmp_path / "parts.html"
    file.write_text(exporter.render(page), encoding="utf-8")
    with opened(file) as it:
        it.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        it.page.mouse.move(300, 300)
        it.page.wait_for_timeout(2500)
        check(it, texts)
        labels = it.page.evaluate("[...document.querySelectorAll('[role=img]')].map(e => e.getAttribute('aria-label'))")
        assert {readable(each) for each in texts} <= set(labels)


def test_no_payload_at_the_top_or_the_end_does_anything(opened, payloads, tmp_path, monkeypatch):
    # Every payload has letters of its own; cutting a font for each would take a minute and test nothing here.
    monkeypatch.setattr(exporter, "font_face", lambda text: "")
    plain = (Section(id="a", title="一", parts=(Paragraph(text="甲"),)),)
    file = tmp_path / "top.html"
    file.write_text("", encoding="utf-8")
    with opened(file) as it:
        for payload in payloads:
            text = payload["input"]
            file.write_text(exporter.render(page_of(text, plain)), encoding="utf-8")
            it.page.goto(file.as_uri())
            it.page.wait_for_timeout(50)
            check(it, [text])
