"""evidence/: causes, interviews and whys, read and held to the other files."""

import pytest

from diagnostics.errors import InputError
from tests.dictionary.conftest import ENGAGEMENT

CAUSE = """\
- id: cold_reception
  title: 新客进店没人接
  category: people
  kpi: revenue
  entity: wuhou
  tests:
    - {kind: association, driver: conversion_rate, direction: higher, confounders: [traffic]}
  evidence:
    - {kind: interview, supports: true, text: 店员说忙不过来, source: talk_1, by: boss, at: 2025-05-06}
  raised_by: boss
  raised: 2025-05-01
"""
TALK = """\
- id: talk_1
  role: 店长
  level: front
  at: 2025-05-06
  notes:
    - {text: 忙不过来, codes: {boss: cold_reception}, supports: true}
"""


def _opened(folder, causes=CAUSE, **files):
    for name, text in {"causes": causes, **files}.items():
        folder.write(f"evidence/{name}.yaml", text)
    return folder.open()


def test_causes_interviews_and_whys_are_read_with_their_places(folder):
    whys = "- {id: w, problem: 成交少, kpi: revenue, whys: [{because: 没人接, cause: cold_reception, whys: [{because: 排班}]}]}\n"
    client = _opened(folder, interviews=TALK, whys=whys)
    assert [each.id for each in client.causes] == ["cold_reception"]
    assert client.interviews[0].notes[0].codes == {"boss": "cold_reception"}
    assert client.whys[0].whys[0].whys[0].because.zh == "排班"
    assert str(client.places["cause", "cold_reception"]).startswith("evidence/causes.yaml:1")


def test_an_engagement_without_evidence_has_none(folder):
    client = folder.open()
    assert (client.causes, client.interviews, client.whys) == ((), (), ())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kpi: revenue", "kpi: revenu", r"Unknown KPI 'revenu' in evidence/causes.yaml:4.*Did you mean 'revenue'"),
        ("entity: wuhou", "entity: wuhuo", r"Unknown entity 'wuhuo'.*Did you mean 'wuhou'"),
        ("category: people", "category: peple", r"Unknown category of causes 'peple'.*Did you mean 'people'"),
        ("raised_by: boss", "parent: cold", r"Unknown cause 'cold'"),
        ("raised_by: boss", "slice: {channel: new}", r"Unknown dimension of KPI 'revenue' 'channel'"),
        ("raised_by: boss", "parent: cold_reception", r"parts of each other in a circle.*cold_reception → cold_reception"),
        ("driver: conversion_rate", "driver: revenue", r"has its own result 'revenue' as driver"),
        ("kind: association", "kind: event", r"names the day of the event"),
        ("kind: association", "kind: asociation", r"association"),
    ],
)  # fmt: skip
def test_a_cause_that_names_what_nothing_defines_is_refused(folder, old, new, told):
    with pytest.raises(InputError, match=told):
        _opened(folder, CAUSE.replace(old, new))


def test_two_causes_with_one_id_are_refused(folder):
    with pytest.raises(InputError, match=r"cause id 'cold_reception' occurs 2 times \(evidence/causes.yaml:"):
        _opened(folder, CAUSE + CAUSE)


def test_notes_and_whys_name_known_causes(folder):
    with pytest.raises(InputError, match=r"Unknown cause 'cold_recption'.*Did you mean 'cold_reception'"):
        _opened(folder, interviews=TALK.replace("cold_reception", "cold_recption"))
    whys = "- {id: w, problem: 成交少, whys: [{because: 没人接, cause: nobody}]}\n"
    with pytest.raises(InputError, match=r"Unknown cause 'nobody' in evidence/whys.yaml"):
        _opened(folder, whys=whys)


def test_an_engagement_may_bring_its_own_categories(folder):
    folder.write("engagement.yaml", ENGAGEMENT + "cause_categories: {franchise: 加盟}\n")
    assert _opened(folder, CAUSE.replace("people", "franchise")).causes[0].category == "franchise"


def test_a_playbook_brings_its_own_categories_with_their_words(folder):
    goods = CAUSE.replace("category: people", "category: goods")
    with pytest.raises(InputError, match="category of causes 'goods'"):
        _opened(folder, causes=goods)
    folder.write("engagement.yaml", ENGAGEMENT + "playbook: store_turnaround\n")
    client = folder.open()
    assert client.settings.cause_categories["goods"].say("zh") == "货"
    folder.write("engagement.yaml", ENGAGEMENT + "playbook: store_turnaround\ncause_categories: {goods: 商品}\n")
    assert folder.open().settings.cause_categories["goods"].say("zh") == "商品"
    folder.write("engagement.yaml", ENGAGEMENT + "playbook: store-turnarond\n")
    with pytest.raises(InputError, match=r"'store-turnarond'.*engagement.yaml.*'store-turnaround'"):
        folder.open()
