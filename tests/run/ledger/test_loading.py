"""What ledger commands load: nothing that plans measures or judges them."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
import diagnostics.cli.ledger, diagnostics.run.ledger.check, diagnostics.run.ledger.entries, diagnostics.run.ledger.files
import diagnostics.loop.intervene.ledger, diagnostics.loop.intervene.minutes, diagnostics.loop.intervene.workbook
print([each for each in sys.modules if ".detectability" in each or ".loop.track" in each or ".intervene.pay" in each])
"""


def test_ledger_commands_load_nothing_that_plans_or_judges():
    told = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
