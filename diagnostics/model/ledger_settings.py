"""Where an engagement's improvement ledger lies, and what seals it 「台账设置」."""

from __future__ import annotations

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.model.check_in_days import Every

VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]{0,127}$"


class LedgerSettings(Noun):
    """Where an engagement's improvement ledger lies, and what seals it 「台账设置」.

    Parameters
    ----------
    url_from : str, optional
        Name of the environment variable with the URL of a PostgreSQL database; ledger.db where absent.
    key_from : str, optional
        Name of the environment variable with the key that seals every entry (HMAC); none is sealed where absent.
    check_ins : {"week", "month", "quarter"}
        How often owners report on measures under way 「跟进节奏」; a measure may say otherwise itself.
    """

    url_from: str | None = Field(default=None, pattern=VARIABLE)
    key_from: str | None = Field(default=None, pattern=VARIABLE)
    check_ins: Every = "month"
