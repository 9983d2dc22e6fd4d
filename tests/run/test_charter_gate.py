"""Nothing is measured before it is said what for; a draft never takes the place of a page."""

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from diagnostics.look.page import Callout, Page, Paragraph, Section
from diagnostics.run.carry_out import carry_out
from diagnostics.run.charter_gate import drafted, refuse_unanswered
from diagnostics.run.exporter import render
from diagnostics.run.publishing.publish import Asked, publish
from diagnostics.run.steps import NAMES
from diagnostics.run.workspace import Workspace

pytestmark = pytest.mark.usefixtures("quick_font")
ANSWER = "benefit_staff: 多拿"


def change(folder, old, new):
    path = folder / "engagement.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_steps_after_align_are_refused_and_the_fields_named(small, steps, said):
    change(
        small,
        f"problem: 怎么提高, sponsor: li, statement: 为了大家, benefit_firm: 多赚, {ANSWER}",
        "problem: '（示例）'",
    )
    fields = r"The charter \(engagement.yaml:\d+\) gives no problem, sponsor, statement, benefit_firm and benefit_staff"
    with pytest.raises(InputError, match=fields):
        carry_out(small, "2025-06", progress=said)
    assert not (small / "runs").exists()


def test_align_alone_runs_without_the_charter(small):
    change(small, ANSWER, "benefit_staff: ''")
    refuse_unanswered(load_engagement(small), frozenset({"align"}))
    with pytest.raises(InputError, match="gives no benefit_staff;.*--draft"):
        refuse_unanswered(load_engagement(small), frozenset({"align", "diagnose"}))


def test_a_draft_lies_beside_the_page_and_leaves_it_alone(small, steps, said):
    page = carry_out(small, "2025-06", progress=said).page
    before = page.read_bytes()
    change(small, ANSWER, "benefit_staff: ''")
    draft = carry_out(small, "2025-06", progress=said, draft=True)
    assert draft.page.name == "retrospective.draft.html"
    assert draft.run.manifest.draft
    assert page.read_bytes() == before


def test_a_page_replaces_the_draft_once_the_charter_is_answered(small, steps, said):
    change(small, ANSWER, "benefit_staff: ''")
    draft = carry_out(small, "2025-06", progress=said, draft=True)
    assert not Workspace(small.resolve(), "2025-06").page.exists()
    change(small, "benefit_staff: ''", ANSWER)
    outcome = carry_out(small, "2025-06", progress=said)
    assert outcome.page.name == "retrospective.html"
    assert not outcome.run.manifest.draft
    assert not draft.page.exists()


def test_the_same_draft_again_runs_nothing_and_a_page_after_it_is_rendered_anew(small, steps, said):
    carry_out(small, "2025-06", progress=said, draft=True)
    assert carry_out(small, "2025-06", progress=said, draft=True).ran == ()
    assert steps.rendered == 1
    outcome = carry_out(small, "2025-06", progress=said)
    assert outcome.ran == ()
    assert steps.ran == list(NAMES)
    assert steps.rendered == 2
    assert outcome.page.name == "retrospective.html"


def test_align_after_a_draft_publishes_nothing_of_it(small, steps, said):
    change(small, ANSWER, "benefit_staff: ''")
    draft = carry_out(small, "2025-06", progress=said, draft=True)
    outcome = carry_out(small, "2025-06", frozenset({"align"}), progress=said)
    assert outcome.page in (None, draft.page)
    assert draft.page.is_file()
    assert not Workspace(small.resolve(), "2025-06").page.exists()
    path = small / "kpis.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("成交单数", "全部成交单数"), encoding="utf-8")
    assert carry_out(small, "2025-06", frozenset({"align"}), progress=said).page is None
    assert not Workspace(small.resolve(), "2025-06").page.exists()


@pytest.mark.parametrize("chosen", [{"align"}, {"align", "diagnose"}])
def test_steps_of_a_draft_are_published_no_more_than_its_page(small, steps, said, chosen):
    change(small, ANSWER, "benefit_staff: ''")
    draft = carry_out(small, "2025-06", frozenset(chosen), progress=said, draft=True)
    assert draft.page is None
    with pytest.raises(InputError, match="is a draft, which is never published"):
        publish(small, "2025-06", Asked("align"), said)
    assert not (small / "reports").exists()


def test_what_needs_no_charter_is_taken_over_from_a_draft_and_then_is_none(small, steps, said):
    change(small, ANSWER, "benefit_staff: ''")
    carry_out(small, "2025-06", frozenset({"align", "diagnose"}), progress=said, draft=True)
    outcome = carry_out(small, "2025-06", frozenset({"align"}), progress=said)
    assert not outcome.run.manifest.draft
    assert set(outcome.run.manifest.steps) == {"align"}
    assert steps.ran == ["align", "diagnose"]
    assert carry_out(small, "2025-06", frozenset({"align"}), progress=said).run.folder == outcome.run.folder


@pytest.mark.parametrize(("language", "word"), [("zh", "草稿"), ("en", "DRAFT")])
def test_the_stamp_stands_at_the_top_and_across_every_sheet(language, word):
    section = Section(id="one", title="x", parts=(Paragraph(text="y"),))
    notices = tuple(Callout(title=f"t{n}", text="x", tone="watch") for n in range(4))
    page = drafted(Page(language=language, title="t", stamp="2025-06-30", sections=(section,), notices=notices))
    html = render(Page.model_validate(page.model_dump()))
    assert f'data-mark="{word}"' in html
    assert f"{word} \u00b7 2025-06-30" in html
    assert len(page.notices) == 5
    assert 'data-mark="' not in render(Page(language=language, title="t", sections=(section,)))


def test_a_plan_says_what_a_run_would_refuse(small, perfloop_here):
    change(small, ANSWER, "benefit_staff: ''")
    lines = perfloop_here("plan", small, "--period", "2025-06").out.splitlines()
    with pytest.raises(InputError) as told:
        carry_out(small, "2025-06")
    assert lines[1] == f"refused for now: {told.value}"
    assert lines[2] == "what --draft would do:"
    assert lines[3].startswith("  align      would run")


def test_a_plan_of_what_needs_no_charter_is_not_refused(small, perfloop_here):
    change(small, ANSWER, "benefit_staff: ''")
    lines = perfloop_here("plan", small, "--period", "2025-06", "--steps", "align").out
    assert "refused" not in lines
    assert "align      would run" in lines
    assert "diagnose   left out" in lines
