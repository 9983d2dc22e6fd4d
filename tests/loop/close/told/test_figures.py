"""No number on the first screen without a source."""

import json
import re

import pytest

from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.page import page_of
from diagnostics.loop.close.retrospective import retrospect
from diagnostics.loop.close.told.figures import figures_of, untraced


def figures(build, **changes):
    wording = build.wording()
    found = conclude(wording.inputs, wording)
    return figures_of(replace_page(page_of(wording.inputs, wording, found), **changes), found.reviews, wording)


def replace_page(page, **changes):
    return page.model_copy(update=changes)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_of_a_page_has_a_stored_value_behind_it(build, language):
    build.language = language
    build.add("a", "worked", 0.03, 0.13).add("b", "no_evidence", -0.04, 0.04).add("c", "insufficient", None, None)
    found = figures(build)
    assert untraced(found) == ()
    assert {each.where.partition("[")[0] for each in found} == {"title", "lead", "headlines", "verdicts"}


def test_a_figure_tells_whose_it_is_and_the_value_before_rounding(build):
    found = {each.where: each for each in figures(build) if each.where == "headlines[0].value"}["headlines[0].value"]
    assert (found.value, found.unit) == (320_000.0, "scaled")
    assert found.ref == {
        "file": "results/gaps.parquet", "path": "[0].actual", "kpi": "revenue", "entity": "s1", "period": "2025-06",
    }  # fmt: skip


@pytest.mark.parametrize("lead", ["营收比目标低 81 万元。", "营收为 32.1 万元", "比目标低 21.0%", "共 7 项措施"])
def test_a_sentence_that_tells_another_number_is_found_out(build, lead):
    assert [each.where for each in untraced(figures(build, lead=(lead,)))] == ["lead[0]"]


def test_counts_refer_to_the_words_that_tell_them(build):
    build.add("a", "worked", 0.03, 0.13).add("b", "no_evidence", -0.04, 0.04)
    told = [each.ref["path"] for each in figures(build) if each.where == "title" and each.text == "1"]
    assert told == ["measures that are worked", "measures that are no_evidence"]


@pytest.mark.parametrize(
    ("figure", "path"),
    [
        # 98.75 is written 98.8 and the own part -0.1, so the other is told as -1.1 (it is -1.15): never as the -1.13
        # that is a share.
        ("98.8", "effects[0], level now"),
        ("−1.1", "effects[0].external.relative of 100, the whole less own"),
        ("−0.1", "effects[0].own.relative of 100"),
        ("−0.2", None),
    ],
)
def test_parts_of_a_change_are_never_taken_for_a_share_that_is_rounded_alike(build, figure, path):
    build.add("m", "worked", -0.22, 0.13)
    told = {"zh": f"其中 {figure} 是可比对象也有的变化。", "en": ""}
    build.effects[0] |= {"external": {"relative": -0.0115}, "own": {"relative": -0.001}, "mde": -1.13, "parts": told}
    (found,) = [each for each in figures(build) if each.where == "verdicts[m].text" and each.text == figure]
    assert found.ref.get("path") == path


def test_the_day_on_which_a_measure_is_to_start_is_no_figure(build):
    build.add("m", state="planned", started=None, planned_start="2025-07-16")
    assert [each for each in figures(build) if each.where == "verdicts[m].text"] == []


@pytest.mark.parametrize("case", ["demo_a", "demo_b"])
def test_no_digit_on_the_first_screen_of_a_demo_is_without_a_source(case, request):
    loop = request.getfixturevalue(case)
    record = json.loads((loop.run / "results" / "retrospective.json").read_text(encoding="utf-8"))
    assert [each for each in record["figures"] if not each["ref"]] == []
    page = retrospect(loop.folder, period=loop.period, run=loop.run).content
    places = {f"lead[{at}]": each for at, each in enumerate(page.lead)} | {"title": page.title}
    for at, each in enumerate(page.headlines):
        places |= {f"headlines[{at}].{name}": getattr(each, name) for name in ("label", "value", "note")}
    for each in record["measures"]:
        places[f"verdicts[{each['id']}].text"] = each["text"]
    # What is no figure of record is a period, or part of a name.
    for place, text in places.items():
        left = re.sub(r"\d{4}年(\d{1,2}月)?|271 考核|「[^」]*」|“[^”]*”", "", text)
        for each in (each["text"] for each in record["figures"] if each["in"] == place):
            assert each in left
            left = left.replace(each, "", 1)
        assert not re.search(r"\d", left), (place, left)


def test_every_traced_figure_of_the_demo_stands_where_its_reference_says(demo_a):
    import pandas as pd

    results = demo_a.run / "results"
    gaps = pd.read_parquet(results / "gaps.parquet")
    record = json.loads((results / "retrospective.json").read_text(encoding="utf-8"))
    seen = 0
    for each in record["figures"]:
        found = re.fullmatch(r"\[(\d+)\]\.(\w+)", each["ref"]["path"])
        if each["ref"]["file"] == "results/gaps.parquet" and found:
            assert gaps[found[2]].iloc[int(found[1])] == each["value"]
            seen += 1
    assert seen >= 5


def test_a_run_without_measures_traces_its_figures_too(build):
    build.gaps = [replace_gap(each) for each in build.gaps]
    assert untraced(figures(build)) == ()


def replace_gap(row):
    return {**row, "outside_usual": True, "usual_side": "below"}
