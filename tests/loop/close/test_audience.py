"""A page as its readers need it."""

import pytest

from diagnostics.errors import InputError
from diagnostics.look.page import Page, Paragraph, Section
from diagnostics.loop.close.audience import fit
from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.wording import Wording


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
    inputs = build.inputs()
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


def test_an_unknown_audience_is_refused_with_the_nearest(told):
    with pytest.raises(InputError, match=r"Did you mean 'client'"):
        told("clients")
