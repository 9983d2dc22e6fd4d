"""Notes from their files: what is refused, and why."""

import re
from pathlib import Path

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.notes.check import note_findings
from diagnostics.dictionary.notes.reading import MOST_BYTES, read_notes
from diagnostics.errors import InputError
from diagnostics.model.note import SECTIONS


@pytest.fixture
def noted(small):
    (small / "notes").mkdir()
    engagement = load_engagement(small)

    def write(**files):
        for name, content in files.items():
            path = small / "notes" / f"{name.replace('__', '.')}.md"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return engagement

    return write


def test_a_note_bears_section_author_and_day(noted):
    (note,) = read_notes(noted(gap="\ufeff---\r\nauthor: li\r\ndate: 2025-07-03\r\n---\r\n\r\n长期的。\r\n"))
    assert (note.section, note.language, note.author, str(note.day)) == ("gap", "zh", "li", "2025-07-03")
    assert note.blocks == ({"kind": "paragraph", "text": "长期的。"},)


def test_each_language_has_a_note_of_its_own(noted):
    found = read_notes(noted(gap="中文", gap__en="English"))
    assert [(each.language, each.file) for each in found] == [("en", "notes/gap.en.md"), ("zh", "notes/gap.md")]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"gapp": "x"}, "Did you mean 'gap'"),
        ({"gap__fr": "x"}, "language 'fr'"),
        ({"gap": "a", "gap__zh": "b"}, "both the zh note"),
        ({"gap": b"x" * (MOST_BYTES + 1)}, "32,769 bytes"),
        ({"gap": b"a\0b"}, "NUL"),
        ({"gap": "长期".encode("gb18030")}, "must be UTF-8"),
        ({"gap": bytes(range(1, 256))}, "must be UTF-8"),
        ({"gap": " \n\n"}, "holds 0 paragraphs"),
        ({"gap": "a\n\n" * 61}, "holds 61 paragraphs"),
        ({"gap": "长" * 8001}, "Paragraph.text"),
        ({"gap": "![a](b)"}, "picture"),
        ({"gap": "---\nautor: li\n---\nx"}, "Did you mean 'author'"),
        ({"gap": "---\nauthor: lii\n---\nx"}, "person 'lii'"),
        ({"gap": "---\ndate: 3/7\n---\nx"}, "must be a day"),
        ({"gap__en": "---\nlanguage: zh\n---\nx"}, "the file's name says 'en'"),
    ],
)
def test_what_is_wrong_is_named_and_check_names_it_too(noted, files, reason):
    engagement = noted(**files)
    with pytest.raises(InputError, match=re.escape(reason)):
        read_notes(engagement)
    if "both" not in reason:
        assert [each.code for each in note_findings(engagement)] == ["PD240"]


def test_a_note_outside_of_the_engagement_is_not_read(noted, small, tmp_path):
    engagement = noted()
    (tmp_path / "secret.md").write_text("secret")
    (small / "notes" / "gap.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(InputError, match="within the engagement"):
        read_notes(engagement)


def test_sections_that_may_bear_notes_are_those_that_pages_have():
    room = Path(__file__).parents[3] / "diagnostics" / "loop" / "close"
    files = [*room.glob("sections/**/*.py"), room / "page.py"]
    made = {found for each in files for found in re.findall(r'Section\(\s*id="([a-z-]+)"', each.read_text("utf-8"))}
    assert made - set(SECTIONS) == set(), "a section without a place for notes: add it to model/note.py"
