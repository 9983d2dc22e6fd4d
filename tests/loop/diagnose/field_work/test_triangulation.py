from diagnostics.loop.diagnose.field_work.quotes import quotes, speaker
from diagnostics.loop.diagnose.field_work.triangulation import Side, findings, triangulate
from diagnostics.model.root_cause import Evidence, Hypothesis, Interview, Note


def cause(key, *evidence):
    told = tuple(Evidence(kind=kind, supports=pro, text="x", by="li", at="2026-03-01", source=source)
                 for kind, pro, source in evidence)  # fmt: skip
    return Hypothesis(id=key, title="x", category="people", kpi="sales", evidence=told)


def talk(*notes, role="店长", level="middle", holders=6):
    return Interview(id="i1", role=role, level=level, at="2026-03-01", holders=holders, notes=notes)


def test_evidence_notes_and_tests_stand_beside_each_other():
    found = triangulate(
        [cause("a", ("document", True, ""), ("data", True, "")), cause("b"), cause("c", ("document", None, ""))],
        [talk(Note(text="q", codes={"li": "a", "wang": "a"}, supports=True), Note(text="q", codes={"li": "c"}))],
        {"a": (False,), "b": (True, None)},
    )
    assert found.side("a", "document") == Side(pro=1)
    assert found.side("a", "interview") == Side(pro=1)
    assert found.side("a", "data") == Side(con=1)
    assert found.side("b", "data") == Side(pro=1, neither=1)
    assert found.data_only == ("b",)
    # A cause with a document beside the talk does not rest on what people said alone.
    assert found.talk_only == ()
    assert found.against == ("a",)


def test_a_note_that_coders_dispute_counts_for_neither_cause():
    found = triangulate([cause("a"), cause("b")], [talk(Note(text="q", codes={"li": "a", "wang": "b"}))])
    assert found.side("a", "interview").pieces == 0
    assert found.disputed == {"a": 1, "b": 1}


def test_an_interview_told_again_as_evidence_counts_once():
    note = Note(text="q", codes={"li": "a"}, supports=True)
    found = triangulate([cause("a", ("interview", True, "i1"), ("interview", True, "i9"))], [talk(note)])
    assert found.side("a", "interview") == Side(pro=2)
    assert found.talk_only == ("a",)


def test_nothing_is_quoted_by_default():
    note = Note(text="原话", codes={"li": "a"})
    assert list(quotes([talk(note)], "zh", 5)) == []


def test_quotes_need_consent_a_group_and_one_meaning():
    agreed = Note(text="原话", codes={"li": "a"}, share=True)
    disputed = Note(text="别的", codes={"li": "a", "wang": "b"}, share=True)
    assert list(quotes([talk(agreed, disputed)], "zh", 5)) == [("a", "店长", "原话", None)]
    assert list(quotes([talk(agreed, holders=4)], "zh", 5)) == []
    assert list(quotes([talk(agreed, holders=1)], "zh", 1)) == []


def test_a_role_that_one_person_holds_is_told_by_its_level():
    assert speaker(talk(role="总经理", level="top", holders=1), "zh", 1) == "一位高层"
    assert speaker(talk(), "en", 5) == "店长"


def test_notes_that_speak_for_a_cause_are_one_finding_a_talk_and_not_beside_the_same_talk_written_down():
    for_, against = (Note(text="q", codes={"li": "a"}, supports=each) for each in (True, False))
    silent = Note(text="q", codes={"li": "a"})
    disputed = Note(text="q", codes={"li": "a", "wang": "b"}, supports=True)
    written = cause("a", ("interview", True, "i1"), ("document", True, "i1"))
    assert [each.kind for each in findings(written, [talk(for_, for_)])] == ["document", "interview"]
    assert [each.supports for each in findings(cause("a"), [talk(for_, against, for_)])] == [True, False]
    assert findings(cause("a"), [talk(silent, disputed)]) == ()
    assert len(findings(written, [talk(silent)])) == 2
    assert findings(cause("b"), [talk(for_)]) == ()


def test_a_talk_written_down_counts_where_its_notes_say_neither():
    found = triangulate([cause("a", ("interview", True, "i1"))], [talk(Note(text="q", codes={"li": "a"}))])
    assert found.side("a", "interview") == Side(pro=1, neither=1)
