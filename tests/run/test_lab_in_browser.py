"""The panels as people use them: sliders moved by keyboard in JupyterLab and Voila, the same numbers as in a batch."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from diagnostics.terms import say
from diagnostics.widgets import rerun

pytestmark = pytest.mark.browser
WAIT = 90_000
SCREEN = {"viewport": {"width": 1500, "height": 1000}}


@pytest.fixture(scope="module")
def case_a(tmp_path_factory) -> Path:
    """Folder of case A, which the tests copy."""
    from diagnostics.run.demo import demo_engagement

    folder = tmp_path_factory.mktemp("browser") / "a"
    demo_engagement("a", folder, "zh")
    return folder


@pytest.fixture
def engagement(case_a, tmp_path) -> Path:
    """Folder of case A that the panels of one test save into: what another saved would come first there."""
    return Path(shutil.copytree(case_a, tmp_path / "a"))


@pytest.fixture(scope="module")
def observed(case_a):
    """What a batch run observes, once for all."""
    from diagnostics.data.observe import observe
    from diagnostics.dictionary.load import load_engagement

    with pytest.MonkeyPatch.context() as patch:
        found = observe(load_engagement(case_a))
        patch.setattr("diagnostics.data.observe.observe", lambda _: found)
        yield


@contextmanager
def served(folder: Path, *arguments: object):
    """Address that a perfloop command serves, until the block ends, on a machine whose configuration asks no token."""
    machine = folder / "machine"
    machine.mkdir(exist_ok=True)
    (machine / "jupyter_config.json").write_text('{"IdentityProvider": {"token": ""}}', "utf-8")
    command = [sys.executable, "-m", "diagnostics.cli", *map(str, arguments), "--no-browser"]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=os.environ | {"JUPYTER_CONFIG_PATH": str(machine)},
    )  # fmt: skip
    try:
        address = running.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), running.stderr.read()
        yield address
    finally:
        running.terminate()
        running.communicate(timeout=60)


@contextmanager
def page_of(browser, address):
    """A page, with the hosts that it asked and the errors that it told."""
    context = browser.new_context(**SCREEN)
    page = context.new_page()
    page.hosts, page.errors = set(), []
    page.on("request", lambda each: page.hosts.add(urlsplit(each.url).netloc) if "://" in each.url[:8] else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(address, timeout=WAIT)
    try:
        yield page
    finally:
        if os.environ.get("PERFLOOP_SHOTS"):
            page.screenshot(path=f"{os.environ['PERFLOOP_SHOTS']}/{len(address)}.png", full_page=True)
        context.close()


def slider(page, language: str, term: str, **values: object):
    """Handle of a slider, by its accessible name."""
    return page.get_by_role("slider", name=say(term, language, **values), exact=True)


def played(page, engagement: Path, language: str, name: str) -> None:
    """Move sliders by keyboard, undo one step, save; what is shown is what a batch run of the file says."""
    side = page.locator(".lab-side")
    fixed = slider(page, language, "lab.pay.fixed", unit="CNY")
    for value in ("3550", "3600", "3650"):
        fixed.press("ArrowRight")
        side.get_by_text(f"{int(value) + 4000:,}.00", exact=True).wait_for(timeout=WAIT)
        assert float(fixed.get_attribute("aria-valuenow")) == float(value)
    page.get_by_role("button", name=say("lab.head.undo", language), exact=True).click()
    side.get_by_text("7,600.00", exact=True).wait_for(timeout=WAIT)
    kpi = "营收" if language == "zh" else "Revenue"
    slider(page, language, "lab.weights.weight", kpi=kpi).press("ArrowRight")
    box = page.get_by_label(say("lab.head.name", language), exact=True)
    box.fill(name)
    box.press("Enter")
    page.get_by_role("button", name=say("lab.head.save", language), exact=True).click()
    page.get_by_role("status").get_by_text(f"scenarios/{name}.yaml").wait_for(timeout=WAIT)
    assert "weight: 0.31" in (engagement / "scenarios" / f"{name}.yaml").read_text("utf-8")
    row = rerun(engagement, name).iloc[0]
    for figure in ("in_force", "mean", "low", "high"):
        side.get_by_text(f"{row[figure]:,.2f}", exact=True).first.wait_for(timeout=WAIT)


def run_all(page) -> None:
    """Run all cells once the notebook has its kernel: JupyterLab forgets an order that comes before."""
    idle = page.locator("#jp-main-statusbar").get_by_text(re.compile(r"^Python 3 \| Idle$"))
    idle.wait_for(timeout=WAIT)
    page.get_by_role("menuitem", name=re.compile("^Run$")).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).first.click()
    page.locator(".lab-side table").first.wait_for(timeout=WAIT)
    idle.wait_for(timeout=WAIT)


def violations(page) -> list:
    """What axe finds in the panels that is serious or worse; JupyterLab's own frame is not ours."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=".lab", options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (each["id"], each["impact"], [node["html"][:200] for node in each["nodes"]][:3])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_voila_serves_the_panels_and_asks_nobody_else(chromium, engagement, observed, tmp_path):
    with served(tmp_path, "app", engagement, "--language", "en") as address, page_of(chromium, address) as page:
        page.locator(".lab-side table").first.wait_for(timeout=WAIT)
        played(page, engagement, "en", "from_voila")
        assert page.hosts == {urlsplit(address).netloc}
        assert page.errors == []
        assert violations(page) == []
        assert page.evaluate("document.fonts.check('16px \"Noto Sans SC\"', 'Pay')")
        page.mouse.move(700, 700)
        page.mouse.wheel(0, 700)
        page.wait_for_function("document.querySelector('#rendered_cells').scrollTop > 300", timeout=WAIT)
        # Without the token there is nothing to see, whatever the machine's configuration says.
        bare = urlopen(address.partition("?")[0]).read().decode()
        assert "lab-side" not in bare
        assert "kernelId" not in bare


def test_jupyterlab_opens_on_the_panels(chromium, engagement, observed, tmp_path):
    with served(tmp_path, "lab", engagement) as address, page_of(chromium, address) as page:
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=WAIT)
        run_all(page)
        assert page.locator(".jp-Dialog").count() == 0
        page.wait_for_function("document.fonts.check('16px \"Noto Sans SC\"', '情景')", timeout=WAIT)
        played(page, engagement, "zh", "from_lab")
        assert page.hosts == {urlsplit(address).netloc}
        assert violations(page) == []
        with pytest.raises(HTTPError, match="403"):
            urlopen(address.partition("/lab/")[0] + "/api/kernels")
    assert sorted(each.name for each in (engagement / "lab").glob("*.ipynb")) == ["rerun.ipynb", "scenarios.ipynb"]
