"""A page as its readers need it."""

from dataclasses import replace

import pytest

from diagnostics.errors import InputError
from diagnostics.look.page import Page, Paragraph, Section
from diagnostics.loop.close.audience import fit
from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.wording import Wording

TRACE = {
    "figures": [{
        "kpi": "conversion", "entity": "s1", "period": "2025-06", "value": 0.25, "numerator": 301.0,
        "denominator": 1204.0, "n": 1204, "basis": "", "file": "results/gaps.parquet", "row": 7,
    }],
    "kpis": {"conversion": {
        "leaves": ["conversion"], "sources": ["members"], "columns": ["bought_again", "members"], "where": [],
    }},
    "sources": {"members": {"files": ["data/members.csv"], "table": "", "sheet": "", "changed": "", "version": 0}},
}  # fmt: skip


def page():
    part = (Paragraph(text="x"),)
    return Page(
        language="zh", title="t", subtitle="复盘", sections=(Section(id="one", title="1", parts=part),),
        appendix=(Section(id="definitions", title="口径", parts=part), Section(id="methods", title="m", parts=part)),
    )  # fmt: skip


@pytest.fixture
def told(build):
    build.add("greeting")
    build.measures[0] |= {"owner_name": "李航", "start": None, "progress": 0.5, "state": "started"}
    inputs = replace(build.inputs(), trace=TRACE)
    wording = Wording(inputs)
    conclusions = conclude(inputs, wording)
    return lambda audience: fit(page(), inputs, wording, conclusions, audience)


def test_leadership_sees_the_page_as_it_is(told):
    assert told("leadership") == page()


def test_the_working_team_sees_definitions_and_the_ledger_and_no_open_questions(told):
    ids = [each.id for each in told("client").sections]
    assert ids[:1] == ["one"]
    assert "definitions" in ids
    assert "ledger" in ids
    assert not any(each.startswith("question") or each == "ledger-findings" for each in ids)
    assert [each.id for each in told("client").appendix] == ["methods"]


def test_the_consultants_page_says_whom_it_is_for(told):
    page = told("consultant")
    assert "顾问" in page.subtitle
    assert "不要转发" in page.notices[0].text


def test_the_consultants_page_says_what_each_figure_is_made_from_and_no_other_does(told):
    (section,) = (each for each in told("consultant").sections if each.id == "trace")
    (row,) = section.parts[0].table.rows
    assert row["rows"] == "1,204"
    assert row["source"] == "members.csv"
    assert row["columns"] == "bought_again、members"
    assert row["place"].endswith("第 8 行")
    assert [each.id for who in ("leadership", "client") for each in told(who).sections if each.id == "trace"] == []


def test_each_question_is_a_section_of_its_own(told):
    asked = [each for each in told("consultant").sections if each.id.startswith("question-")]
    assert asked
    assert len({each.title for each in asked}) == len(asked)


def test_an_unknown_audience_is_refused_with_the_nearest(told):
    with pytest.raises(InputError, match=r"Did you mean 'client'"):
        told("clients")
