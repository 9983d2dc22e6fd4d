"""People who are measured: what few stand behind is blank, nobody is found by an id, numbers of theirs are masked."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from diagnostics.data.suppression.published import publishable, shareable
from diagnostics.data.suppression.withheld import with_withheld
from diagnostics.dictionary.load import load_engagement
from diagnostics.run.exporter import render
from tests.acceptance.workbench import FILES, Workbench

PAY_ROWS = "".join(f"2025-{month:02d}-03,south,{who:05d},{3000 + who}\n" for month in (5, 6) for who in range(1, 12))
CHARTER = """\
charter: {goal: 一, weak_points: 二, problem: 三, statement: 四, benefit_firm: 五, benefit_staff: 六, sponsor: li}"""
# Of a hexadecimal hash so much is kept that no other token is one by chance.
_PREFIX = 12


def few_people(text: str, workbench: Workbench) -> None:
    """A figure behind one person is blank, and so is what it could be worked out from."""
    table = published_pay(workbench)
    at = table[table["entity"].isin(["north", "south", "city"])].set_index("entity")["value"]
    assert at.isna()["north"]
    # A total beside the one figure that is left would tell the other.
    assert at.isna()["south"] or at.isna()["city"]


def published_pay(workbench: Workbench):
    """What may be published of pay: eleven people in one store, one in the other, and their sum."""
    rows = f"2025-05-03,north,99999,93517\n2025-06-03,north,99999,93517\n{PAY_ROWS}"
    workbench.write("data/pay.csv", f"date,unit,person,pay\n{rows}")
    workbench.write(
        "entities.csv", "id,name,level,parent\nnorth,北店,store,city\nsouth,南店,store,city\ncity,全城,city,\n"
    )
    workbench.edit(
        "engagement.yaml", "entities: entities.csv",
        "  pay: {file: pay.csv, time: date, entity: unit, person: person, owner: li}\nentities: entities.csv",
    )  # fmt: skip
    workbench.kpi(source="pay", measure="sum(pay)", mother=None)
    engagement = load_engagement(workbench.client)
    found = with_withheld(workbench.observe(periods=["2025-06"]), engagement)
    return publishable(shareable(found, engagement).table, engagement)


def drilled(text: str, workbench: Workbench) -> None:
    """Two figures that differ by one person: not both are told."""
    table = published_pay(workbench)
    told = table.dropna(subset=["value"])
    assert not {"south", "city"} <= set(told["entity"])
    assert "93517" not in told.to_csv()


def flagged(workbench: Workbench, number: str, kind: str, told: str) -> None:
    """The quality card names the column and what it holds; the number itself is shown nowhere, masked where it was."""
    import diagnostics as dx
    from diagnostics.data.engine import open_engine
    from diagnostics.data.quality.card import quality_card
    from diagnostics.data.quality.report import card_lines
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.sections.quality import quality_section
    from diagnostics.loop.close.wording import Wording

    workbench.kpi(dimensions=["region"])
    workbench.write("data/sales.csv", FILES["data/sales.csv"].replace("O'Brien", number))
    seen = workbench.observe(by=["region"])
    assert any("•••" in each for each in seen.table["region"])
    engagement = load_engagement(workbench.client)
    with open_engine(engagement) as engine:
        card = quality_card(engine, dx.observe(engine), engagement.calendar.parse("2025-06"))
    (item,) = card.of("personal")
    assert (item.column, item.where) == ("region", (kind,))
    alignment = {"language": "zh", "kpis": [], "entities": [], "labels": {}, "currency": "CNY"}
    wording = Wording(Inputs(alignment, None, {}, {}, None, {}))
    section = quality_section(card.record(), wording).model_dump_json()
    assert told in section
    shown = (seen.table.to_csv(), seen.rows("revenue", "south", "2025-06").to_csv(), *card_lines(card), section)
    assert not [each for each in shown if number in each]
    workbench.write("data/sales.csv", FILES["data/sales.csv"].replace(",110,95", f",{number},95"))
    told_of = workbench.perfloop("data", "quality", workbench.client, "--period", "2025-06")
    assert number not in told_of.out + told_of.err


def pseudonyms(text: str, workbench: Workbench) -> None:
    """No file of a run holds a person's id, or a hash that somebody who tries every id would find."""
    from diagnostics.loop.close.publishing import page_for
    from tests.without_kernels import loop_here

    published_pay(workbench)
    workbench.edit("engagement.yaml", "people: {li: 李经理}", f"people: {{li: 李经理}}\n{CHARTER}")
    loop_here(workbench.client, "2025-06")
    (run,) = (each.parent for each in (workbench.client / "runs" / "2025-06").glob("*/run.json"))
    out = "\n".join(plain_text(each) for each in sorted((workbench.client / "runs").rglob("*")) if each.is_file())
    out += "".join(render(page_for(run, audience=each)) for each in ("leadership", "client", "consultant"))
    assert "revenue" in out
    tokens = {each.lower()[:_PREFIX] for each in re.findall(rf"[0-9A-Fa-f]{{{_PREFIX},}}", out)}
    assert tokens, "a run holds fingerprints of its own, or nothing was looked at"
    # The attack finds what it is to find: a plain hash of an id that somebody let slip.
    planted = hashlib.sha256(b"00007").hexdigest()[:_PREFIX]
    ids = [f"{who:05d}" for who in range(1, 100_000)]
    for digest in (hashlib.sha256, hashlib.md5, hashlib.sha1):
        tried = {digest(form.encode()).hexdigest()[:_PREFIX] for who in ids for form in {who, who.lstrip("0")}}
        assert planted in tried or digest is not hashlib.sha256
        assert not tokens & tried
    assert not [each for each in out.splitlines() if re.search(r"HMAC|hmac|secret_key", each)]


def plain_text(path: Path) -> str:
    """Content of a file of a run as text, tables too."""
    if path.suffix == ".parquet":
        import pandas as pd

        return pd.read_parquet(path).to_csv()
    return path.read_bytes().decode("utf-8", "replace")
