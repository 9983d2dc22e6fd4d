"""YAML payloads, as each of the files that people write: refused with file, line and column."""

from __future__ import annotations

from tests.acceptance.payloads import Payload
from tests.acceptance.workbench import Workbench, refused

FILES = ("kpis.yaml", "engagement.yaml", "scorecards.yaml")


def check(payload: Payload, workbench: Workbench) -> None:
    """The whole file is the payload; one that is made to crash or fill the memory gets a process of its own."""
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
