"""Hostile expressions, in every place of an engagement where an expression or a column's name may stand."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from diagnostics.errors import InputError
from tests.acceptance.payloads import Payload
from tests.acceptance.workbench import CANARY, Workbench, refused

# Where the product takes an expression; each must refuse whatever the payload's own surface was.
EXPRESSIONS: dict[str, dict[str, Any]] = {
    "where": {},
    "measure": {},
    "formula": {"measure": None},
}
# Where it takes the name of a column.
NAMES = ("dimensions", "time", "entity")


def check(payload: Payload, workbench: Workbench) -> None:
    """Refused before anything is evaluated: exit code 2, the place and the offending piece named, nothing made."""
    text = payload.text
    for field, others in EXPRESSIONS.items():
        workbench.kpi(**{**others, field: text})
        expect_refusal(workbench, "kpis.yaml:", *marked(text))
    for field in NAMES:
        workbench.kpi(**{field: [text] if field == "dimensions" else text})
        workbench.settle()
        told = workbench.perfloop("plan", workbench.client, "--period", "2025-06")
        refused(told, "kpis.yaml:")
        assert workbench.perfloop("check", workbench.client).code in {1, 2}
        workbench.untouched()
        with pytest.raises(InputError):
            workbench.observe(by=(text,) if field == "dimensions" else ())
        workbench.untouched()
    as_a_target(workbench, text)
    workbench.kpi(versions=[{"from": "2025-06", "measure": text}])
    expect_refusal(workbench, "kpis.yaml:", *marked(text))
    workbench.kpi(readings=[{"id": "other", "source": "sales", "measure": "sum(revenue)", "where": text}])
    expect_refusal(workbench, "kpis.yaml:", *marked(text))
    workbench.kpi()
    workbench.edit("engagement.yaml", "owner: li}", f"owner: li, manual: {json.dumps(text)}}}")
    expect_refusal(workbench, "engagement.yaml:", *marked(text))


def marked(text: str) -> tuple[str, ...]:
    """Patterns: the position, and the piece that is marked there."""
    return (r"at character \d+: .*«|U\+[0-9A-F]{4}",) if text.strip() else ("is empty",)


def expect_refusal(workbench: Workbench, *patterns: str) -> None:
    """The command says so, and so does the library."""
    workbench.settle()
    told = workbench.perfloop("check", workbench.client)
    refused(told, *patterns)
    with pytest.raises(InputError) as caught:
        workbench.observe()
    assert re.search(patterns[0], str(caught.value))
    assert CANARY not in str(caught.value)
    workbench.untouched()


def as_a_target(workbench: Workbench, text: str) -> None:
    """The payload as a target that is computed from the source."""
    workbench.kpi()
    right = (workbench.client / "scorecards.yaml").read_text(encoding="utf-8")
    workbench.edit(
        "scorecards.yaml", "targets: {target: 100,", f"targets: {{target: {{expression: {json.dumps(text)}}},"
    )
    expect_refusal(workbench, "scorecards.yaml:")
    workbench.write("scorecards.yaml", right)
