"""Files that are no tables, or are made to fill memory: refused in time, with little memory, and nothing written."""

from __future__ import annotations

import gzip
import io
import os
import struct
import threading
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from diagnostics.errors import InputError
from tests.acceptance.payloads import Payload
from tests.acceptance.workbench import FILES, Workbench, refused

SECONDS, MEGABYTES = 5.0, 500.0
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def check(payload: Payload, workbench: Workbench) -> None:
    """The file stands in the data folder as a source, and is offered to ``perfloop new --from``."""
    if payload.variant == "changes_during_read":
        _changes_while_it_is_read(workbench)
        return
    name = place(payload.variant, workbench.client / "data")
    file = workbench.client / "data" / name
    workbench.edit("engagement.yaml", "sales.csv", name)
    special = not file.is_file()
    # Fingerprints of what lies here are not taken of a device.
    if not special:
        workbench.settle()
    offered = workbench.perfloop_apart("new", workbench.here / "client", "--from", file, limit=60)
    refused(offered, seconds=SECONDS)
    assert offered.megabytes < MEGABYTES, f"{offered.megabytes:.0f} MB"
    refused_as_source(workbench)
    assert not (workbench.here / "client").exists()
    if not special:
        workbench.untouched()


def refused_as_source(workbench: Workbench) -> None:
    """A run would refuse the file too, in time."""
    before = time.process_time()
    with pytest.raises(InputError):
        workbench.observe()
    assert time.process_time() - before < SECONDS


def place(variant: str, folder: Path) -> str:
    """Make the file of a variant in a folder; its name."""
    if variant not in MAKERS:
        raise NotImplementedError(f"variant {variant!r}: say in tests/acceptance/files_resources.py how to make it")
    return MAKERS[variant](folder)


def _changes_while_it_is_read(workbench: Workbench) -> None:
    """A file that grows while it is read is refused, or was read as it stood at one moment."""
    file = workbench.client / "data" / "sales.csv"
    rows = "".join(f"2025-06-05,south,100,60,12,B,shop,8,{each}\n" for each in range(200_000))
    file.write_text(FILES["data/sales.csv"] + rows, encoding="utf-8")
    done = threading.Event()

    def append() -> None:
        while not done.wait(0.001):
            with file.open("a", encoding="utf-8") as stream:
                stream.write("2025-06-05,south,1,1,1,B,shop,1,1\n")

    writer = threading.Thread(target=append)
    writer.start()
    try:
        with pytest.raises(InputError, match="chang"):
            workbench.observe()
    finally:
        done.set()
        writer.join()


def _book(**parts: str | bytes) -> bytes:
    """A small workbook; parts by their name without folder, replacing or beside the usual ones."""
    usual: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": _RELS.format(f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _RELS.format(
            f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        ),
        "xl/worksheets/sheet1.xml": _sheet(["date", "unit", "revenue"], ["2025-05-03", "north", "5"]),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**usual, **parts}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _sheet(*rows: list[str]) -> str:
    body = "".join(
        f'<row r="{at}">'
        + "".join(f'<c r="{chr(65 + n)}{at}" t="inlineStr"><is><t>{cell}</t></is></c>' for n, cell in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, 1)
    )
    return f"<worksheet {_MAIN}><sheetData>{body}</sheetData></worksheet>"


def _write(name: str, make: Callable[[], bytes]) -> Callable[[Path], str]:
    def place(folder: Path) -> str:
        (folder / name).write_bytes(make())
        return name

    return place


def _zeros(megabytes: int) -> bytes:
    """Deflated zeros as a zip member's content has them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def _nested() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", bytes(50 << 20))
    layer = inner.getvalue()
    for _ in range(3):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            for each in range(16):
                archive.writestr(f"{each}.zip", layer)
        layer = outer.getvalue()
    return _book(**{"xl/worksheets/more.zip": layer})


def _bomb() -> bytes:
    return _book(**{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + b" " * (190 << 20)})


def _lying_sizes() -> bytes:
    """A member that says it is small and is not: the size in the list and in its head is made up."""
    raw = bytearray(_book(**{"xl/worksheets/sheet1.xml": bytes(100 << 20)}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = 0
        while (start := raw.find(signature, start)) >= 0:
            if struct.unpack_from("<I", raw, start + at)[0] == 100 << 20:
                struct.pack_into("<I", raw, start + at, 1000)
            start += 4
    return bytes(raw)


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "lol">{entities}]><sst {_MAIN}><si><t>&l9;</t></si></sst>'
    return _book(**{"xl/sharedStrings.xml": text})


def _entity_from_file() -> bytes:
    head = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return _book(**{"xl/worksheets/sheet1.xml": head + _sheet(["&x;"])})


def _external_link() -> bytes:
    link = f'<externalLink {_MAIN}><externalBook xmlns:r="{_OFFICE}" r:id="r1"/></externalLink>'
    target = (
        f'<Relationship Id="r1" Type="{_OFFICE}/externalLinkPath" Target="//evil.invalid/x" TargetMode="External"/>'
    )
    return _book(
        **{
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": _RELS.format(target),
        }
    )


def _twice() -> bytes:
    buffer = io.BytesIO(_book())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(
            "xl/worksheets/sheet1.xml", _sheet(["date", "unit", "revenue"], ["2025-05-03", "north", "999"])
        )
    return buffer.getvalue()


def _old_workbook() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for at, cell in enumerate(("date", "unit", "revenue")):
        sheet.write(0, at, cell)
        sheet.write(1, at, "2025-05-03")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _encrypted() -> bytes:
    """A compound file with the streams of a workbook under a password."""
    sector = 512
    names = [("Root Entry", 5, 0), ("EncryptionInfo", 2, 4096), ("EncryptedPackage", 2, 8192)]
    directory = b""
    for at, (name, kind, size) in enumerate(names):
        text = name.encode("utf-16-le")
        entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
        entry += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 1 if at == 0 else 0xFFFFFFFF) + bytes(36)
        start = {"EncryptionInfo": 2, "EncryptedPackage": 10}.get(name, 0xFFFFFFFE)
        directory += entry + struct.pack("<IQ", start, size)
    directory = directory.ljust(sector, b"\0")
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE, *range(11, 26), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head = (
        head.ljust(44, b"\0") + struct.pack("<III", 1, 1, 0) + struct.pack("<IIIII", 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    )
    head += struct.pack("<I", 0) + b"\xff" * (sector - len(head) - 4)
    return head + table + directory + os.urandom(24 * sector)


def _device(folder: Path) -> str:
    (folder / "zero.csv").symlink_to("/dev/zero")
    return "zero.csv"


def _folder(folder: Path) -> str:
    (folder / "pay.csv").mkdir()
    return "pay.csv"


def _pipe(folder: Path) -> str:
    os.mkfifo(folder / "pipe.csv")
    return "pipe.csv"


def _gz(folder: Path) -> str:
    with gzip.open(folder / "big.csv.gz", "wb", compresslevel=1) as stream:
        for _ in range(256):
            stream.write(bytes(1 << 20))
    return "big.csv.gz"


def _far_cell() -> bytes:
    sheet = _sheet(["a"]).replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    return _book(**{"xl/worksheets/sheet1.xml": sheet})


MAKERS: dict[str, Callable[[Path], str]] = {
    "xlsx_zip_bomb": _write("bomb.xlsx", _bomb),
    "xlsx_zip_bomb_nested": _write("bomb.xlsx", _nested),
    "xlsx_zip_bomb_lying": _write("bomb.xlsx", _lying_sizes),
    "xlsx_many_members": _write("many.xlsx", lambda: _book(**{f"xl/{each}.xml": "" for each in range(3000)})),
    "xlsx_far_cell": _write("far.xlsx", _far_cell),
    "xlsx_billion_laughs": _write("laughs.xlsx", _laughs),
    "xlsx_xxe": _write("entity.xlsx", _entity_from_file),
    "xlsx_external_link": _write("link.xlsx", _external_link),
    "xlsx_is_html": _write("page.xlsx", lambda: b"<html><table><tr><td>date</td></tr></table></html>"),
    "xlsx_is_csv": _write("text.xlsx", FILES["data/sales.csv"].encode),
    "xls_legacy": _write("old.xlsx", _old_workbook),
    "xlsx_is_xls": _write("old.xlsx", _old_workbook),
    "xls_is_html": _write("page.xls", lambda: b"<html><table><tr><td>date</td></tr></table></html>"),
    "xlsx_truncated": _write("cut.xlsx", lambda: _book()[:-40]),
    "xlsx_macro": _write("macro.xlsx", lambda: _book(**{"xl/vbaProject.bin": b"\0"})),
    "xlsm_macro": _write("macro.xlsx", lambda: _book(**{"xl/vbaProject.bin": b"\0"})),
    "xlsx_encrypted": _write("secret.xlsx", _encrypted),
    "xls_encrypted": _write("secret.xls", _encrypted),
    "xlsx_dup_member": _write("twice.xlsx", _twice),
    "parquet_bad_footer": _write("bad.parquet", lambda: b"PAR1" + os.urandom(4096) + b"\xff\xff\xff\x7fPAR1"),
    "gz_bomb": _gz,
    "gz_bomb_as_csv": _write("big.csv", lambda: gzip.compress(bytes(64 << 20))),
    "dev_zero": _device,
    "fifo": _pipe,
    "dir_as_file": _folder,
    "empty_file": _write("empty.csv", lambda: b""),
}
