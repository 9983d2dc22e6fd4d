"""A ledger in PostgreSQL: a schema an engagement, and no secret in any message."""

from __future__ import annotations

import pytest

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.loop.intervene.ledger import open_ledger, seed
from diagnostics.loop.intervene.ledger.server import schema_of
from tests.loop.intervene.ledger.conftest import URL
from tests.postgres_server import CANARY


@pytest.fixture
def on_server(make_engagement, postgres_server, monkeypatch):
    """Engagement on the server, by id."""
    monkeypatch.setenv(URL, postgres_server.url("owner", postgres_server.owner_password))

    def make(key, events=()):
        return make_engagement(events, id=key, ledger={"url_from": URL})

    return make


def test_one_database_serves_many_engagements_and_each_sees_its_own(on_server, ledger_of, tmp_path):
    names = ["acme", "Acme", "a" * 64, "a" * 63 + "b"]
    assert len({schema_of(each) for each in names}) == 4
    for number, name in enumerate(names, 1):
        assert seed(on_server(name, ledger_of.story()[:number])) == number
    assert [open_ledger(on_server(each)).anchor().seq for each in names] == [1, 2, 3, 4]
    assert [open_ledger(on_server(each)).verify() for each in names] == [()] * 4
    assert not (tmp_path / "ledger.db").exists()


def test_the_chain_is_the_same_on_both_databases(on_server, make_engagement, ledger_of):
    seed(on_server("same", ledger_of.story()))
    seed(make_engagement(ledger_of.story()))
    server, file = open_ledger(on_server("same")), open_ledger(make_engagement())
    assert server.entries() == file.entries()
    assert server.states() == file.states() == server.replay()


def test_a_schema_that_is_not_there_reads_as_an_empty_ledger(on_server):
    ledger = open_ledger(on_server("nobody"))
    assert (ledger.entries(), ledger.anchor().seq, ledger.verify()) == ((), 0, ())


@pytest.mark.parametrize("statement", ["UPDATE event SET actor = 'me'", "DELETE FROM event", "TRUNCATE event"])
def test_the_log_refuses_change_by_other_clients(on_server, ledger_of, postgres_server, statement):
    import psycopg

    seed(on_server("guarded", ledger_of.story()))
    with postgres_server.owner() as connection:
        connection.execute("SET search_path = perfloop_guarded")
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            connection.execute(statement)


def test_a_writer_waits_for_another_and_says_who_is_in_the_way(on_server, ledger_of, postgres_server):
    seed(on_server("held", ledger_of.story()[:2]))
    ledger = open_ledger(on_server("held"), write=True, wait=0.05)
    with postgres_server.owner() as holder, holder.transaction():
        holder.execute("SELECT * FROM perfloop_held.head FOR UPDATE")
        with pytest.raises(SurroundingsError, match="locked by another writer"):
            ledger.append(ledger_of.story()[2])
        assert open_ledger(on_server("held")).anchor().seq == 2  # readers don't wait


def test_a_user_without_rights_is_told_so(on_server, ledger_of, postgres_server, monkeypatch):
    monkeypatch.setenv(URL, postgres_server.url())
    with pytest.raises(SurroundingsError, match=f"The ledger of {URL} can't be used: its user has no right"):
        open_ledger(on_server("denied"), write=True)


@pytest.mark.parametrize(
    ("url", "kind", "rule"),
    [
        ("", InputError, "is not set; it holds the URL of the ledger's database"),
        (f"no url {CANARY}", InputError, "holds no URL of a PostgreSQL database"),
        (f"mysql://li:{CANARY}@host/db", InputError, "holds no URL of a PostgreSQL database"),
        (f"postgresql://li:{CANARY}@127.0.0.1:1/db", SurroundingsError, "no server answers there"),
        ("WRONG PASSWORD", SurroundingsError, "can't be used"),
    ],
)
def test_what_is_wrong_with_the_address_is_said_without_it(on_server, postgres_server, monkeypatch, url, kind, rule):
    engagement = on_server("acme")
    told = postgres_server.url("owner", CANARY) if url == "WRONG PASSWORD" else url
    monkeypatch.setenv(URL, told)
    with pytest.raises(kind, match=rule) as caught:
        open_ledger(engagement)
    assert CANARY not in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_name_that_is_nearly_set_is_told(make_engagement, monkeypatch):
    monkeypatch.setenv("ACME_LEDGER_URL", "postgresql://h/d")
    engagement = make_engagement(ledger={"url_from": "ACME_LEDGR_URL"})
    with pytest.raises(InputError, match="ACME_LEDGER_URL is set; is it meant"):
        open_ledger(engagement)


def test_a_text_that_the_server_cannot_keep_is_refused_and_nothing_is_written(on_server, ledger_of):
    ledger = open_ledger(on_server("texts"), write=True)
    event = ledger_of.story()[0].model_copy(update={"actor": "li\x00"})
    with pytest.raises(InputError, match="can't keep this"):
        ledger.append(event)
    assert ledger.anchor().seq == 0


def test_purge_leaves_the_schema_and_tells_it_or_drops_it_and_no_other(on_server, ledger_of, tmp_path):
    from diagnostics.run.purging import purge
    from diagnostics.run.purging.deleting import Order

    other, engagement = on_server("other", ledger_of.story()), on_server("purged", ledger_of.story())
    count = seed(other)
    assert seed(engagement) == count

    def purged(name, **order):
        (tmp_path / name).mkdir()
        settings = f"id: purged\nclient: 小店\nledger: {{url_from: {URL}}}\n"
        (tmp_path / name / "engagement.yaml").write_text(settings, encoding="utf-8")
        place = tmp_path / f"{name}.json"
        return purge(tmp_path / name, Order(by="li", yes=True, certificate=place, **order)).certificate

    kept = purged("kept")
    assert (kept.left, kept.ledger_entries, open_ledger(engagement).anchor().seq) == (("ledger",), None, count)
    gone = purged("gone", ledger=True)
    assert (gone.left, gone.ledger_entries, open_ledger(engagement).anchor().seq) == ((), count, 0)
    assert open_ledger(other).anchor().seq == count
