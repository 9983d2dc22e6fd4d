"""YAML payloads, as each of the files that people write: refused with file, line and column."""

from __future__ import annotations

import re

from tests.acceptance.payloads import Payload
from tests.acceptance.workbench import Workbench, refused

FILES = ("kpis.yaml", "engagement.yaml", "scorecards.yaml")


def check(payload: Payload, workbench: Workbench) -> None:
    """The payload is a whole file, and its value stands where a number must."""
    as_a_file(payload, workbench)
    if not payload.recipe and (value := re.fullmatch(r"\w+: *(\S.*)", payload.text)):
        as_a_number(value[1], workbench)


def as_a_number(value: str, workbench: Workbench) -> None:
    """A weight or a target of this value is refused; it is never read as some other number."""
    right = (workbench.client / "scorecards.yaml").read_text(encoding="utf-8")
    for old in ("weight: 1.0", "target: 100"):
        field = old.partition(":")[0]
        workbench.edit("scorecards.yaml", old, f"{field}: {value}")
        refused(workbench.perfloop("check", workbench.client), r"scorecards.yaml:\d+:\d+")
        workbench.write("scorecards.yaml", right)


def as_a_file(payload: Payload, workbench: Workbench) -> None:
    """One that is made to crash or to fill the memory gets a process of its own."""
    for name in FILES:
        right = (workbench.client / name).read_bytes()
        workbench.write(name, payload.made)
        workbench.settle()
        if payload.recipe:
            told = workbench.perfloop_apart("check", workbench.client, limit=30)
            assert told.megabytes < 350, f"{told.megabytes:.0f} MB; 200 MB more than a bare start takes"
        else:
            told = workbench.perfloop("check", workbench.client)
        refused(told, rf"{name}:\d+:\d+")
        workbench.untouched()
        workbench.write(name, right)
