"""Calendar files that every program reads (RFC 5545)."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.loop.intervene.icalendar import CalendarDay, calendar_text, escape, fold

TEXT = st.text(st.characters(codec="utf-8"), max_size=120)


def unfolded(text):
    """Lines of a file as a reader joins them again."""
    return re.sub(r"\r\n[ \t]", "", text).split("\r\n")


@given(TEXT)
def test_no_text_gets_out_of_its_line(words):
    text = calendar_text(words, [CalendarDay("a@x", date(2025, 5, 1), words, words, date(2025, 4, 1), remind=0)])
    assert [re.split("[:;]", each)[0] for each in unfolded(text) if not each.startswith("DESCRIPTION")] == [
        "BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-CALNAME", "BEGIN", "UID", "DTSTAMP", "SEQUENCE",
        "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "END", "END", "",
    ]  # fmt: skip


@given(TEXT)
def test_lines_are_short_and_end_with_cr_lf(words):
    text = calendar_text("x", [CalendarDay("a@x", date(2025, 5, 1), words, words, date(2025, 4, 1))])
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert all(len(each.encode()) <= 75 and "\n" not in each and "\r" not in each for each in lines)


@given(TEXT)
def test_folding_loses_nothing(line):
    pieces = list(fold(line))
    assert pieces[0] + "".join(each.removeprefix(" ") for each in pieces[1:]) == line


@given(st.text("ab,;\\\n绩", max_size=40))
def test_what_was_escaped_reads_back(text):
    back = re.sub(r"\\([\\;,n])", lambda found: "\n" if found[1] == "n" else found[1], escape(text))
    assert back == "\n".join(text.splitlines())
