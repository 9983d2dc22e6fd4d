"""Progress: a moving line on a terminal, plain lines elsewhere."""

import io

from diagnostics.run.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_plain_lines_without_a_terminal():
    stream = io.StringIO()
    progress = Progress(stream)
    with progress.doing("diagnose"):
        progress.cell("diagnose", 1, 5)
    progress.say("diagnose: ran")
    assert stream.getvalue() == "diagnose: ran\n"


def test_a_terminal_shows_the_cell_under_way(monkeypatch):
    # What the machine that tests looks like must not matter.
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    progress = Progress(stream)
    with progress.doing("diagnose"):
        progress.cell("diagnose", 3, 5)
    assert "diagnose: cell 3 of 5" in stream.getvalue()
    progress.cell("diagnose", 4, 5)
    assert "cell 4" not in stream.getvalue()


def test_lines_go_to_standard_error_by_default(capsys):
    Progress().say("align: unchanged")
    assert capsys.readouterr() == ("", "align: unchanged\n")
