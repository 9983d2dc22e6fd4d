"""Writes tests/engagements/rossmann/entities.csv from the chain's own store file.

    python scripts/rossmann_engagement.py [STORE_FILE] [TARGET_FOLDER]

A store is ``comparison`` when nothing is known to have happened to it while the data run (2013-01 to 2015-07): no
competitor opened nearby, and it did not join the standing promotion. Stores in the ledger are compared with those, so
they bear the same peer group; stores with an event that is not in the ledger are nobody's comparison.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST, LAST = date(2013, 1, 1), date(2015, 7, 31)
STORES = 50
IN_LEDGER = {6, 14, 28, 30, 37, 45}


def events(row: dict[str, str]) -> list[date]:
    """Days on which something happened to a store."""
    found = []
    if row["CompetitionOpenSinceYear"]:
        found.append(date(int(float(row["CompetitionOpenSinceYear"])), int(float(row["CompetitionOpenSinceMonth"])), 1))
    if row["Promo2SinceYear"]:
        found.append(date.fromisocalendar(int(float(row["Promo2SinceYear"])), int(float(row["Promo2SinceWeek"])), 1))
    return found


def peer_group(row: dict[str, str]) -> str:
    """Group of a store: compared with the untouched ones, or set aside."""
    touched = any(FIRST <= each <= LAST for each in events(row))
    return "comparison" if not touched or int(row["Store"]) in IN_LEDGER else "other_events"


def rows(store_file: Path) -> list[list[str]]:
    """Rows of entities.csv."""
    with store_file.open(encoding="utf-8", newline="") as file:
        stores = [row for row in csv.DictReader(file) if int(row["Store"]) <= STORES]
    header = ["id", "name", "aliases", "level", "parent", "peer_group"]
    listed = [[f"store_{key}", f"{key} 号店", key, "store", "chain", group] for key, group in _grouped(stores)]
    return [header, ["chain", "全部门店", "", "chain", "", ""], *listed]


def _grouped(stores: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(row["Store"], peer_group(row)) for row in stores]


def main(arguments: list[str]) -> None:
    """Write the file."""
    store_file = Path(arguments[0]) if arguments else ROOT.parent / "shared" / "data" / "rossmann_store.csv"
    target = Path(arguments[1]) if arguments[1:] else ROOT / "tests" / "engagements" / "rossmann"
    with (target / "entities.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows(store_file))


if __name__ == "__main__":
    main(sys.argv[1:])
