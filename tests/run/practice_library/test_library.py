"""Closed measures of a run put into a firm's library: what is kept, what is refused, and what changes later."""

from __future__ import annotations

import json

import pytest
import yaml

from diagnostics.data.handoff import write_records
from diagnostics.dictionary.practices import read_firm_library
from diagnostics.dictionary.practices.write import card_text, outcomes_text
from diagnostics.errors import InputError, PerfloopError, UnknownNameError
from diagnostics.model.practice import seal_of
from diagnostics.run.manifest import Manifest, StepRecord, hash_file
from diagnostics.run.practice_library.export import csv_text, export
from diagnostics.run.practice_library.filing import FILING, PracticeFiling
from diagnostics.run.practice_library.library import Asked, add_practices
from diagnostics.run.practice_library.outcomes import outcome_lines
from diagnostics.run.practice_library.verify import differences
from tests.practice_files import card, closed, effect, library

BOTH = {"zh": "新客接待演练", "en": "Practice of receptions"}
WRITTEN = {"track": "tracking", "intervene": "interventions", "align": "alignment"}


def measure(key="calls", **fields):
    return {
        "id": key, "title": BOTH, "dimension": "skills", "cause": {"zh": "新客接待不到位", "en": "Badly received"},
        "kpi": "conversion_rate", "entities": ["north"], "owner": "li", "measure": {"zh": "每周演练", "en": "Weekly"},
        "library": "", "state": "completed", "started": "2025-01-01", "ended": "2025-05-31", "external": False,
        "cost": 12345.0, "currency": "CNY", "expected": {"absolute": 0.02, "relative": None, "by": "li"}, "tasks": [],
        "approvals": [], **fields,
    }  # fmt: skip


def judged(key="calls", verdict="worked", span=(0.02, 0.01, 0.03), **fields):
    value, low, high = span
    return {
        "intervention": key, "verdict": verdict, "effect": value, "low": low, "high": high, "relative": value * 8,
        "relative_low": low * 8, "relative_high": high * 8, "method": "did", "rung": 4 if verdict == "worked" else 1,
        "periods_after": 8, "comparisons": ["south"], "together_with": [], "evidence": {"process_moved": True}, **fields,
    }  # fmt: skip


@pytest.fixture
def client(small):
    """A client with a finished run of these measures; run again, a later one takes its place."""

    def make(measures, effects, period="2025-06", **manifest):
        run = small / "runs" / period / f"run-{period}"
        kpi = {
            "id": "conversion_rate",
            "name": {"zh": "转化率", "en": "Conversion"},
            "unit": "share",
            "direction": "higher",
            "cycle": "month",
        }
        write_records(run, "tracking", {"effects": effects})
        write_records(run, "interventions", {"interventions": measures, "anchor": {"seq": 1, "hash": "b" * 64}})
        write_records(run, "alignment", {"kpis": [kpi], "synthetic": False})
        steps = {
            step: StepRecord(key="k", inputs={}, parameters={}, outputs={file: hash_file(run / file)})
            for step, file in ((step, f"results/{name}.json") for step, name in WRITTEN.items())
        }
        told = {"started": "x", "finished": "x", "perfloop": "0", "python": "3", "packages": ()}
        made = Manifest(
            run=run.name, engagement="small", period=period, as_of=f"{period}-30", steps=steps, **told, **manifest
        )
        (run / "run.json").write_text(made.text(), encoding="utf-8")
        (run.parent / "current.json").write_text(json.dumps({"run": run.name}), encoding="utf-8")
        return small

    return make


@pytest.fixture
def firm(tmp_path):
    return tmp_path / "firm"


FILED = PracticeFiling(industry="retail", kinds={"calls": "reception_practice"})
WORKED = Asked("calls", filing=FILED)


def test_one_card_is_made_and_every_closed_measure_recorded(client, firm):
    measures = [measure(), measure("raise"), measure("open", state="started"), measure("opening", external=True)]
    path = client(
        measures, [judged(), judged("raise", "no_evidence", (0.0, -0.02, 0.02)), judged("open", "insufficient")]
    )
    added = add_practices(path, WORKED, firm)
    assert [name for name, _ in added.outcomes] == ["calls", "raise"]
    assert added.unsorted == ("raise",)
    found = read_firm_library(firm)
    (made,) = found.cards.values()
    assert (made.verdict, made.effect.scale, made.effect.low, made.cost.amount) == ("worked", "points", 0.01, 12000.0)
    assert {each.verdict for each in found.outcomes.values()} == {"worked", "no_evidence"}
    assert yaml.safe_load((path / FILING).read_text(encoding="utf-8"))["pseudonym"] == made.source.engagement
    everything = "".join(each.read_text(encoding="utf-8") for each in firm.rglob("*.yaml"))
    for name in ("small", "小店", "north", "北店", "李店长", "calls_", "raise"):
        assert name not in everything


def test_the_same_run_gives_the_same_files_and_a_pseudonym_is_drawn_once(client, firm):
    path = client([measure()], [judged()])
    add_practices(path, WORKED, firm)
    before = {each: each.read_bytes() for each in firm.rglob("*.yaml")}
    add_practices(path, Asked(), firm)
    assert {each: each.read_bytes() for each in firm.rglob("*.yaml")} == before
    assert differences(path, firm) == []


@pytest.mark.parametrize(
    ("effect_fields", "fields", "told"),
    [
        ({"verdict": "no_evidence", "span": (0.0, -0.1, 0.1)}, {}, "no effect is told from chance"),
        ({"verdict": "worse", "span": (-0.02, -0.03, -0.01)}, {}, "got worse"),
        ({"verdict": "insufficient"}, {}, "can't be judged yet"),
        ({"together_with": ["other"]}, {}, "other measures acted"),
        ({"rung": 3}, {}, "rung 3 of 4"),
        ({"effect": None}, {}, "no effect with an interval"),
        ({"span": (0.02, -0.01, 0.05)}, {}, "must lie on one side"),
        ({}, {"external": True}, "event from outside"),
        ({}, {"title": {"zh": "长" * 300, "en": ""}}, "becomes no card: title: .*at most 200"),
    ],
)
def test_what_did_not_work_on_its_own_becomes_no_card_and_says_why(client, firm, effect_fields, fields, told):
    path = client([measure(**fields)], [judged(**effect_fields)])
    with pytest.raises(InputError, match=told):
        add_practices(path, WORKED, firm)
    assert not firm.exists()
    assert not (path / FILING).exists()


def test_a_card_names_the_rules_that_the_ledger_says_it_went_into(client, firm):
    homes = [{"name": {"zh": "接待规范", "en": "Rules of reception"}, "review": "2026-03-31"}]
    add_practices(client([measure(standard={"course": None, "homes": homes})], [judged()]), WORKED, firm)
    (made,) = read_firm_library(firm).cards.values()
    assert (made.home.zh, made.home.en, made.review) == ("接待规范", "Rules of reception", "2026-03")


def test_a_kind_is_needed_and_that_of_the_library_card_is_taken(client, firm):
    path = client([measure()], [judged()])
    with pytest.raises(InputError, match="--kind calls=KIND"):
        add_practices(path, Asked("calls"), firm)
    path = client([measure(library="Reception-Practice")], [judged()])
    assert add_practices(path, Asked("calls"), firm).outcomes[0][1].kind == "reception_practice"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"cause": {"zh": "小店的新客没人管", "en": ""}}, r"cause.zh: client 小\*"),
        ({"measure": {"zh": "每周演练", "en": "weekly at North"}}, "done.en: entity n"),
        ({"title": {"zh": "李店长演练", "en": ""}}, "title.zh: person 李"),
        ({"tasks": [{"name": {"zh": "王主管检查", "en": ""}}]}, r"steps\[0\].zh: person"),
    ],
)
def test_a_text_that_names_client_entity_or_person_stops_everything(client, firm, fields, where):
    path = client([measure(**fields)], [judged()])
    with pytest.raises(InputError, match=where):
        add_practices(path, WORKED, firm)
    assert not firm.exists()


def test_a_telephone_number_stops_everything_too(client, firm):
    path = client([measure(cause={"zh": "打 13912345678 没人接", "en": ""})], [judged()])
    with pytest.raises(PerfloopError, match="phone"):
        add_practices(path, WORKED, firm)


def test_what_could_not_be_read_again_is_not_written(client, firm):
    path = client([measure(cause={"zh": "新客\x00没人管", "en": ""})], [judged()])
    with pytest.raises(InputError, match="control character"):
        add_practices(path, WORKED, firm)
    assert not firm.exists()


def test_a_consultants_words_take_the_place_of_the_ledgers(client, firm, tmp_path):
    words = tmp_path / "words.yaml"
    words.write_text(
        "cause: 新客没人管\nconditions: [每班有人带]\nhome: 新人培训第三课\nreview: 2026-06\n", encoding="utf-8"
    )
    path = client([measure(cause={"zh": "小店的新客没人管", "en": ""})], [judged()])
    add_practices(path, Asked("calls", words, FILED), firm)
    (made,) = read_firm_library(firm).cards.values()
    assert (made.cause.zh, made.home.zh, made.title.zh) == ("新客没人管", "新人培训第三课", BOTH["zh"])
    add_practices(path, Asked(), firm)
    assert next(iter(read_firm_library(firm).cards.values())) == made
    words.write_text("causes: x\n", encoding="utf-8")
    with pytest.raises(InputError, match="cause"):
        add_practices(path, Asked("calls", words), firm)


def test_a_verdict_that_fell_later_takes_its_card_away(client, firm):
    path = client([measure()], [judged()])
    add_practices(path, WORKED, firm)
    client([measure()], [judged(verdict="no_evidence", span=(0.0, -0.02, 0.02))], "2025-07")
    assert differences(path, firm) == []
    added = add_practices(path, Asked(), firm)
    assert len(added.dropped) == 1
    assert not read_firm_library(firm).cards


def test_a_record_and_card_that_were_forged_with_new_seals_are_found_by_the_clients_run(client, firm):
    path = client([measure()], [judged()])
    add_practices(path, WORKED, firm)
    assert differences(path, firm) == []
    (made,), (kept,) = (
        tuple(each.values()) for each in (read_firm_library(firm).cards, read_firm_library(firm).outcomes)
    )
    better = made.effect.model_copy(update={"value": 0.2, "low": 0.15, "high": 0.25})
    for each, folder, text in ((made, "cards", card_text), (kept, "outcomes", lambda one: outcomes_text([one]))):
        forged = each.model_copy(update={"effect": better})
        name = forged.id if folder == "cards" else forged.source.engagement
        forged = forged.model_copy(update={"seal": seal_of(forged)})
        (firm / folder / f"{name}.yaml").write_text(text(forged), encoding="utf-8")
    assert read_firm_library(firm).cards
    assert any("calls: effect of" in each for each in differences(path, firm))


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (lambda made: {"cost": made.cost.model_copy(update={"amount": 1.0})}, "cost"),
        (lambda made: {"source": made.source.model_copy(update={"year": 2020})}, "year"),
    ],
)
def test_what_verify_alone_can_find_is_found(client, firm, forge, told):
    path = client([measure()], [judged()])
    add_practices(path, WORKED, firm)
    kept = read_firm_library(firm)
    (made,), (record,) = kept.cards.values(), kept.outcomes.values()
    texts = {"cards": (made, card_text), "outcomes": (record, lambda one: outcomes_text([one]))}
    for folder, (each, text) in texts.items():
        forged = each.model_copy(update={key: value for key, value in forge(made).items() if hasattr(each, key)})
        name = made.id if folder == "cards" else made.source.engagement
        forged = forged.model_copy(update={"seal": seal_of(forged)})
        (firm / folder / f"{name}.yaml").write_text(text(forged), encoding="utf-8")
    assert any(f"calls: {told} of" in each for each in differences(path, firm))


def test_a_card_whose_measure_is_not_closed_in_the_run_that_is_read_goes(client, firm):
    path = client([measure()], [judged()])
    add_practices(path, WORKED, firm)
    client([measure(state="started")], [judged(verdict="insufficient")], "2025-07")
    assert len(add_practices(path, Asked(), firm).dropped) == 1
    assert not read_firm_library(firm).cards


def test_a_key_in_a_text_stops_everything_though_it_looks_like_a_seal(client, firm):
    key = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    path = client([measure(cause={"zh": f"口令 {key}", "en": ""})], [judged()])
    with pytest.raises(PerfloopError, match="secret"):
        add_practices(path, WORKED, firm)


def test_results_that_were_edited_and_drafts_are_refused(client, firm):
    path = client([measure()], [judged()], draft=True)
    with pytest.raises(InputError, match="is a draft"):
        add_practices(path, WORKED, firm)
    path = client([measure()], [judged("calls", "no_evidence", (0.0, -0.1, 0.1))])
    file = path / "runs/2025-06/run-2025-06/results/tracking.json"
    file.write_text(file.read_text(encoding="utf-8").replace("no_evidence", "worked"), encoding="utf-8")
    with pytest.raises(InputError, match="not those that it wrote"):
        add_practices(path, WORKED, firm)


def test_names_that_nothing_bears_are_told_with_the_nearest(client, firm):
    path = client([measure()], [judged()])
    with pytest.raises(UnknownNameError, match="Did you mean 'calls'"):
        add_practices(path, Asked("cals"), firm)
    with pytest.raises(UnknownNameError, match="conversion_rate"):
        add_practices(path, Asked(filing=PracticeFiling(kpis={"conversion": "conversion_rate"})), firm)
    with pytest.raises(InputError, match="No practice library"):
        add_practices(path, WORKED)
    with pytest.raises(InputError, match="lies inside the engagement"):
        add_practices(path, WORKED, path / "practices")


def test_a_copy_of_the_engagement_is_not_recorded_a_second_time(client, firm):
    path = client([measure()], [judged()])
    add_practices(path, WORKED, firm)
    (path / FILING).unlink()
    with pytest.raises(InputError, match="on record as e[0-9a-f]{8}, from another copy"):
        add_practices(path, WORKED, firm)


def test_a_kpi_may_be_kept_under_the_firms_own_name_and_words(client, firm):
    path = client([measure()], [judged()])
    names = {"kpis": {"conversion_rate": "conversion"}, "kpi_names": {"conversion_rate": {"zh": "成交率", "en": ""}}}
    add_practices(path, Asked(filing=PracticeFiling.model_validate(names)), firm)
    (kept,) = read_firm_library(firm).outcomes.values()
    assert (kept.kpi.id, kept.kpi.name.zh) == ("conversion", "成交率")


def test_the_commands_read_the_library_that_the_variable_names(perfloop_here, firm, monkeypatch):
    library(firm, [closed(1), closed(1, "e00000002")], [card(1)])
    assert perfloop_here("practices", "list").code == 2
    monkeypatch.setenv("PERFLOOP_PRACTICES", str(firm))
    found = perfloop_here("practices", "search", "回访", "--dimension", "process")
    assert (found.code, found.out.splitlines()[-1]) == (0, "1 of 1 cards; 2 closed measures on record")
    assert "Did you mean 'process'" in perfloop_here("practices", "search", "回访", "--dimension", "proces").err
    assert "可用的案例有 2 个" in perfloop_here("practices", "outcomes").out
    assert "无人跟进" in perfloop_here("practices", "show", card(1).id).out


EVIL = '=HYPERLINK("x")'


@pytest.mark.parametrize("form", ["md", "html", "csv", "xlsx"])
def test_exports_leave_text_as_text(firm, tmp_path, form, quick_font):
    from openpyxl import load_workbook

    bad = {"zh": EVIL, "en": "<script>alert(1)</script>"}
    library(firm, [closed(1)], [card(1, title=bad)])
    out = tmp_path / f"out.{form}"
    export(firm, card(1).id if form in ("md", "html") else "", "", out, "en" if form in ("md", "html") else "zh")
    if form == "xlsx":
        cells = [cell for row in load_workbook(out).active.iter_rows() for cell in row if cell.value == EVIL]
        assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]
    else:
        text = out.read_text(encoding="utf-8-sig")
        assert "<script>" not in text
        assert EVIL not in text.replace("'=", "")


def test_a_csv_of_the_library_has_a_row_for_every_closed_measure(firm):
    library(firm, [closed(1), closed(2, verdict="no_evidence", effect=None)], [card(1)])
    lines = csv_text(read_firm_library(firm), "zh").splitlines()
    assert len(lines) == 3
    assert "会员回访" in lines[1]


def test_outcomes_are_told_and_drawn_for_each_kind_and_made_up_ones_apart(firm, tmp_path, quick_font):
    clients = [f"e0000000{each}" for each in range(1, 4)]
    cases = [closed(1, each) for each in clients] + [
        closed(2, clients[0], synthetic=True),
        closed(3, clients[0], kind=""),
    ]
    cases.append(closed(4, clients[0], verdict="no_evidence", effect=effect(0.0, -0.06, 0.06)))
    library(firm, cases)
    lines = list(outcome_lines(firm, ("follow_up_calls", ""), tmp_path, "zh"))
    assert next(each for each in lines if "[made up]" in each).startswith("follow_up_calls  revenue  [made up]")
    assert "1 closed measures bear no kind" in lines[-1]
    page = (tmp_path / "follow_up_calls-revenue.html").read_text(encoding="utf-8")
    for words in ("4 个，来自 3 家客户", "卡片只收有效的", "下一次（十次中八次）"):
        assert words in page
    with pytest.raises(UnknownNameError, match="follow_up_calls"):
        list(outcome_lines(firm, ("follow_up", ""), None, "zh"))
