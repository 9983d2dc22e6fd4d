from datetime import date, timedelta

import pytest

from diagnostics.dictionary.keeping_check import keeping_findings
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError

WHOLE = "keeping: {purpose: 绩效诊断, legal_basis: 合同, contract: DPA-7, until: 2026-03-31}\n"
DAY = date(2026, 1, 5)


def opened(folder, keeping="", *, person=True):
    path = folder / "engagement.yaml"
    text = path.read_text(encoding="utf-8")
    if person:
        text = text.replace("entity: store", "entity: store, person: clerk")
    path.write_text(text + keeping, encoding="utf-8")
    return load_engagement(folder)


@pytest.mark.parametrize(
    ("keeping", "missing"),
    [
        ("", ["purpose", "legal_basis", "contract", "until"]),
        ("keeping: {purpose: 诊断, contract: '  '}\n", ["legal_basis", "contract", "until"]),
        (WHOLE, []),
    ],
)
def test_personal_data_needs_its_basis_recorded(small, keeping, missing):
    found = list(keeping_findings(opened(small, keeping), DAY))
    assert [each.code for each in found] == ["PD250"] * bool(missing)
    for each in found:
        assert "、".join(f"keeping.{name}" for name in missing) in each.message.zh
        assert "visits" in each.message.en


def test_without_data_about_persons_nothing_is_asked_for(small):
    assert list(keeping_findings(opened(small, person=False), DAY)) == []


def test_people_as_entities_are_personal_data_too(small):
    (small / "entities.csv").write_text("id,name,level,person\nnorth,北店,store,\nli,李,staff,true\n", encoding="utf-8")
    (found,) = keeping_findings(opened(small, person=False), DAY)
    assert "entities" in found.message.en


@pytest.mark.parametrize(
    ("days", "severity"), [(-31, None), (-30, "tip"), (0, "tip"), (1, "warning"), (400, "warning")]
)
def test_the_retention_date_is_told_a_month_before_and_from_the_day_after(small, days, severity):
    engagement = opened(small, WHOLE, person=False)
    found = list(keeping_findings(engagement, engagement.settings.keeping.until + timedelta(days)))
    assert [each.severity for each in found] == ([severity] if severity else [])
    assert all(each.code == "PD251" and str(abs(days)) in each.message.zh for each in found)
    assert all("engagement.yaml:" in each.place for each in found)


def test_a_date_that_is_none_is_refused_with_its_place(small):
    with pytest.raises(InputError, match=r"engagement\.yaml:\d+.*until"):
        opened(small, "keeping: {until: someday}\n")


def test_check_tells_it_by_the_day_of_the_engagement(small, perfloop_here, monkeypatch):
    opened(small, WHOLE)
    monkeypatch.setattr("diagnostics.loop.intervene.ledger.today.today_of", lambda engagement: date(2026, 4, 2))
    told = perfloop_here("check", small)
    assert "PD251" in told.out
    assert "2026-03-31" in told.out
