"""Writes tests/engagements/mta/kpis.yaml and scorecards.yaml from the agency's own dictionary of indicators.

    python scripts/mta_engagement.py [DICTIONARY_FILE] [TARGET_FOLDER]

A long table holds all facts: one row an indicator and month. So each KPI is the mean of its rows, filtered by its
number; a target of 0 means that there is none; per cent become shares. The long descriptions stay in the dictionary.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIRECTION = {"U": "higher", "D": "lower"}
CYCLE = {"M": "month", "Q": "quarter", "Y": "year"}
# What a passenger feels first; the agency itself names no mother metrics.
MOTHERS = {"67816", "67923", "374903", "391690", "392289"}
Rows = list[dict[str, str]]


def unit(row: dict[str, str]) -> str:
    """Unit of measure: the dictionary states per cent only, the rest is in the names."""
    if row["INDICATOR_UNIT"] == "%":
        return "share"
    name = row["INDICATOR_NAME"]
    if "Mean Distance" in name:
        return "distance"
    return "count" if "Ridership" in name or "Usage" in name else "ratio"


def scaled(expression: str, row: dict[str, str]) -> str:
    """Expression in base units: 81.5 per cent are 0.815."""
    return f"{expression} / 100" if unit(row) == "share" else expression


def kpi(row: dict[str, str], known: set[str]) -> str:
    """One entry of kpis.yaml."""
    number, parent = row["INDICATOR_SEQ"], row["PARENT_SEQ"]
    definition = f"{row['CATEGORY']}, indicator {number} of the published dictionary"
    lines = [
        f"- id: i{number}",
        f"  name: {{en: {json.dumps(row['INDICATOR_NAME'])}}}",
        f"  definition: {{en: {json.dumps(definition)}}}",
        f"  unit: {unit(row)}",
        f"  direction: {DIRECTION.get(row['DESIRED_CHANGE'], 'none')}",
        "  source: monthly",
        f"  measure: {scaled('mean(MONTHLY_ACTUAL)', row)}",
        f"  where: INDICATOR_SEQ == {number}",
        f"  cycle: {CYCLE[row['FREQUENCY']]}",
        f"  owner: {row['AGENCY_NAME']}",
        *([f"  parent: i{parent}"] if parent in known and parent != number else []),
        *(["  mother: true"] if number in MOTHERS else []),
        f"  decimals: {row['DECIMAL_PLACES']}",
    ]
    return "\n".join(lines) + "\n"


def card(rows: Rows) -> str:
    """The scorecard: every indicator that has a desired direction, all of the same weight."""
    judged = [row for row in rows if row["DESIRED_CHANGE"] in DIRECTION]
    weight = round(1 / len(judged), 6)
    weights = [weight] * (len(judged) - 1)
    weights.append(round(1 - sum(weights), 6))
    text = [
        "- entity: nyct",
        "  name: {en: Performance dashboard}",
        "  profile: company",
        "  from: 2008-01",
        "  items:",
    ]
    for row, share in zip(judged, weights, strict=True):
        target = scaled("mean(nullif(MONTHLY_TARGET, 0))", row)
        text += [
            f"    - kpi: i{row['INDICATOR_SEQ']}",
            f'      targets: {{target: {{expression: "{target}"}}, from: strategy}}',
            f"      scoring: {{rule: {'ratio' if row['DESIRED_CHANGE'] == 'U' else 'complement'}}}",
            f"      weight: {share}",
            *(["      core: true"] if row["INDICATOR_SEQ"] in MOTHERS else []),
        ]
    return "\n".join(text) + "\n"


def written(dictionary: Path) -> dict[str, str]:
    """Files of the engagement that come from the dictionary, by name."""
    with dictionary.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {row["INDICATOR_SEQ"] for row in rows}
    head = "# Written by scripts/mta_engagement.py from the agency's dictionary of indicators.\n"
    return {"kpis.yaml": head + "\n".join(kpi(row, known) for row in rows), "scorecards.yaml": head + card(rows)}


def main(arguments: list[str]) -> None:
    """Write the files."""
    dictionary = Path(arguments[0]) if arguments else ROOT.parent / "shared" / "data" / "mta_nyct_dictionary.csv"
    target = Path(arguments[1]) if arguments[1:] else ROOT / "tests" / "engagements" / "mta"
    for name, text in written(dictionary).items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
