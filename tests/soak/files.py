"""20,000 damaged client files: each is read, or refused by one error; none crashes, hangs or gives a figure that is none.

CSV, TSV, workbooks, Parquet and YAML: bytes flipped, cut, doubled; cells replaced from a hostile list; headers changed.
Work is cut into shards of 200, each with the seed it bears and a process of its own that is killed when a file takes too
long: a shard that found something is drawn again by ``--first SHARD --shards 1``.
"""

from __future__ import annotations

import argparse
import io
import math
import multiprocessing as mp
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.acceptance.payloads import all_payloads
from tests.acceptance.workbench import FILES

SHARD, LIMIT = 200, 60.0
KINDS = ("csv", "csv", "csv", "tsv", "xlsx", "parquet", "yaml")
CELLS = (
    "", " ", "NaN", "inf", "-inf", "1e309", "1e308", "1e-320", "-0", "0x10", "1_000", "12,34", "1,234", "(320)", "12.5%", "3‰",
    "3.2万", "1亿元", "¥5", "$5", "N/A", "#DIV/0!", "—", "无", "１２３", "10k", "MARCH1", "2024-02-30", "0000-00-00", "2025年3月",
    "25年3月", "202503", "2025Q1", "一季度", "1-2月", "2025年1-2月合并", "03/04/2024", "13/04/2024", "2024/3/4 下午3:00", "45355",
    "2025-W10", "week 53", "2024-03-10T02:30:00 America/New_York", "2025-06-03T10:00:00+08:00", "农历二月", "=1+1", "=cmd|'/c'!A0",
    "'; drop table x --", '"', "''", "a\nb", "a\rb", "\t", "\0", "\ufeff", "\ud7ff", "😀", "é", "\u202e", "x" * 5000, "9" * 400, "null", "true",
    "合计", "north", "北店", "nan\u200b", "1" + "0" * 30, "-" * 200, "(" * 300, "%s%n", "{{7*7}}", "../../etc/passwd", "\\", "|", ";",
)  # fmt: skip
HEADERS = (
    "date",
    "DATE",
    "unit",
    "revenue",
    "",
    " ",
    "收入(万元)",
    "perfloop_file",
    "perfloop_months",
    "rowid",
    "a\nb",
    '"',
    "x" * 300,
    "1",
)
YAML = (
    ": ",
    "- ",
    "\t",
    "{",
    "[",
    "&a ",
    "*a",
    "!!python/object:x ",
    "<<: ",
    "|",
    "%",
    "\0",
    "no",
    "1e999",
    "'",
    '"',
    "#",
    "---\n",
    "..",
    "é",
)


def drawn(random: Random, folder: Path, hostile: list[str]) -> str:
    """Write an engagement whose data or settings are damaged; its kind."""
    kind = random.choice(KINDS)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    name = f"sales.{'csv' if kind == 'yaml' else kind}"
    settings = FILES["engagement.yaml"].replace("sales.csv", name)
    if random.random() < 0.3 and kind != "yaml":
        settings = settings.replace("owner: li}", f"owner: li, {random.choice(LAYOUTS)}}}")
    (folder / "engagement.yaml").write_text(settings, encoding="utf-8")
    if kind == "yaml":
        name = random.choice(["engagement.yaml", "kpis.yaml", "scorecards.yaml"])
        (folder / name).write_bytes(bent(random, (folder / name).read_bytes(), [each.encode() for each in YAML]))
        return kind
    rows = table(random, [*CELLS, *hostile])
    raw = {"xlsx": workbook, "parquet": parquet}.get(kind, text_file)(random, rows)
    (folder / "data" / name).write_bytes(bent(random, raw, []) if random.random() < 0.4 else raw)
    return kind


LAYOUTS = (
    "layout: {date_order: dmy}", "layout: {totals: [], scale: {revenue: 万元}}", "layout: {header_rows: 2}", "layout: {first_row: 3}",
    "layout: {year: 2025, missing: ['x', '5']}", "encoding: gb18030", "encoding: utf-16", "encoding: latin-1", "sheet: 一月",
    "layout: {wide: {name: 月份, value: 收入}}",
)  # fmt: skip


def table(random: Random, cells: list[str]) -> list[list[str]]:
    """Rows of the usual table, some of its cells hostile, its header perhaps changed."""
    rows = [each.split(",") for each in FILES["data/sales.csv"].strip().split("\n")]
    rows += [list(random.choice(rows[1:])) for _ in range(random.randint(0, 20))]
    for _ in range(random.choice((0, 1, 1, 2, 5, 30))):
        row = random.choice(rows[1:])
        row[random.randrange(len(row))] = random.choice(cells)
    if random.random() < 0.2:
        rows[0][random.randrange(len(rows[0]))] = random.choice(HEADERS)
    if random.random() < 0.15:
        row = random.choice(rows)
        row[:] = row[: random.randint(0, len(row))] + [random.choice(cells)] * random.randint(0, 3)
    if random.random() < 0.1:
        column, cell = random.randrange(3), random.choice(cells)
        for row in rows[1:]:
            row[column : column + 1] = [cell]
    return rows


def text_file(random: Random, rows: list[list[str]]) -> bytes:
    """CSV or TSV, quoted or not, in some encoding."""
    import csv

    made = io.StringIO()
    end, mark = random.choice(("\n", "\n", "\r\n", "\r")), random.choice(",,,;\t|")
    if random.random() < 0.8:
        csv.writer(made, delimiter=mark, lineterminator=end).writerows(rows)
    else:
        made.write(end.join(mark.join(row) for row in rows))
    return made.getvalue().encode(
        random.choice(("utf-8",) * 6 + ("utf-8-sig", "gb18030", "utf-16", "utf-16-be")), "replace"
    )


def workbook(random: Random, rows: list[list[str]]) -> bytes:
    """Workbook; numbers as numbers, or all as text."""
    import openpyxl
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            plain = cell.lstrip("-").replace(".", "", 1).isdecimal() and cell.isascii() and random.random() < 0.9
            try:
                book.active.cell(number, column, float(cell) if plain else cell)
            except (IllegalCharacterError, ValueError):
                book.active.cell(number, column, "x")
    if random.random() < 0.2:
        book.active.merge_cells("A1:B2")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def parquet(random: Random, rows: list[list[str]]) -> bytes:
    """Parquet of texts, or of numbers where they are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [*dict.fromkeys(rows[0])]
    columns: list[Any] = []
    for at in range(len(names)):
        cells = [row[at].replace("\ud7ff", "") if at < len(row) else None for row in rows[1:]]
        try:
            columns.append(pa.array([None if each is None else float(each) for each in cells]))
        except ValueError:
            columns.append(pa.array(cells, pa.string()))
    made = io.BytesIO()
    pq.write_table(pa.table(columns, names=names), made)
    return made.getvalue()


def bent(random: Random, raw: bytes, pieces: list[bytes]) -> bytes:
    """Bytes with some flipped, cut, doubled, or a piece put between them."""
    made = bytearray(raw)
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        at, kind = random.randrange(len(made) + 1), random.random()
        if kind < 0.35 and at < len(made):
            made[at] ^= 1 << random.randrange(8)
        elif kind < 0.5:
            del made[at : at + random.choice((1, 2, 10, 500))]
        elif kind < 0.6:
            made[at:at] = made[at : at + random.choice((1, 10, 200))]
        elif kind < 0.7:
            made = made[: max(at, 1)]
        elif kind < 0.85:
            made[at:at] = bytes(random.randrange(256) for _ in range(random.choice((1, 3))))
        else:
            made[at:at] = random.choice(
                pieces or [b"\0", b"\xff", b'"', b"\n", b"\r", b",", b"\xef\xbb\xbf", b"PK\x03\x04"]
            )
    return bytes(made)


def read(folder: Path, *, observed: bool) -> str:
    """What became of an engagement: read, or refused."""
    import diagnostics as dx
    from diagnostics.data.engine import open_engine
    from diagnostics.errors import InputError

    try:
        engagement = dx.open_engagement(folder)
        if observed:
            values = dx.observe(engagement, levels=["store"]).table["value"]
            assert not any(math.isinf(each) for each in values), "infinite"
        else:
            with open_engine(engagement, threads=1) as engine:
                engine.frame(engine.facts("sales").table)
    except InputError as error:
        text = str(error)
        assert text.strip(), "no message"
        assert str(folder) not in text, f"names a path: {text}"
        return "refused"
    return "read"


def shard(number: int, told: Any) -> None:
    """Files of one shard; each outcome is told as it comes."""
    warnings.simplefilter("error")
    hostile = [str(each.made) for each in all_payloads() if each.category in {"numbers", "dates"} and not each.recipe]
    # What loads once is loaded before the clock of the first file starts.
    with tempfile.TemporaryDirectory() as folder:
        drawn(Random("warm"), Path(folder), hostile)
        read(Path(folder), observed=True)
    for case in range(SHARD):
        random = Random(f"{number}/{case}")
        with tempfile.TemporaryDirectory() as folder:
            told.send((case, "", "started"))
            kind = drawn(random, Path(folder), hostile)
            try:
                outcome, what = read(Path(folder), observed=random.random() < 0.2), ""
            except BaseException as error:  # noqa: BLE001 (that nothing else comes out is what is tested)
                outcome, what = "wrong", f"{type(error).__name__}: {error}"
            told.send((case, kind, outcome + (f": {what}" if what else "")))
    told.send(None)


def watched(number: int) -> tuple[Counter[str], list[str]]:
    """A shard in a process of its own, killed where a file takes too long."""
    ours, theirs = mp.get_context("spawn").Pipe(duplex=False)
    process = mp.get_context("spawn").Process(target=shard, args=(number, theirs))
    process.start()
    theirs.close()
    counts: Counter[str] = Counter()
    wrong, case, patience = [], 0, 10 * LIMIT
    while True:
        try:
            got = ours.recv() if ours.poll(patience) else "late"
            patience = LIMIT
        except EOFError:
            wrong.append(f"shard {number} case {case}: the process ended by itself")
            break
        if got is None:
            break
        if got == "late":
            wrong.append(f"shard {number} case {case}: longer than {LIMIT:.0f} s")
            process.kill()
            break
        case, kind, outcome = got
        if outcome.startswith("wrong"):
            wrong.append(f"shard {number} case {case} ({kind}): {outcome}")
        elif kind:
            counts[f"{kind} {outcome}"] += 1
    process.join()
    return counts, wrong


def main() -> int:
    """Print the counts; 1 where anything else than read or refused came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--shards", type=int, default=100)
    asked = parser.parse_args()
    began, counts, wrong = time.monotonic(), Counter[str](), list[str]()
    for number in range(asked.first, asked.first + asked.shards):
        found, problems = watched(number)
        counts += found
        wrong += problems
        for each in problems:
            print(each, flush=True)
    for name, count in sorted(counts.items()):
        print(f"{name:16} {count:6}")
    print(f"{counts.total()} files in {time.monotonic() - began:.0f} s; {len(wrong)} came out otherwise")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
