"""No text that ships quotes what an article claims its method brought, unless it says that nobody verified it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TAG = re.compile("发布方说法，未核实|publisher claim, unverified", re.IGNORECASE)
CLAIM = re.compile(
    r"(?:落地率|参与度|达成率|合格率|采集效率|业绩|增长率|满意度)[^，。；\n]{0,8}(?:提升|提高|增长|上升|达到?)[^，。；\n\d]{0,6}\d+(?:\.\d+)?\s*(?:%|个百分点)"
    r"|(?:adoption|participation|engagement|attainment|productivity|growth|satisfaction)[^.;\n]{0,30}"
    r"(?:rose|grew|improved|increased|went up|up)\s+(?:to|by)\s+\d+(?:\.\d+)?\s*(?:%|points)",
    re.IGNORECASE,
)
TEXTS = [
    each for folder in ("playbooks", "diagnostics/terms", "diagnostics/data/demo", "diagnostics/run/starter", "docs")
    for each in sorted((ROOT / folder).rglob("*")) if each.suffix in (".yaml", ".md", ".csv")
]  # fmt: skip


@pytest.mark.parametrize(
    "claim",
    ["KPI落地率提升至91%", "生产合格率提升2.5个百分点", "员工主动参与度提升35%", "业务增长率同比提升18%", "绩效达成率提升至88%",
     "Participation rose by 30%"],
)  # fmt: skip
def test_such_claims_are_recognised(claim):
    assert CLAIM.search(claim)


def test_no_text_that_ships_quotes_one_without_saying_so():
    assert TEXTS
    lines = [(each, line) for each in TEXTS for line in each.read_text(encoding="utf-8").splitlines()]
    told = [
        f"{each.relative_to(ROOT)}: {line[:120]}" for each, line in lines if CLAIM.search(line) and not TAG.search(line)
    ]
    assert told == []
