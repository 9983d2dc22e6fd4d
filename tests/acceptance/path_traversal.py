"""Names that try to leave the engagement: as its id, its client, its sources' files and its entities' file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.acceptance.payloads import Payload
from tests.acceptance.workbench import Workbench, refused

# Fields of engagement.yaml that name a file; each with the line it stands in.
FILES = ("entities: entities.csv", "file: sales.csv")
_LINK = re.compile(r"symlink: .*-> *(\S+)")
_TWO = re.compile(r"(.+)\|(.+) \(.*collision\)")


def check(payload: Payload, workbench: Workbench) -> None:
    """Refused with exit code 2 where it names a file; where it is a mere name nothing is made of it."""
    if link := _LINK.fullmatch(payload.text):
        through_a_link(workbench, link[1])
    elif two := _TWO.fullmatch(payload.text):
        two_names(workbench, two[1], two[2])
    else:
        as_a_file(workbench, payload.text)
        as_a_name(workbench, payload.text)


def with_field(workbench: Workbench, line: str, text: str) -> None:
    """Put a text in place of a field's value."""
    field, _, _ = line.partition(": ")
    workbench.write("engagement.yaml", WRITTEN.replace(line, f"{field}: {json.dumps(text)}", 1))
    workbench.settle()


def as_a_file(workbench: Workbench, text: str) -> None:
    """Neither read nor made: a run refuses it before it begins."""
    for line in FILES:
        with_field(workbench, line, text)
        told = workbench.perfloop("plan", workbench.client, "--period", "2025-06")
        refused(told, r"engagement\.yaml|entities")
        assert "root:" not in told.out + told.err
        workbench.untouched()


def as_a_name(workbench: Workbench, text: str) -> None:
    """As id and as the client's name it is refused, or it is a name and no path is made of it."""
    for line in ("id: acme", "client: 甲公司"):
        with_field(workbench, line, text)
        told = workbench.perfloop("check", workbench.client)
        assert told.code in {0, 1, 2}, told.err
        assert "Traceback" not in told.err
        workbench.untouched()


def two_names(workbench: Workbench, first: str, second: str) -> None:
    """Two engagements whose names look alike to a file system: each stays in the folder its user chose."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.errors import InputError

    for name in (first, second):
        with_field(workbench, "id: acme", name)
        if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", name):
            assert load_engagement(workbench.client).folder == workbench.client
        else:
            with pytest.raises(InputError, match="id =="):
                load_engagement(workbench.client)
    for name in (first, second):
        with_field(workbench, "file: sales.csv", name + ".csv")
        refused(workbench.perfloop("plan", workbench.client, "--period", "2025-06"))


def through_a_link(workbench: Workbench, target: str) -> None:
    """A link in the data folder that leads out of it is not followed."""
    for where in (Path(target), workbench.root / "beta" / "pay.csv"):
        link = workbench.client / "data" / "sales.csv"
        link.unlink()
        link.symlink_to(where)
        workbench.settle()
        told = workbench.perfloop("plan", workbench.client, "--period", "2025-06")
        refused(told, "sales.csv")
        assert "root:" not in told.out + told.err
        workbench.untouched()


WRITTEN = """\
id: acme
client: 甲公司
language: zh
sources:
  sales:
    file: sales.csv
    time: date
    entity: unit
    owner: li
entities: entities.csv
people: {li: 李经理}
"""
