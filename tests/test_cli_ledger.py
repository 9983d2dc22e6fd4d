"""perfloop ledger, as people use it: a measure from its plan to its end."""

from __future__ import annotations

import re
from datetime import date
from secrets import token_hex

import pytest
import yaml

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger.stale import StaleVersionError
from diagnostics.model.intervention import Intervention
from diagnostics.run.ledger import entries as ledger_entries
from diagnostics.run.ledger import measures as ledger_measures
from tests.postgres_server import postgres_server  # noqa: F401 (a fixture)
from tests.seeds import LEDGER

MEASURE = """\
id: coaching
title: {zh: 现场带教, en: Coaching}
dimension: skills
cause: 新人不会接待
kpi: conversion_rate
entities: [north]
owner: li
due: 2025-06-30
measure: 每周带教两次
parties: [li, wang]
touches_pay: true
start: 2025-05-01
"""


@pytest.fixture
def ledger(perfloop_here, small):
    """Run a ledger command on the small engagement: exit code, output, errors."""

    def run(command, *arguments):
        done = perfloop_here("ledger", command, small, *arguments)
        return done.code, done.out, done.err

    return run


@pytest.fixture
def planned(ledger, small, tmp_path):
    """The same, once a measure is planned."""
    file = tmp_path / "measure.yaml"
    file.write_text(MEASURE, encoding="utf-8")
    assert ledger("add", "--from", file, "--as", "li", "--on", "2025-03-20")[0] == 0
    return ledger


def short_hash(ledger):
    return re.search(r"\d/\d ([0-9a-f]{8})", ledger("list")[1])[1]


def agreed(ledger):
    terms = short_hash(ledger)
    for party in ("li", "wang"):
        code, _, err = ledger(
            "sign", "coaching", "--as", "li", "--party", party, "--hash", terms, "--expect", "10%", "--on", "2025-04-01"
        )
        assert (code, err) == (0, "")
    return terms


CLEAR = ("--consent", "2025-04-02", "--consultation", "2025-04-02", "--publication", "2025-04-03", "--trial",
         "not needed: nothing is tried")  # fmt: skip


def test_a_measure_from_its_plan_to_its_end(planned):
    terms = agreed(planned)
    planned("clear", "coaching", "--as", "li", "--hash", terms, *CLEAR, "--on", "2025-04-04")
    for command in (
        ("start", "coaching", "--as", "li", "--on", "2025-05-01"),
        ("check-in", "coaching", "--as", "li", "--progress", "0.5", "--note", "进展顺利", "--on", "2025-06-01"),
        ("object", "coaching", "--as", "li", "--party", "wang", "--note", "太忙", "--on", "2025-06-02"),
        ("answer", "coaching", "--as", "li", "--outcome", "partly", "--reason", "减一次", "--on", "2025-06-03"),
        ("complete", "coaching", "--as", "li", "--on", "2025-06-30"),
    ):
        code, _, err = planned(*command)
        assert (code, err) == (0, "")
    kinds = re.findall(r"^ +\d+  \S+  (\w+)", planned("log", "coaching")[1], re.MULTILINE)
    assert kinds == [
        "planned",
        "signed",
        "signed",
        "cleared",
        "started",
        "check_in",
        "objection",
        "answered",
        "completed",
    ]
    assert re.search(r"^coaching +completed +100% .*2/2 [0-9a-f]{8} +0 open", planned("list")[1], re.MULTILINE)
    assert planned("verify")[0] == 0


def test_a_check_in_and_its_done_task_are_recorded_together_or_not_at_all(planned):
    tasks = "tasks=[{name: 排班}, {name: 复盘}]"
    planned("update", "coaching", "--as", "li", "--reason", "分工", "--set", tasks, "--on", "2025-03-21")
    planned("clear", "coaching", "--as", "li", "--hash", agreed(planned), *CLEAR, "--on", "2025-04-04")
    planned("start", "coaching", "--as", "li", "--on", "2025-05-01")
    report = ("check-in", "coaching", "--as", "li", "--on", "2025-05-20", "--note", "已排")
    code, _, err = planned(*report, "--done", "排")
    assert (code, "Unknown task '排'" in err) == (2, True)
    assert "check_in" not in planned("log")[1]
    code, out, err = planned(*report, "--done", "排班")
    assert (code, err) == (0, "")
    assert re.match(r"coaching: check_in \(cmd:\S+\), changed \(cmd:\S+\); version 8", out)
    assert "the task is done since 2025-05-20" in planned(*report, "--done", "1")[2]
    assert planned("check-in", "coaching", "--as", "li", "--on", "2025-05-21", "--done", "2")[0] == 0


def test_a_task_that_somebody_else_reports_meanwhile_is_not_lost(small, monkeypatch):
    tasks = {"tasks": [{"name": "排班"}, {"name": "复盘"}]}
    engagement = ledger_entries.ready(small)
    fields = {**yaml.safe_load(MEASURE), **tasks, "parties": [], "touches_pay": False}
    said = ledger_entries.Said("li", "2025-05-01")
    plan = ledger_entries.made(
        engagement, said, "planned", "coaching", intervention=Intervention.model_validate(fields)
    )
    ledger_entries.write(engagement, [plan, ledger_entries.made(engagement, said, "started", "coaching")])
    look = ledger_measures.held

    def look_slowly(*arguments):
        found = look(*arguments)
        monkeypatch.setattr(ledger_measures, "held", look)
        ledger_measures.report(small, "coaching", said, {}, ["复盘"])
        return found

    monkeypatch.setattr(ledger_measures, "held", look_slowly)
    with pytest.raises(StaleVersionError):
        ledger_measures.report(small, "coaching", said, {}, ["排班"])
    assert [each.done for each in look(engagement, "coaching").intervention.tasks] == [None, date(2025, 5, 1)]


def test_nothing_starts_before_all_have_signed_and_the_checklist_is_ticked(planned):
    start = ("start", "coaching", "--as", "li", "--on", "2025-05-01")
    assert "'li', 'wang' have not signed its present terms" in planned(*start)[2]
    agreed(planned)
    code, out, err = planned(*start)
    assert (code, out) == (2, "")
    assert "nobody ticked the legal checklist" in err


def test_another_hash_than_the_printed_one_signs_nothing(planned):
    signed = planned("sign", "coaching", "--as", "li", "--party", "li", "--hash", "00000000", "--on", "2025-04-01")
    assert signed[0] == 2
    assert f"bear {short_hash(planned)}; print them again" in signed[2]


def test_a_second_writer_with_a_stale_version_is_refused_and_shown_both(planned):
    change = ("update", "coaching", "--as", "li", "--reason", "延期", "--on", "2025-03-21", "--seen", "1")
    assert planned(*change, "--set", "due=2025-07-31")[0] == 0
    code, out, err = planned(*change, "--set", "due=2025-08-31")
    assert (code, out) == (2, "")
    assert "was written on version 1 of measure 'coaching', but the ledger holds version 2" in err
    assert "due was '2025-06-30', is '2025-07-31'" in err


BAD = [
    (("check-in", "coachng", "--as", "li", "--note", "x"), "Unknown measure 'coachng' .* Did you mean 'coaching'"),
    (("start", "coaching", "--as", "lee"), "Unknown person 'lee' in --as; people in engagement.yaml"),
    (("start", "coaching", "--as", "li", "--on", "1.5.2025"), "--on '1.5.2025', must be a day"),
    (("object", "coaching", "--as", "li", "--party", "li", "--note", "x", "--on", "2190-01-01"), "is yet to come"),
    (("update", "coaching", "--as", "li", "--reason", "x", "--set", "due=9999-12-31"), "equal to 2199-12-31"),
    (("update", "coaching", "--as", "li", "--reason", "x", "--set", "parties=li"), "parties == 'li': must be a list, such"),
    (("update", "coaching", "--as", "li", "--reason", "x", "--set", "tasks=[{name: a, due: soon}]"),
     r"tasks\[0\].due == 'soon': must be a valid date"),
    (("update", "coaching", "--as", "li", "--reason", "x", "--set", "scenario=../engagement.yaml"),
     "must be a file such as 'scenarios/new_plan.yaml'"),
    (("sign", "coaching", "--as", "li", "--party", "li", "--hash", "0", "--expect", "10"), "write 10% if that is meant"),
    (("sign", "coaching", "--as", "li", "--party", "li", "--hash", "0", "--expect", "1000%"), "must be within ±100%"),
    (("check-in", "coaching", "--as", "li", "--progress", "1.5"), r"progress == 1.5 .*\(--progress\), must be in"),
    (("check-in", "coaching", "--as", "li"), "says nothing; give 'progress' or 'note'"),
    (("answer", "coaching", "--as", "li", "--outcome", "upheld", "--reason", "x"), "has 0 objections .*: none"),
    (("update", "coaching", "--as", "li", "--reason", "x", "--set", "du=1"), "'du' in --set. Did you mean 'due'"),
    (("update", "coaching", "--as", "li", "--reason", "x", "--set", "due"), "'due', must be FIELD=VALUE"),
    (("update", "coaching", "--as", "li", "--reason", "x", "--set", "kpi=conversion"),
     "Unknown KPI 'conversion' .* Did you mean 'conversion_rate'"),
    (("update", "coaching", "--as", "li", "--reason", "x"), "Nothing is changed; give --set"),
    (("log", "coachng"), "Did you mean 'coaching'"),
    (("contract", "coaching", "--language", "fr"), "Unknown language 'fr'"),
    (("ics", "--every", "day"), "Unknown rhythm 'day' in --every"),
    (("clear", "coaching", "--as", "li", "--hash", "0", "--consent", "yes", *CLEAR[2:]),
     "--consent 'yes', must be a day such as 2025-03-09, or 'not needed: WHY'"),
]  # fmt: skip


def test_bad_input_is_refused_with_its_rule(planned):
    before, wrong = planned("log")[1], []
    for command, message in BAD:
        code, out, err = planned(*command)
        if (code, out) != (2, "") or not re.search(message, err):
            wrong.append((command, code, out, err))
    assert wrong == []
    assert planned("log")[1] == before


def test_a_measure_of_a_file_is_refused_by_line(ledger, tmp_path):
    file = tmp_path / "measure.yaml"
    file.write_text(MEASURE.replace("dimension: skills", "dimension: skill"), encoding="utf-8")
    code, _, err = ledger("add", "--from", file, "--as", "li")
    assert code == 2
    assert "measure.yaml:3" in err
    assert "did you mean 'skills'" in err


def test_an_empty_list_of_measures_is_refused(tmp_path):
    file = tmp_path / "measures.json"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="measures.json holds an empty list"):
        ledger_measures.measures_of(None, file, {})


def test_a_pay_scenario_that_is_taken_out_takes_its_fingerprint_along():
    assert ledger_measures.change_of(None, None, {"scenario": ""}) == {"scenario": "", "scenario_hash": ""}


def test_of_the_measures_of_a_file_all_are_planned_or_none(ledger, tmp_path):
    file = tmp_path / "measures.json"
    one = '{"id": "%s", "title": "t", "dimension": "skills", "cause": "c", "kpi": "%s", "entities": ["north"],' \
          ' "owner": "li", "due": "2025-06-30", "measure": "m"}'  # fmt: skip
    file.write_text(f"[{one % ('a', 'conversion_rate')}, {one % ('b', 'nothing')}]", encoding="utf-8")
    assert ledger("add", "--from", file, "--as", "li")[0] == 2
    assert ledger("list") == (0, "", "")
    file.write_text(f"[{one % ('a', 'conversion_rate')}, {one % ('b', 'conversion_rate')}]", encoding="utf-8")
    assert ledger("add", "--from", file, "--as", "li")[0] == 0
    assert len(ledger("list")[1].splitlines()) == 3


def test_a_measure_needs_no_file(ledger):
    fields = ("id=a", "title=回访: 七日", "dimension=process", "cause=没人跟进", "kpi=conversion_rate", "entities=[north]",
              "owner=li", "due=2025-06-30", "measure=回访率", "target=0.2")  # fmt: skip
    given = [part for each in fields for part in ("--set", each)]
    code, out, err = ledger("add", "--as", "li", "--on", "2025-03-20", *given)
    assert (code, err) == (0, "")
    assert out.startswith("a: planned (cmd:planned-")
    assert "回访: 七日" in ledger("list")[1]


def test_what_a_command_records_comes_after_ledger_yaml(ledger, small):
    (small / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    assert ledger("start", "greeting", "--as", "li", "--on", "2025-05-01")[0] == 0
    kinds = re.findall(r"^ +\d+  \S+  (\w+)", ledger("log")[1], re.MULTILINE)
    assert kinds == ["planned", "started"]
    assert ledger("verify")[0] == 0


def test_a_day_shows_the_measures_as_they_stood_on_it(planned):
    agreed(planned)
    planned("check-in", "coaching", "--as", "li", "--progress", "0.5", "--on", "2025-06-01")
    assert "0/2" in planned("list", "--on", "2025-03-31")[1]
    late = planned("list", "--on", "2025-05-02")[1]
    assert re.search(r"^coaching +planned late", late, re.MULTILINE)


def test_the_contract_and_the_calendar_end_with_their_paths(planned, small):
    code, out, err = planned("contract", "coaching", "--text")
    assert (code, err) == (0, "")
    assert out.startswith("绩效改进约定 · 小店\n现场带教\n")
    assert planned("ics")[1] == f"{small / 'reports' / 'ledger.ics'}\n"
    assert (small / "reports" / "ledger.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_reports_stand_in_the_calendar_by_the_rhythm_of_the_engagement(planned, small):
    def reports(*options):
        planned("ics", *options)
        return (small / "reports" / "ledger.ics").read_bytes().count(b"UID:check_in")

    by_month = reports()
    with (small / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write("\nledger: {check_ins: week}\n")
    assert 0 < by_month < reports()
    assert reports("--every", "month") == by_month


def test_owners_fill_in_a_workbook_that_goes_back_once(planned, small):
    from openpyxl import load_workbook

    file = small / "reports" / "改进台账.xlsx"
    assert planned("export")[1] == f"{file}\n"
    assert "is there already, perhaps filled in" in planned("export")[2]
    book = load_workbook(file)
    book["任务"].append([])
    for at, value in enumerate(["coaching", "排班", "li", "2025-05-10"], start=1):
        book["任务"].cell(2, at).value = value
    book["措施"].cell(2, 22).value = "分工"
    book.save(file)
    done = planned("import", file, "--as", "li", "--on", "2025-03-22")
    assert (done[0], done[1].splitlines()[-1]) == (0, "1 entry recorded")
    assert planned("import", file, "--as", "li", "--on", "2025-03-22")[1] == "nothing to record\n"


def test_all_of_it_goes_to_postgresql_too_and_no_secret_is_told(ledger, small, tmp_path, request, monkeypatch):
    from openpyxl import load_workbook

    server = request.getfixturevalue("postgres_server")
    monkeypatch.setenv("PERFLOOP_TEST_LEDGER", server.url("owner", server.owner_password))
    settings = (small / "engagement.yaml").read_text(encoding="utf-8")
    text = settings.replace("id: small", f"id: t{token_hex(6)}") + "ledger: {url_from: PERFLOOP_TEST_LEDGER}\n"
    (small / "engagement.yaml").write_text(text, encoding="utf-8")
    file = tmp_path / "measure.yaml"
    file.write_text(MEASURE, encoding="utf-8")
    told = [ledger("add", "--from", file, "--as", "li", "--on", "2025-03-20")]
    assert told[0][2] == ""
    agreed(ledger)
    told.append(ledger("export"))
    book = load_workbook(small / "reports" / "改进台账.xlsx")
    book["措施"].cell(2, 15).value, book["措施"].cell(2, 22).value = 0.2, "看板更新"
    book.save(file.with_suffix(".xlsx"))
    told.append(ledger("import", file.with_suffix(".xlsx"), "--as", "li", "--on", "2025-04-02"))
    told += [ledger("contract", "coaching", "--text"), ledger("verify"), ledger("list")]
    assert [each[0] for each in told] == [0] * 6
    assert "达到 20%" in told[3][1]
    assert not (small / "ledger.db").exists()
    assert not any(server.owner_password in text for each in told for text in each[1:])
    stale = ledger("check-in", "coaching", "--as", "li", "--note", "x", "--seen", "1", "--on", "2025-04-03")
    assert "but the ledger holds version 4" in stale[2]
