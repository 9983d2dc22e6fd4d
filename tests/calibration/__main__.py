"""``python -m tests.calibration``: draws what is missing, prints the table, writes it into its page."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from diagnostics.errors import InputError

ROOT = Path(__file__).parents[2]
# One thread each: two processes that both take all processors slow each other down. Set before numpy is loaded.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


def main(words: Sequence[str] | None = None) -> int:
    """Exit code."""
    asked = _asked(words)
    try:
        return _run(asked)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped; the same command goes on from here.", file=sys.stderr)
        return 130


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make calibrate", description="How often verdicts err, on made-up series.")
    parser.add_argument(
        "--draws", type=_whole, default=2000, help="draws a cell; a quarter where assumptions are broken"
    )
    parser.add_argument("--jobs", type=_whole, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--cells", default="*", help="only cells whose name holds this, or matches with * and ?")
    parser.add_argument("--seed", type=int, default=20260101, help="of every draw")
    parser.add_argument("--table", action="store_true", help="only print what is there; draws nothing, writes nothing")
    parser.add_argument("--folder", type=Path, default=ROOT / ".calibration", help="where shards are kept")
    parser.add_argument("--page", type=Path, default=ROOT / "docs/methods/calibration.md", help="page of the table")
    return parser.parse_args(words)


def _whole(word: str) -> int:
    """A whole number from 1 on."""
    if not word.isascii() or not word.isdigit() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word!r} must be a whole number from 1 on")
    return int(word)


def _run(asked: argparse.Namespace) -> int:
    from tests.calibration.cells import cells
    from tests.calibration.figures import figures
    from tests.calibration.fingerprint import fingerprint
    from tests.calibration.shards import read, run, shards
    from tests.calibration.table import Source, table, write

    code = fingerprint()
    folder, wanted = asked.folder / code, cells(asked.cells)
    if not asked.table:
        run(list(shards(wanted, asked.draws, asked.seed)), folder, asked.jobs)
    found = [each for cell in wanted for each in figures(cell, read(cell, asked.seed, folder))]
    if not found:
        print(f"Nothing is drawn yet with this code ({code}).")
        return 0
    text = table(found, Source(asked.seed, code))
    print(text)
    # Part of the cells is for looking; the page tells of all of them.
    if not asked.table and asked.cells == "*":
        write(asked.page, text)
        print(f"\nWritten into {asked.page}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
