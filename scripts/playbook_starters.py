"""Writes the made-up example data of the starters in playbooks/sales-funnel and playbooks/quality-line.

    python scripts/playbook_starters.py [TARGET_FOLDER]

Nothing in them is real. What was planted: from July 2025 the third team wins fewer of the deals that it begins; on the
second line changeovers take longer on the late shift.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
SEED = 20251
TEAMS = {each: tuple(f"{each[0].upper()}{at}" for at in range(1, 9)) for each in ("north", "south", "west")}
PRODUCTS = {"standard": 8_000, "plus": 20_000, "service": 5_000}
END = date(2025, 12, 31)
MONTHS = [(2024 + (at + 3) // 12, (at + 3) % 12 + 1) for at in range(21)]
LINES, SHIFTS, GOODS = ("L1", "L2", "L3"), ("early", "late"), ("bottle", "can")
LOSSES = {"changeover": 22.0, "breakdown": 16.0, "material": 9.0, "adjustment": 7.0, "cleaning": 5.0}
BY_OPERATOR = {"changeover", "adjustment"}


def deals() -> list[list[object]]:
    """Every deal once, as a CRM exports it: what has not happened by the end is blank."""
    random, rows = Random(SEED), []
    for year, month in MONTHS:
        for team, sellers in TEAMS.items():
            weak = team == "west" and (year, month) >= (2025, 7)
            for seller in sellers:
                for _ in range(random.choice((1, 2, 3, 4))):
                    row = _deal(random, date(year, month, random.randint(1, 28)), 0.2 if weak else 0.5)
                    rows.append([f"D{len(rows) + 1:05}", team, seller, *row])
    return rows


def _deal(random: Random, created: date, winning: float) -> list[object]:
    product = random.choices(list(PRODUCTS), (4, 3, 3))[0]
    sector = random.choices(("retail", "medical", "software"), (4, 3, 3))[0]
    amount = round(PRODUCTS[product] * random.uniform(0.8, 1.25), -2)
    engaged = created + timedelta(days=random.randint(1, 20)) if random.random() < 0.7 else None
    closed = engaged + timedelta(days=random.randint(15, 80)) if engaged else None
    stage = "lead" if engaged is None or engaged > END else "won" if random.random() < winning else "lost"
    if stage in ("won", "lost") and closed is not None and closed > END:
        stage = "open"
    told = closed if stage in ("won", "lost") else None
    return [product, sector, stage, created, engaged if stage != "lead" else None, told, int(amount)]


def shifts() -> list[list[object]]:
    """Every line, day and shift: minutes planned, pieces made, good pieces."""
    random, rows = Random(SEED + 1), []
    for day in _days():
        for line in LINES:
            for shift in SHIFTS:
                lost = sum(minutes for *_, minutes in _stops(day, line, shift))
                made = int((480 - lost) * 12 * random.uniform(0.9, 0.99))
                good = int(made * random.uniform(0.965, 0.99))
                rows.append([day, line, shift, GOODS[(day.toordinal() // 3) % 2], 480, 480 - lost, 12, made, good])
    return rows


def stops() -> list[list[object]]:
    """Every stop with its factor and minutes."""
    return [each for day in _days() for line in LINES for shift in SHIFTS for each in _stops(day, line, shift)]


def _stops(day: date, line: str, shift: str) -> list[list[object]]:
    random, rows = Random(f"{day} {line} {shift} {SEED}"), []
    for factor, minutes in LOSSES.items():
        if random.random() < 0.55:
            slow = 1.9 if (factor, line, shift) == ("changeover", "L2", "late") else 1.0
            by = "yes" if factor in BY_OPERATOR else "no"
            rows.append([day, line, shift, factor, by, round(minutes * slow * random.uniform(0.6, 1.6))])
    return rows


def _days() -> list[date]:
    every = (date(2025, 1, 1) + timedelta(days=at) for at in range(181))
    return [each for each in every if each.weekday() < 5]


def write(target: Path) -> None:
    """Write all files below a folder laid out as playbooks/ is."""
    tables = {
        "sales-funnel/starter/data/deals.csv": (
            ["deal", "team", "seller", "product", "sector", "stage", "created", "engaged", "closed", "amount"], deals(),
        ),
        "quality-line/starter/data/shifts.csv": (
            ["day", "line", "shift", "product", "planned_minutes", "run_minutes", "pieces_per_minute", "made", "good"],
            shifts(),
        ),
        "quality-line/starter/data/stops.csv": (
            ["day", "line", "shift", "factor", "operator_error", "minutes"], stops(),
        ),
    }  # fmt: skip
    for name, (head, rows) in tables.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows])


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "playbooks")
