"""Where an engagement's improvement ledger lies, and what seals it 「台账设置」."""

from __future__ import annotations

from pydantic import Field

from diagnostics.model.base import Noun

VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]{0,127}$"


class LedgerSettings(Noun):
    """Where an engagement's improvement ledger lies, and what seals it 「台账设置」.

    Parameters
    ----------
    url_from : str, optional
        Name of the environment variable with the URL of a PostgreSQL database; ledger.db where absent.
    key_from : str, optional
        Name of the environment variable with the key that seals every entry (HMAC); none is sealed where absent.
    """

    url_from: str | None = Field(default=None, pattern=VARIABLE)
    key_from: str | None = Field(default=None, pattern=VARIABLE)
