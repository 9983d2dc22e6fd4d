"""Case A for leadership and for the party: a store's one manager's pay stands on her sheet and nowhere else."""

import json

from diagnostics.dictionary.load import load_engagement
from diagnostics.loop.close.publishing import page_for
from diagnostics.run.leak_scan import scan

# What the plan pays her fixed, at the balance point and above; what her raise was.
PAY = ("7,500", "3,500", "5,100", "6,700", "8,900")
RAISE = "上调 1,000 元"


def test_the_manager_s_pay_stands_on_her_sheet_and_nowhere_else(demo_a):
    run = demo_a.run
    own = json.dumps(page_for(run, audience="party:chen").record(), ensure_ascii=False)
    assert [each for each in PAY if each not in own] == []
    texts = {path.name: path.read_bytes().decode("utf-8", "replace") for path in (run / "results").glob("*.*")}
    texts["page"] = demo_a.page.read_text(encoding="utf-8")
    assert {name: each for name, text in texts.items() for each in (*PAY, RAISE) if each in text} == {}


def test_nothing_published_of_the_demo_raises_an_alarm(demo_a):
    engagement = load_engagement(demo_a.folder)
    pages = {path.name: path.read_bytes() for path in (demo_a.run / "results").glob("*.html")}
    assert scan({**pages, "retrospective.html": demo_a.page.read_bytes()}, engagement) == ()
