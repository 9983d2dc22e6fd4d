"""What must not leave an engagement: each scenario against the part of the product that keeps it in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.look.page import Bullets, Page, Paragraph, Section
from diagnostics.run.exporter import render
from diagnostics.run.leak_scan import LeakError, refuse_leaks, scan
from tests.acceptance.payloads import Payload
from tests.acceptance.people import drilled, few_people, flagged, pseudonyms, published_pay
from tests.acceptance.workbench import FILES, Workbench


def check(payload: Payload, workbench: Workbench) -> None:
    """Do what the scenario's name says; an unknown one fails."""
    if payload.variant not in SCENARIOS:
        raise NotImplementedError(f"{payload.id}: nobody has said what must hold for {payload.variant!r}")
    SCENARIOS[payload.variant](payload.text, workbench)


def page_with(text: str) -> bytes:
    """Page that bears a text of the client's in a sentence and in a list; the letters' shapes hold no text."""
    parts = (Paragraph(text=text), Bullets(items=(f"见 {text}",)))
    page = Page(language="zh", title="结论", sections=(Section(id="one", title="一", parts=parts),))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("diagnostics.look.fonts._cut", lambda characters: b"")
        return render(page).encode()


def stopped(workbench: Workbench, text: str, kind: str, hidden: str = "") -> None:
    """A page that bears the text is not published, and the refusal does not tell it."""
    engagement = load_engagement(workbench.client)
    assert scan({"page.html": page_with("收入 1,234 万元")}, engagement) == ()
    found = scan({"page.html": page_with(text)}, engagement)
    assert kind in {each.kind for each in found}
    with pytest.raises(LeakError) as told:
        refuse_leaks(found)
    assert (hidden or text) not in str(told.value)


def path(text: str, workbench: Workbench) -> None:
    told = re.search(r"/[\w./-]+", text)
    stopped(workbench, told[0] if told else "/home/liwei/clients/acme/pay.csv", "path")
    stopped(workbench, str(workbench.client / "data" / "sales.csv"), "path")


def kernel_path(text: str, workbench: Workbench) -> None:
    stopped(workbench, "/tmp/ipykernel_4711/3821.py:1: UserWarning", "path", "ipykernel_4711")


def metadata(text: str, workbench: Workbench) -> None:
    """A notebook's metadata never reaches a page: only the one structured output does."""
    from diagnostics.run.exporter import page_of
    from diagnostics.run.notebook_format import import_nbformat

    nbformat = import_nbformat()
    page = Page(language="zh", title="结论", sections=(Section(id="one", title="一", parts=(Paragraph(text="好"),)),))
    output = nbformat.v4.new_output("display_data", data={"application/vnd.perfloop.page+json": page.record()})
    warning = nbformat.v4.new_output("stream", name="stderr", text="/tmp/ipykernel_1/2.py: UserWarning: 93517")
    told = {"papermill": {"parameters": {"secret": "93517"}, "input_path": "/home/li/x", "output_path": "/home/li/y"}}
    cell = nbformat.v4.new_code_cell("pay = 93517", outputs=[warning, output])
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={**told, "widgets": {"state": {"x": 93517}}})
    html = render(page_of(notebook))
    for each in ("93517", "papermill", "input_path", "output_path", "ipykernel", "UserWarning", "/home/li"):
        assert each not in html


def requests(text: str, workbench: Workbench) -> None:
    html = page_with("收入").decode()
    assert not re.search(
        r"(?:src|href|action|poster)\s*=\s*[\"']?\s*(?:https?:)?//|@import|url\(\s*[\"']?(?:https?:)?//", html
    )
    assert "default-src &#39;none&#39;" in html
    assert "<script" not in html


def two_clients(text: str, workbench: Workbench) -> None:
    """What one client's engine, words and pages held is nowhere in the next one's."""
    canary = re.search(r"[A-Z]+-CANARY-[\w-]+", text)
    token = canary[0] if canary else "ACME-CANARY-0451"
    before = FILES["data/sales.csv"]
    workbench.kpi(dimensions=["region"])
    workbench.write("data/sales.csv", before.replace("O'Brien", token))
    first = workbench.observe(by=["region"])
    assert token in first.table["region"].tolist()
    workbench.write("data/sales.csv", before)
    workbench.edit("engagement.yaml", "id: acme", "id: beta")
    second = workbench.observe(by=["region"])
    assert token not in second.table.to_csv()
    engagement = load_engagement(workbench.client)
    assert not [
        each for each in scan({"p.html": page_with(second.table.to_csv()[:2000])}, engagement) if each.kind == "canary"
    ]


def cache(text: str, workbench: Workbench) -> None:
    """Runs lie in the engagement's own folder, and what determines a step holds who it is for and all of its data."""
    from diagnostics.run.keys import engagement_inputs
    from diagnostics.run.manifest import key_of

    def key() -> str:
        read = engagement_inputs(load_engagement(workbench.client), "")
        return key_of({f"{kind} {name}": value for kind, each in read.items() for name, value in each.items()})

    one = key()
    workbench.edit("engagement.yaml", "id: acme", "id: beta")
    other = key()
    workbench.edit("data/sales.csv", "120", "121")
    assert len({one, other, key()}) == 3


def file_name(text: str, workbench: Workbench) -> None:
    """Names of files bear no client's name, with or without a code; with a code no page does either."""
    from diagnostics.run.publishing.codename import coded
    from diagnostics.run.publishing.request import FORMS, Wanted

    workbench.edit("engagement.yaml", "client: 甲公司", "client: 机密客户\ncodename: true")
    settings = load_engagement(workbench.client).settings
    for audience in ("leadership", "client", "consultant", "party:north"):
        assert not any("机密客户" in Wanted("close", audience).name(form) for form in FORMS)
    page = Page(
        language="zh", title="机密客户的结论", client="机密客户",
        sections=(Section(id="one", title="机密客户", parts=(Paragraph(text="机密客户收入"),)),),
    )  # fmt: skip
    html = render(coded(page, settings))
    assert "机密客户" not in html
    assert "acme" in html


def identity(text: str, workbench: Workbench) -> None:
    found = re.search(r"[1-9]\d{16}[\dXx]", text)
    number = found[0] if found else "11010519491231002X"
    stopped(workbench, number, "identity number")
    flagged(workbench, number, "identity", "身份证号")


def logs(text: str, workbench: Workbench) -> None:
    """No command tells pay or a name, and there is no level of logs that would."""
    published_pay(workbench)
    for arguments in (("check", workbench.client), ("check", workbench.client, "--log-level", "debug")):
        told = workbench.perfloop(*arguments)
        assert "93517" not in told.out + told.err
        assert "99999" not in told.out + told.err


def checkpoints(text: str, workbench: Workbench) -> None:
    from diagnostics.run.scaffold import scaffold

    folder = workbench.root / "fresh"
    scaffold(folder)
    ignored = (folder / ".gitignore").read_text(encoding="utf-8").split()
    assert {".ipynb_checkpoints/", "data/", "runs/", "ledger.db*", "nbsignatures.db"} <= set(ignored)


def outputs(text: str, workbench: Workbench) -> None:
    """The check that a hook runs refuses notebooks with outputs or counts, and lets clean ones pass."""
    from diagnostics.run.notebook_outputs import main

    clean = {"cells": [{"cell_type": "code", "source": "1", "outputs": [], "execution_count": None}], "nbformat": 4}
    assert main([str(workbench.write("a.ipynb", json.dumps(clean)))]) == 0
    for field, value in (("outputs", [{"output_type": "stream", "text": "93517"}]), ("execution_count", 1)):
        dirty = {**clean, "cells": [{**clean["cells"][0], field: value}]}
        assert main([str(workbench.write("b.ipynb", json.dumps(dirty)))]) == 1


def planted(kind: str, *texts: str) -> Callable[[str, Workbench], None]:
    """Scenario in which one of these stands on a page."""

    def told(text: str, workbench: Workbench) -> None:
        for each in texts:
            stopped(workbench, each, kind)

    return told


SCENARIOS: dict[str, Callable[[str, Workbench], None]] = {
    "abs_path": path,
    "kernel_tmp_path": kernel_path,
    "pm_metadata": metadata,
    "secret_param": metadata,
    "widget_state": metadata,
    "source_lines": metadata,
    "cdn": requests,
    "two_clients_one_process": two_clients,
    "two_clients_cache": cache,
    "client_in_filename": file_name,
    "small_cell_n1": few_people,
    "small_cell_diff": few_people,
    "small_cell_drill": drilled,
    "pii_id_cn": identity,
    "pii_phone": planted("phone", "13800138000", "138 0013 8000", "+86-13800138000"),
    "pii_email": planted("e-mail", "li.wei@acme.com.cn"),
    "pii_bank": planted("bank card", "6222021234567890128"),
    "pii_bank_card": planted("bank card", "6222021234567890128"),
    "dsn_traceback": planted("connection string", "postgresql://li:93517x@db.acme.cn/hr"),
    "dsn": planted("connection string", "postgresql://li:93517x@db.acme.cn/hr"),
    "ip": planted("network address", "10.12.0.7"),
    "token": planted("secret", "9f86d081884c7d659a2feaa0c55ad015"),
    "pseudonym_brute": pseudonyms,
    "log_pay": logs,
    "lab_checkpoint": checkpoints,
    "git_outputs": outputs,
}
