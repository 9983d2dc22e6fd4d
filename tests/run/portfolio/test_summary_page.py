"""The page across clients: what failed first, whole whatever clients are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from diagnostics.look.fonts import lacking
from diagnostics.run.exporter import render
from diagnostics.run.portfolio.self_report import first_sentence, report_of
from diagnostics.run.portfolio.side_by_side import Portfolio
from diagnostics.run.portfolio.summary_page import portfolio_page
from diagnostics.run.portfolio.task import Done, Told

POINTS = ({"zh": "预警一", "en": "a warning"},)
DONE = [
    Done(
        "/c/calm", 0, "done", seconds=20, peak_memory=500 << 20, told=Told("calm", "安静", "一切正常。", {"worked": 2})
    ),
    Done("/c/loud", 0, "done", seconds=130, told=Told("loud", "吵闹", "营收下降。", {}, 3, 0, 1, POINTS)),
    Done("/c/bad", 1, "failed", error="4_track.ipynb, cell [3]: broke. Logs: x", seconds=3, step="track"),
    Done("/c/slow", None, "killed", error="track: killed from outside after 9 s.", seconds=9, step="track"),
    Done("/c/none", None, "refused", error="no engagement: it holds no engagement.yaml."),
    Done("/c/left", None, "interrupted", error="not started."),
]


def portfolio(done=None, **more):
    done = DONE if done is None else done
    return Portfolio("2025-06", tuple(done), {each.client: each.name for each in done}, {}, **more)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_failed_comes_first_then_what_needs_a_look(language):
    page = portfolio_page(portfolio(), language)
    table = next(each for each in page.sections if each.id == "clients").parts[0].table
    names = [row["client"] for row in table.rows]
    assert [each.partition("（" if language == "zh" else " (")[0] for each in names] == [
        "bad", "slow", "none", "left", "吵闹", "安静",
    ]  # fmt: skip
    assert table.tones == ("bad", "bad", "bad", "bad", "watch", None)
    assert [each.id for each in page.sections] == ["unfinished", "points", "clients"]
    assert [each.value.rstrip(" 家") for each in page.headlines[:3]] == ["2", "4", "1"]


def test_each_unfinished_client_has_its_reason_and_what_to_do_next():
    items = portfolio_page(portfolio(), "en").sections[0].parts[0].items
    told = {each.what: each.note for each in items}
    assert told.keys() == {"bad: failed", "slow: ended from outside", "none: refused, nothing ran", "left: interrupted"}
    assert told["bad: failed"].startswith("4_track.ipynb, cell [3]: broke. Logs: x\nMend what is told above and run")
    assert "perfloop run /c/bad --period 2025-06" in told["bad: failed"]
    assert "raise PERFLOOP_STEP_WALL or PERFLOOP_STEP_MEMORY" in told["slow: ended from outside"]
    assert "whether the path is right" in told["none: refused, nothing ran"]


def test_where_all_is_well_nothing_asks_for_a_look():
    page = portfolio_page(portfolio(DONE[:1]), "en")
    assert page.title == "All 1 client ran to the end"
    assert [each.id for each in page.sections] == ["clients"]
    row = page.sections[0].parts[0].table.rows[0]
    assert row == {
        "client": "安静 (calm)", "status": "done", "headline": "一切正常。", "warnings": "", "verdicts": "2 worked",
        "spent": "20 s · 500 MB",
    }  # fmt: skip


HOSTILE = "<img src=x onerror=alert(1)>\u202e\x00한" + "长" * 5000


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_clients_words_break_the_page_nor_stand_in_anothers_row(language):
    told = Told("x", HOSTILE, HOSTILE, {"worked": 1, "made up": 9}, 1, 1, 1, ({"zh": HOSTILE, "en": HOSTILE},))
    done = [DONE[0], Done("/c/bad\x1b", 1, "failed", error=HOSTILE, told=told), Done("/c/odd", 0, "done", told=told)]
    made = portfolio_page(portfolio(done), language)
    assert not lacking(made.model_dump_json())
    html = render(made)
    assert "<img" not in html
    assert "<script" not in html
    assert "default-src &#39;none&#39;" in html
    rows = {each["client"]: json.dumps(each, ensure_ascii=False) for each in made.sections[2].parts[0].table.rows}
    calm = next(each for name, each in rows.items() if "calm" in name)
    assert "onerror" not in calm
    assert sum("一切正常" in each for each in rows.values()) == 1


def test_folders_with_one_id_and_the_confidential_mark_stand_above():
    made = portfolio(DONE[:2])
    page = portfolio_page(Portfolio("2025-06", made.done, made.names, {"a": ("/c/calm", "/c/loud")}), "zh")
    assert [each.title for each in page.notices] == ["仅供顾问内部使用", "有文件夹使用同一个项目编号"]
    assert "calm、loud" in page.notices[1].text
    assert page.stamp == "仅供顾问 · 保密"


def test_three_hundred_clients_fit_on_one_page():
    done = [Done(f"/c/{at}", 1, "failed", error="broke", told=DONE[1].told) for at in range(200)]
    done += [Done(f"/c/{at}", 0, "done", told=DONE[1].told) for at in range(200, 400)]
    page = portfolio_page(portfolio(done), "zh")
    assert sum(len(each.items) for each in page.sections[0].parts) == 200
    assert len(page.sections[2].parts[0].table.rows) == 400
    assert "另有 50 家" in page.sections[1].lead


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("营收为 25.4 万元（16.9%）。这是常态。", "营收为 25.4 万元（16.9%）。"),
        ("Revenue is ¥3.48M, 2.5% below. It is usual.", "Revenue is ¥3.48M, 2.5% below."),
        ("No stop at all", "No stop at all"),
        ("", ""),
    ],
)
def test_the_headline_is_the_first_sentence(text, first):
    assert first_sentence(text) == first


def test_a_client_tells_of_its_run_what_its_results_hold(tmp_path, small):
    results = tmp_path / "run" / "results"
    results.mkdir(parents=True)
    measures = [
        {"verdict": "worked"}, {"verdict": None}, {"verdict": "insufficient", "judge_from": ""},
        {"verdict": "insufficient", "judge_from": "2025-10"}, {"verdict": "worse", "external": True},
    ]  # fmt: skip
    (results / "retrospective.json").write_text(json.dumps({"lead": ["Down. Again."], "measures": measures}))
    alerts = [{"state": "open", "text": {"en": "low", "zh": "低"}}, {"state": "closed", "text": {}}]
    (results / "alerts.json").write_text(json.dumps({"alerts": alerts}))
    told = report_of(small, tmp_path / "run")
    assert (told["headline"], told["alerts"]) == ("Down.", 1)
    assert told["verdicts"] == {"worked": 1, "waiting": 1, "undecidable": 1, "insufficient": 1}
    assert told["id"]
    assert {"en": "low", "zh": "低"} in told["points"][:2]
    assert report_of(Path("/absent"), None)["verdicts"] == {}
