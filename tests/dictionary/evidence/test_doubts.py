"""Evidence whose people and interviews are not on file."""

from diagnostics.dictionary.evidence.doubts import evidence_findings

CAUSE = """\
- id: c
  title: 没人接
  category: people
  kpi: revenue
  raised_by: boss
  evidence:
    - {kind: interview, text: 忙, source: talk, by: boss, at: 2025-05-06}
    - {kind: document, text: 表, source: sheet, by: boss, at: 2025-05-06}
"""
TALK = "- {id: talk, role: 店长, level: front, at: 2025-05-06}\n"


def _variants(folder, causes, talks=TALK):
    folder.write("evidence/causes.yaml", causes).write("evidence/interviews.yaml", talks)
    return [(each.severity, each.variant) for each in evidence_findings(folder.open())]


def test_people_and_talks_on_file_are_left_in_peace(folder):
    assert _variants(folder, CAUSE) == []


def test_unknown_people_are_told_with_the_nearest_name(folder):
    assert _variants(folder, CAUSE.replace("raised_by: boss", "raised_by: bos")) == [("warning", "nearest")]
    assert _variants(folder, CAUSE.replace("sheet, by: boss", "sheet, by: zhang")) == [("warning", "person")]


def test_a_person_of_many_causes_is_told_once(folder):
    many = "".join(
        f"- {{id: c{at}, title: 没人接, category: people, kpi: revenue, raised_by: zhang}}\n" for at in range(40)
    )
    folder.write("evidence/causes.yaml", many)
    (told,) = evidence_findings(folder.open())
    assert "40 个原因" in told.message.zh


def test_talks_that_are_not_on_file_are_told(folder):
    assert _variants(folder, CAUSE.replace("source: talk", "source: chat")) == [("tip", "talk")]
    assert _variants(folder, CAUSE.replace("source: talk, ", "")) == [("tip", "no_talk")]


def test_data_written_by_hand_are_told_to_change_no_verdict(folder):
    assert _variants(folder, CAUSE.replace("kind: document", "kind: data")) == [("tip", "by_hand")]
