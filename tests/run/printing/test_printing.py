"""PDF and pictures of a page by the machine's Chromium."""

from __future__ import annotations

import os
import re
import shutil
import stat
import struct
import tempfile
from pathlib import Path

import pytest

from diagnostics.errors import SurroundingsError
from diagnostics.look.page import Bullets, Page, Section
from diagnostics.run.exporter import render
from diagnostics.run.printing import to_pdf, to_picture
from diagnostics.run.printing.chromium import NAMES, VARIABLE, find_chromium, opened_browser
from diagnostics.run.printing.pdf import timeless
from diagnostics.run.printing.picture import TALLEST, WIDTH, slices

here = pytest.mark.skipif(
    not any(shutil.which(each) for each in NAMES), reason="no Chromium on this machine: no PDF, no pictures"
)


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    many = tuple(f"第 {each} 条" for each in range(60))
    sections = (
        Section(id="a", title="开着的一节", parts=(Bullets(items=many),)),
        *(Section(id=f"b{each}", title=f"再一节{each}", parts=(Bullets(items=many),)) for each in range(2)),
        Section(id="c", title="折起的一节", parts=(Bullets(items=many),), folded=True),
    )
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(render(Page(language="zh", title="结论", sections=sections)), encoding="utf-8")
    return file


@here
@pytest.mark.browser
def test_the_same_page_gives_the_same_pdf_tagged_with_bookmarks_and_without_a_time(html, tmp_path):
    before = set(Path(tempfile.gettempdir()).glob("perfloop-chromium-*"))
    for name in ("first.pdf", "second.pdf"):
        to_pdf(html, tmp_path / name)
    told = (tmp_path / "first.pdf").read_bytes()
    assert told == (tmp_path / "second.pdf").read_bytes()
    assert b"/StructTreeRoot" in told
    assert b"/Type /Outlines" in told
    assert set(re.findall(rb"/(?:CreationDate|ModDate) \((.{6})", told)) == {b"D:2000"}
    assert str(html.parent).encode() not in told
    assert set(Path(tempfile.gettempdir()).glob("perfloop-chromium-*")) <= before


@here
@pytest.mark.browser
def test_a_tall_page_becomes_several_pictures_of_one_breadth_that_phones_open(html, tmp_path):
    files = to_picture(html, tmp_path / "page.png")
    assert [each.name for each in files] == ["page.png", *(f"page-{at}.png" for at in range(2, len(files) + 1))]
    assert len(files) > 1
    sizes = [struct.unpack(">II", each.read_bytes()[16:24]) for each in files]
    assert {width for width, _ in sizes} == {int(WIDTH * 2.5)}
    assert max(height for _, height in sizes) <= TALLEST


@pytest.mark.parametrize(
    ("height", "whole", "pieces"),
    [
        (30, [], [(0, 30)]),
        (100, [(35, 45)], [(0, 35), (35, 75), (75, 100)]),
        # What is taller than half a piece is cut, else nothing would go on.
        (100, [(1, 99)], [(0, 40), (40, 80), (80, 100)]),
        (60, [(35, 45), (30, 36)], [(0, 30), (30, 60)]),
    ],
)
def test_a_page_is_cut_between_what_should_stay_whole(height, whole, pieces):
    assert slices(height, whole, 40) == pieces


def test_a_pdf_keeps_its_length_and_is_named_by_what_it_holds():
    raw = b"%PDF /CreationDate (D:20261122162732+00'00') /ID [<0123456789ABCDEF0123456789ABCDEF> <00112233445566778899AABBCCDDEEFF>] x"
    other = raw.replace(b"0123456789ABCDEF", b"FEDCBA9876543210").replace(b"162732", b"235959")
    assert timeless(raw) == timeless(other)
    assert len(timeless(raw)) == len(raw)
    assert timeless(raw) != timeless(raw.replace(b" x", b" y"))[: len(raw) - 1] + b"x"


def test_where_there_is_no_chromium_it_is_said_what_to_do(tmp_path):
    with pytest.raises(SurroundingsError, match=VARIABLE):
        find_chromium({"PATH": str(tmp_path)})
    with pytest.raises(SurroundingsError, match="must be a program"):
        find_chromium({"PATH": str(tmp_path), VARIABLE: "nowhere"})


@pytest.mark.parametrize(("body", "told"), [("exit 1", "ended before"), ("exec sleep 60", "took too long")])
@pytest.mark.skipif(os.name == "nt", reason="a script of the shell")
def test_a_browser_that_dies_or_hangs_is_ended_and_named(tmp_path, monkeypatch, body, told):
    program = tmp_path / "chromium"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv(VARIABLE, str(program))
    monkeypatch.setattr("diagnostics.run.printing.chromium.CLOSING", 0.05)
    with pytest.raises(SurroundingsError, match=told), opened_browser(wall=0.3) as browser:
        browser.ask("Target.createTarget", url="about:blank")
