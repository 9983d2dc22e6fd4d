import zipfile
from datetime import date

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.run.purging.forgetting import forget, read_erasure
from diagnostics.run.purging.traces import traces

DAY = date(2026, 4, 2)


@pytest.fixture
def client(small):
    """An engagement with people who act and one who is measured, named in pages and evidence."""
    with (small / "entities.csv").open("a", encoding="utf-8") as entities:
        entities.write("e7,张小明,staff,,\n")
    text = (small / "entities.csv").read_text(encoding="utf-8").splitlines()
    head, *rows = text
    lines = [f"{head},person,aliases", *(f"{each},{'true,小张' if each.startswith('e7') else ','}" for each in rows)]
    (small / "entities.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (small / "reports").mkdir()
    (small / "reports" / "page.html").write_text("<p>李店长</p>", encoding="utf-8")
    (small / "notes").mkdir()
    (small / "notes" / "old.csv").write_bytes("小张".encode("gb18030"))
    with zipfile.ZipFile(small / "notes" / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("sheet.xml", "<t>李店长</t>")
    (small / "notes" / "figures.parquet").write_bytes(b"PAR1")
    return small


def test_the_name_of_someone_who_acts_goes_and_the_rest_of_the_file_stays(client):
    before = (client / "engagement.yaml").read_text(encoding="utf-8")
    done = forget(client, "li", "王", today=DAY)
    after = (client / "engagement.yaml").read_text(encoding="utf-8")
    name = load_engagement(client).person("li")
    assert name.startswith("姓名已删除 ")
    assert after == before.replace("李店长", f'"{name}"')
    assert done.erasure.erased == ("engagement.yaml",)
    assert done.erasure.remain == ("notes/book.xlsx", "reports/page.html")
    assert done.erasure.unread == 1
    told = done.path.read_text(encoding="utf-8")
    assert "李店长" not in told
    assert read_erasure(done.path).person == "li"
    done.path.write_text(told.replace('"unread": 1', '"unread": 0'), encoding="utf-8")
    with pytest.raises(InputError, match="was edited"):
        read_erasure(done.path)


def test_the_name_and_aliases_of_someone_measured_go_and_other_rows_stay(client):
    before = (client / "entities.csv").read_text(encoding="utf-8").splitlines()
    done = forget(client, "e7", "王", today=DAY)
    after = (client / "entities.csv").read_text(encoding="utf-8").splitlines()
    assert (after[:-1], len(after)) == (before[:-1], len(before))
    entity = load_engagement(client).entities["e7"]
    assert (entity.aliases, entity.person) == ((), True)
    assert entity.name.startswith("姓名已删除")
    assert done.erasure.remain == ("notes/old.csv",)


def test_a_file_that_a_spreadsheet_wrote_keeps_its_form(client):
    path = client / "entities.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    forget(client, "e7", "王", today=DAY)
    assert path.read_bytes().rpartition(b"e7,")[0] == before.rpartition(b"e7,")[0]
    assert path.read_bytes().endswith(b"\r\n")


def test_an_erasure_that_nobody_ordered_or_of_nobody_is_refused(client):
    with pytest.raises(InputError, match="--by"):
        forget(client, "li", " ")
    with pytest.raises(UnknownNameError, match="'lee'.*Did you mean 'li'|'lee'"):
        forget(client, "lee", "王")
    with pytest.raises(InputError, match="inside the engagement"):
        forget(client, "li", "王", client / "record.json")
    assert "李店长" in (client / "engagement.yaml").read_text(encoding="utf-8")


def test_pseudonyms_are_drawn_anew(client):
    names = set()
    for person in ("li", "wang"):
        forget(client, person, "王", today=DAY)
        names.add(load_engagement(client).person(person))
    assert len(names) == 2


def test_names_are_found_in_json_escapes(tmp_path):
    (tmp_path / "a.json").write_text('"\\u674e\\u5e97\\u957f"', encoding="utf-8")
    assert traces(tmp_path, ["李店长"]) == (("a.json",), 0)


def test_the_command_asks_for_a_word(client, perfloop_here):
    assert perfloop_here("purge", client, "--person", "li", "--by", "wang").code == 2
    done = perfloop_here("purge", client, "--person", "li", "--by", "wang", "--confirm", "li")
    assert done.code == 0
    assert "still there, published: reports/page.html" in done.out
    assert "no entry is removed" in done.out
    assert "name of 'li' erased" in perfloop_here("verify", done.out.splitlines()[-1]).out


def test_a_dry_run_shows_what_would_be_erased_and_changes_nothing(client, perfloop_here):
    before = {each: each.read_bytes() for each in client.rglob("*") if each.is_file()}
    told = perfloop_here("purge", client, "--person", "li", "--by", "wang", "--yes", "--dry-run")
    assert (told.code, "would be erased: the name of 'li' in engagement.yaml" in told.out) == (0, True)
    assert "would stay where it stands otherwise: reports/page.html" in told.out
    assert {each: each.read_bytes() for each in client.rglob("*") if each.is_file()} == before
    assert perfloop_here("purge", client, "--person", "li", "--by", "wang", "--yes", "--ledger").code == 2


def test_a_name_that_an_anchor_gives_to_two_is_refused(client):
    path = client / "engagement.yaml"
    text = path.read_text(encoding="utf-8").replace("li: 李店长, wang: 王主管", "li: &one 李店长, wang: *one")
    path.write_text(text, encoding="utf-8")
    for person in ("li", "wang"):
        with pytest.raises(InputError, match=r"is shared|anchor"):
            forget(client, person, "王", today=DAY)
    assert path.read_text(encoding="utf-8") == text


def test_names_are_found_in_tables_and_a_pipe_is_not_waited_at(client):
    import os

    import pyarrow as pa
    import pyarrow.parquet as parquet

    parquet.write_table(pa.table({"who": ["李店长", None], "x": [1, 2]}), client / "notes" / "work.parquet")
    os.mkfifo(client / "notes" / "pipe")
    found, unread = traces(client, ["李店长"])
    assert "notes/work.parquet" in found
    assert unread == 2, "the pipe, and what is no table"
