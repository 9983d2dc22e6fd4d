"""perfloop ledger recognise and withdraw on a small engagement."""

from __future__ import annotations

from datetime import date

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.loop.intervene.ledger import open_ledger
from diagnostics.model.recognition import withdrawn_in
from diagnostics.run.ledger.inputs import decisions_read
from tests.seeds import LEDGER

BEGUN = """\
  - {event: A-002, at: 2025-05-01, actor: li, kind: started, id: greeting}
  - {event: A-003, at: 2025-05-31, actor: li, kind: check_in, id: greeting, progress: 0.5}
"""
SAID = ("--for", "greeting", "--as", "wang", "--on", "2025-06-10")


@pytest.fixture
def ledger(small, perfloop_here):
    """Run a ledger command on a small engagement whose measure li has reported on."""
    (small / "ledger.yaml").write_text(LEDGER + BEGUN, encoding="utf-8")

    def run(command, *arguments):
        done = perfloop_here("ledger", command, small, *arguments, *SAID)
        return done.code, done.out, done.err

    return run


def test_who_agreed_is_recorded_and_taken_back_and_later_plans_know(ledger, small):
    code, out, err = ledger("recognise", "li", "--consent", "2025-06-09")
    assert (code, err) == (0, "")
    assert "recognised" in out
    client, before = load_engagement(small), date(2025, 6, 30)
    assert decisions_read(client, before) == {}
    assert ledger("withdraw", "li")[0] == 0
    # A page of an earlier day is made anew too: its run depends on who is to be named no more.
    assert list(decisions_read(client, date(2025, 6, 1))) == ["recognitions withdrawn"]
    assert len(withdrawn_in(open_ledger(client).states().values())) == 1


@pytest.mark.parametrize(
    ("who", "options", "match"),
    [
        ("li", (), "named without --consent DATE"),
        ("li", ("--consent", "soon"), "--consent"),
        ("wang", ("--consent", "2025-06-09"), "nothing that 'wang' did for it"),
        ("south", (), "which is done to north"),
        ("liu", ("--consent", "2025-06-09"), "person or team 'liu'"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_recorded(ledger, small, who, options, match):
    code, out, err = ledger("recognise", who, *options)
    assert (code, out) == (2, "")
    assert match in err
    assert not any(each.recognitions for each in open_ledger(load_engagement(small)).states().values())
