"""A day that the ledger can reckon with 「台账日期」."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

# What is due "some day" (9999-12-31) has no day after it, and asks for a hundred thousand reports until then.
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
LedgerDay = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
