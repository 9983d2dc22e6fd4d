"""Who read which note against which figures."""

import re
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from diagnostics.data.handoff import read_records, write_records
from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.notes.accepted import read_accepted
from diagnostics.errors import InputError
from diagnostics.run.after_run import findings_after_run
from diagnostics.run.note_reading import accept, standing_lines, warning_lines
from diagnostics.run.noting import note_inputs, write_notes

FIRST, SECOND = "1" * 16, "2" * 16


@dataclass
class Newest:
    """A finished run, as far as notes look at one."""

    folder: Path
    manifest = SimpleNamespace(as_of="2025-06-30", period="2025-06")

    def current(self):
        return self


@pytest.fixture
def shown(small, monkeypatch, tmp_path):
    """Make the newest page of the small engagement show figures beside its note."""
    (small / "notes").mkdir()
    (small / "notes" / "gap.md").write_text("---\nauthor: li\n---\n长期的。", encoding="utf-8")
    newest = Newest(tmp_path / "run")
    monkeypatch.setattr("diagnostics.run.note_reading.Workspace", lambda *_: newest)
    monkeypatch.setattr("diagnostics.run.after_run.newest_run", lambda _: newest)

    def show(figures):
        sections = {"gap": {"figures": figures, "folded": True}} if figures else {}
        write_records(newest.folder, "retrospective", {"sections": sections})
        return load_engagement(small)

    return show


def told(engagement):
    (line,) = standing_lines(engagement, "2025-06")
    return line.split("  ")[0].strip()


def codes(engagement):
    return [(each.code, each.variant) for each in findings_after_run(engagement, None)]


def test_a_note_is_read_until_figures_or_words_change(shown, small):
    assert told(shown(FIRST)) == "unread"
    (made,) = accept(small, "", "li", "2025-07-05", "2025-06")
    assert (made.section, made.figures, made.by) == ("gap", FIRST, "li")
    engagement = shown(FIRST)
    assert told(engagement) == "read"
    assert codes(engagement) == []
    engagement = shown(SECOND)
    assert codes(engagement) == [("PD241", "changed")]
    (warned,) = warning_lines(engagement, "2025-06")
    assert warned == "note notes/gap.md: its figures have changed since it was read on 2025-07-05"
    assert "changed since it was read on 2025-07-05" in next(standing_lines(engagement, "2025-06"))
    (small / "notes" / "gap.md").write_text("另一段话。", encoding="utf-8")
    assert codes(shown(FIRST)) == [("PD241", "unread")]


def test_a_note_of_a_section_that_the_page_lacks_is_told(shown, small):
    assert codes(shown("")) == [("PD241", "absent")]
    with pytest.raises(InputError, match="no section 'gap'"):
        accept(small, "gap", "li", "2025-07-05", "2025-06")


@pytest.mark.parametrize(
    ("section", "by", "reason"),
    [("", "nobody", "person 'nobody'"), ("../gap", "li", "note '../gap'"), ("gapp", "li", "Did you mean 'gap'")],
)
def test_an_acceptance_names_people_and_notes_that_there_are(shown, small, section, by, reason):
    shown(FIRST)
    with pytest.raises(InputError, match=re.escape(reason)):
        accept(small, section, by, "2025-07-05", "2025-06")
    assert read_accepted(small) == ()


def test_an_acceptance_that_adds_nothing_is_refused_and_keeps_the_others(shown, small):
    shown(FIRST)
    accept(small, "gap", "li", "2025-07-05", "2025-06")
    with pytest.raises(InputError, match="already"):
        accept(small, "gap", "li", "2025-07-06", "2025-06")
    shown(SECOND)
    accept(small, "gap", "wang", "2025-08-05", "2025-06")
    assert [(each.figures, each.by) for each in read_accepted(small)] == [(FIRST, "li"), (SECOND, "wang")]


def test_the_hand_off_bears_words_and_readings_and_its_files_are_inputs_of_the_page(shown, small, tmp_path):
    engagement = shown(FIRST)
    assert list(note_inputs(engagement)) == ["notes/gap.md"]
    accept(small, "", "li", "2025-07-05", "2025-06")
    assert list(note_inputs(engagement)) == ["notes/gap.md", "notes/accepted.yaml"]
    write_notes(engagement, tmp_path)
    (note,) = read_records(tmp_path, "notes")["notes"]
    assert (note["blocks"][0]["text"], note["accepted"][0]["figures"]) == ("长期的。", FIRST)
