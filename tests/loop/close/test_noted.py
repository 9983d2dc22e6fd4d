"""Notes on a page: where they stand, when they are flagged, and that they change no figure."""

import pytest

from diagnostics.look.page import Bullets, Page, Paragraph, Section, TablePart, Verdict
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.noted import sections_of, with_notes
from diagnostics.loop.close.section_figures import fingerprint_of
from diagnostics.run.exporter import render


def section(text="少 3.08 万元", status="worked"):
    card = Verdict(title="措施", status=status, value="+4.3 个百分点", rungs=(True, None, False, None))
    return Section(id="gap", title="差距", parts=(Paragraph(text=text), card, Bullets(items=("客流",))))


def page(**changes):
    return Page(language="zh", title="结论", sections=(section(**changes), Section(id="steps", title="下一步")))


def note(*accepted, **other):
    blocks = [{"kind": "paragraph", "text": "<script>alert(1)</script> 长期的"}]
    given = [{"figures": each, "on": f"2025-07-0{day}", "period": "2025-06"} for day, each in enumerate(accepted, 1)]
    return {
        "section": "gap", "language": "zh", "author": "li", "day": "2025-07-03", "blocks": blocks, "accepted": given,
        **other,
    }  # fmt: skip


def box(record, build, **changes):
    parts = with_notes(page(**changes), {"notes": [record]}, build.wording()).sections[0].parts
    (found,) = (each for each in parts if each.kind == "note")
    return found


def test_a_note_stands_after_the_computed_sentences_with_author_and_day(build):
    noted = with_notes(page(), {"notes": [note()]}, build.wording()).sections[0]
    assert [each.kind for each in noted.parts] == ["paragraph", "verdict", "bullets", "note"]
    assert (noted.parts[-1].title, noted.parts[-1].by) == ("顾问判断", "李敏 · 2025年7月3日")


@pytest.mark.parametrize(
    ("accepted", "flag"),
    [
        ((), "尚未与旁边的数字核对"),
        (("same",), ""),
        (("0" * 16, "same"), ""),
        (("0" * 16,), "2025年7月1日 与数字核对过"),
    ],
)
def test_a_note_is_flagged_unless_somebody_read_it_against_these_figures(build, accepted, flag):
    own = fingerprint_of(section())
    told = box(note(*(own if each == "same" else each for each in accepted)), build).flag
    assert flag in told
    assert bool(told) == bool(flag)


@pytest.mark.parametrize("changes", [{"text": "少 3.09 万元"}, {"status": "worse"}])
def test_another_figure_or_verdict_is_another_fingerprint(build, changes):
    assert box(note(fingerprint_of(section())), build, **changes).flag


def closed(lead="3 项结束", came="达到预期"):
    columns = (Column(key="title", label="措施"), Column(key="came", label="结果"))
    table = Table(caption="结果", columns=columns, rows=({"title": "回访", "came": came},))
    return Section(id="closed", title="达成", lead=lead, parts=(TablePart(table=table),))


@pytest.mark.parametrize("changes", [{"lead": "4 项结束"}, {"came": "没有达到预期"}])
def test_a_count_above_the_parts_or_an_outcome_in_a_table_is_another_fingerprint(changes):
    assert fingerprint_of(closed()) == fingerprint_of(closed(lead="共 3 项"))
    assert fingerprint_of(closed(**changes)) != fingerprint_of(closed())


def test_other_words_around_the_same_figures_are_no_change(build):
    assert not box(note(fingerprint_of(section())), build, text="低了 3.08 万元").flag


def test_a_note_changes_no_figure_and_its_absence_no_page(build):
    bare = page()
    noted = with_notes(bare, {"notes": [note()]}, build.wording())
    kept = [each for each in noted.sections[0].parts if each.kind != "note"]
    assert kept == list(bare.sections[0].parts)
    assert with_notes(bare, None, build.wording()) is bare
    assert with_notes(bare, {"notes": [note(language="en")]}, build.wording()) is bare
    assert sections_of(bare)["gap"] == {"figures": fingerprint_of(section()), "folded": False}


def test_a_rendered_note_is_text(build, quick_font):
    html = render(with_notes(page(), {"notes": [note()]}, build.wording()))
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 长期的" in html
