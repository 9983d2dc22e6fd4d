"""An engagement with one source in files and one in a database, through the whole run."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from diagnostics.data.observe import observe
from diagnostics.dictionary.load import load_engagement
from tests.postgres_server import CANARY, postgres_server  # noqa: F401
from tests.without_kernels import without_kernels

pytestmark = pytest.mark.kernels
URL = "PERFLOOP_TILLS_URL"
TILLS = pd.DataFrame(
    {
        "day": [dt.date(2025, 5, 3), dt.date(2025, 6, 3), dt.date(2025, 6, 4)],
        "shop": ["北店", "北店", "south"],
        "amount": [1000.5, 1200.25, 900.0],
    }
)
KINDS = {"day": "date", "shop": "text", "amount": "numeric(12, 2)"}


@pytest.fixture
def client(small, postgres_server, monkeypatch):  # noqa: F811
    """The small engagement with a second source in the database."""
    postgres_server.load("sales.tills", TILLS, KINDS)
    monkeypatch.setenv(URL, postgres_server.url())
    monkeypatch.chdir(small.parent)
    told = (small / "engagement.yaml").read_text(encoding="utf-8")
    source = f"  tills: {{engine: postgres, url_env: {URL}, table: sales.tills, time: day, entity: shop, owner: li}}\n"
    (small / "engagement.yaml").write_text(told.replace("entities:", f"{source}entities:"), encoding="utf-8")
    kpis = (small / "kpis.yaml").read_text(encoding="utf-8")
    kpis += (
        "- id: revenue\n  name: {zh: 销售额, en: Revenue}\n  definition: 收银金额合计\n  unit: money\n  direction: higher\n"
        "  source: tills\n  measure: sum(amount)\n  owner: li\n"
    )
    (small / "kpis.yaml").write_text(kpis, encoding="utf-8")
    return small


def test_figures_of_both_stand_beside_each_other(client):
    found = observe(load_engagement(client), levels=["store"], periods=["2025-06"]).table
    shown = {(row.kpi, row.entity): row.value for row in found.itertuples()}
    assert shown == {
        ("conversion_rate", "north"): 0.12,
        ("conversion_rate", "south"): 0.09,
        ("revenue", "north"): 1200.25,
        ("revenue", "south"): 900.0,
    }


def test_a_run_reads_both_and_runs_again_when_the_table_changes(client, postgres_server, perfloop_here):  # noqa: F811
    """A kernel of its own reads both in the first step, and no password is left there; the others need no kernel."""
    first = perfloop_here("run", client, "--period", "2025-06", "--steps", "align")
    assert first.code == 0, first.err
    (manifest,) = client.glob("runs/2025-06/*/run.json")
    assert f"table sales.tills of {URL}" in manifest.read_text(encoding="utf-8")
    with without_kernels():
        done = perfloop_here("run", client, "--period", "2025-06")
    assert done.code == 0, done.err
    assert (client.parent / done.last_line).is_file()
    assert "nothing to run" in perfloop_here("run", client, "--period", "2025-06").err
    manifest = next(client.glob("runs/2025-06/*/run.json")).read_text(encoding="utf-8")
    assert f"table sales.tills of {URL}" in manifest
    with postgres_server.owner() as connection:
        connection.execute("UPDATE sales.tills SET amount = amount - 1 WHERE day = '2025-06-04'")
        connection.execute("UPDATE sales.tills SET amount = amount + 1 WHERE day = '2025-05-03'")
    # The page is out: other figures need a reason.
    refused = perfloop_here("run", client, "--period", "2025-06")
    assert refused.code == 2
    assert f"changed since: table sales.tills of {URL}" in refused.err
    with without_kernels():
        again = perfloop_here("run", client, "--period", "2025-06", "--restate", "tills corrected")
    assert again.code == 0, again.err
    for path in (each for each in client.rglob("*") if each.is_file()):
        content = path.read_bytes()
        assert CANARY.encode() not in content, path
        assert f"127.0.0.1:{postgres_server.port}".encode() not in content, path
    assert CANARY not in first.out + first.err + done.out + done.err + again.out + again.err


@pytest.mark.parametrize(
    ("broken", "code", "told"),
    [
        (lambda server: server.url(password="wrong"), 3, "it refused the user or the password"),
        (lambda server: "postgresql://reader:" + CANARY + "@127.0.0.1:1/client", 3, "no server answers there"),
        (lambda server: "", 2, f"Environment variable {URL} is not set"),
    ],
    ids=["wrong password", "no server", "not set"],
)
def test_a_server_that_cannot_be_used_is_told_in_one_line(
    client, postgres_server, perfloop_here, monkeypatch, broken, code, told,  # noqa: F811
):  # fmt: skip
    monkeypatch.setenv(URL, broken(postgres_server))
    done = perfloop_here("run", client, "--period", "2025-06")
    assert (done.code, done.out) == (code, "")
    assert told in done.err
    assert done.err.startswith("perfloop: ")
    assert done.err.count("\n") == 1
    assert CANARY not in done.err


def test_a_missing_table_is_told_with_the_nearest(client, perfloop_here):
    text = (client / "engagement.yaml").read_text(encoding="utf-8")
    (client / "engagement.yaml").write_text(text.replace("sales.tills", "sales.till"), encoding="utf-8")
    done = perfloop_here("run", client, "--period", "2025-06")
    assert done.code == 2
    assert "Unknown table 'sales.till' in source 'tills'. Did you mean 'sales.tills'?" in done.err
    assert done.err.count("\n") == 1
