"""Engagements whose ledger lies in a file, and in a schema of a private PostgreSQL."""

from __future__ import annotations

import os
from contextlib import contextmanager
from secrets import token_hex

import pytest
from sqlalchemy import text

from diagnostics.loop.intervene.ledger.site import site_of
from diagnostics.loop.intervene.ledger.tables import protect_log
from tests.postgres_server import postgres_server

__all__ = ["postgres_server"]

URL, KEY = "PERFLOOP_TEST_LEDGER", "PERFLOOP_TEST_KEY"


@pytest.fixture(params=["sqlite", "postgres"])
def on_both(request, make_engagement, monkeypatch):
    """Engagement with these entries in its ledger.yaml, once on each database; a schema of its own each test."""
    if request.param == "sqlite":
        return make_engagement
    server = request.getfixturevalue("postgres_server")
    monkeypatch.setenv(URL, server.url("owner", server.owner_password))
    key = f"t{token_hex(6)}"

    def make(events=(), *, ledger=None, **settings):
        return make_engagement(events, id=key, ledger={"url_from": URL, **(ledger or {})}, **settings)

    return make


@contextmanager
def _by_other_means(engagement, guards=True):
    site = site_of(engagement)
    with site.engine(write=True, wait=5).begin() as connection:
        if site.schema:
            connection.execute(text(f'SET LOCAL search_path = "{site.schema}"'))
            connection.execute(text("DROP FUNCTION IF EXISTS event_stays() CASCADE"))
        else:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS event_no_{verb}"))
        yield lambda statement, **values: connection.execute(text(statement), values)
        if guards:
            protect_log(connection, site.schema)


@pytest.fixture(scope="session")
def by_other_means():
    """Transaction that changes a ledger as someone with a database browser would, the triggers gone and put back."""
    return _by_other_means


@pytest.fixture
def sealing(monkeypatch):
    """Settings of a ledger whose entries are sealed; the key is there until the test takes it away."""
    monkeypatch.setenv(KEY, "k" * 32)
    return {"ledger": {"key_from": KEY}}


@pytest.fixture
def no_key(monkeypatch):
    """Take the key away."""
    return lambda: monkeypatch.delitem(os.environ, KEY)
