import json
import os
from datetime import date
from pathlib import Path

import pytest

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.lock import hold
from diagnostics.run.manifest import hash_file
from diagnostics.run.purging import purge, read_certificate, survey
from diagnostics.run.purging.deleting import Order, is_under_way
from diagnostics.run.purging.journal import hold_journal, journal_path
from diagnostics.run.workspace import DRAFT

DAY = date(2026, 4, 2)
KEEPING = "keeping: {purpose: 绩效诊断, legal_basis: 合同, contract: DPA-7, until: 2026-03-31}\n"
SURE = Order(by="王", yes=True)
PAGE = "<p>page</p>"


@pytest.fixture
def client(small):
    """An engagement with a page that was published, a hand-over, links, and files nobody may write."""
    with (small / "engagement.yaml").open("a", encoding="utf-8") as settings:
        settings.write(KEEPING)
    (small / "reports" / "2025-06").mkdir(parents=True)
    (small / "reports" / "2025-06" / "retrospective.html").write_text(PAGE, encoding="utf-8")
    (small / "handovers").mkdir()
    told = {"period": "2025-06", "files": {"ledger.xlsx": "a" * 64}}
    (small / "handovers" / "2025-06-abc.json").write_text(json.dumps(told), encoding="utf-8")
    (small.parent / "elsewhere").mkdir()
    (small.parent / "elsewhere" / "kept.txt").write_text("kept", encoding="utf-8")
    (small / "data" / "kept.csv").symlink_to(small.parent / "elsewhere" / "kept.txt")
    (small / "evidence").mkdir()
    (small / "evidence" / "folder").symlink_to(small.parent / "elsewhere", target_is_directory=True)
    (small / "notes").mkdir()
    (small / "notes" / "a.md").write_text("note", encoding="utf-8")
    (small / "notes" / "a.md").chmod(0o400)
    (small / "notes").chmod(0o500)
    return small


def beside(folder):
    return sorted(each.name for each in folder.parent.iterdir())


def test_an_engagement_goes_whole_and_leaves_its_certificate(client):
    page = hash_file(client / "reports" / "2025-06" / "retrospective.html")
    done = purge(client, SURE, DAY)
    assert beside(client) == ["elsewhere", "small-deletion-2026-04-02.json", "small-deletion-2026-04-02.md"]
    assert (client.parent / "elsewhere" / "kept.txt").read_text(encoding="utf-8") == "kept"
    told = read_certificate(done.path)
    assert (told.engagement, told.by, told.day, told.contract) == ("small", "王", DAY, "DPA-7")
    assert (told.purpose, told.legal_basis, told.until) == ("绩效诊断", "合同", date(2026, 3, 31))
    assert (told.links, told.left, told.deleted["data"].files) == (2, ("links",), 1)
    given = {(each.how, each.sha256) for each in told.handed_out}
    assert given >= {("unlisted", page), ("handed_over", "a" * 64)}
    text = done.path.with_suffix(".md").read_text(encoding="utf-8")
    assert all(each in text for each in ("# 删除证明", "绩效诊断", "DPA-7", page, "固态硬盘", "备份"))


def test_the_certificate_bears_the_codename_and_never_the_client(client):
    path = client / "engagement.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("绩效诊断", "为小店诊断") + "codename: P7\n", encoding="utf-8"
    )
    done = purge(client, SURE, DAY)
    both = done.path.read_text(encoding="utf-8") + done.path.with_suffix(".md").read_text(encoding="utf-8")
    assert done.path.name == "P7-deletion-2026-04-02.json"
    assert "为P7诊断" in both
    assert "小店" not in both


@pytest.mark.parametrize("old", ['"files": 1', "DPA-7", "王", "2026-04-02", "a" * 64])
def test_a_byte_of_the_certificate_that_was_edited_is_noticed(client, old):
    path = purge(client, SURE, DAY).path
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, old[:-1] + "9", 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"was edited|can't be read"):
        read_certificate(path)


def test_a_page_of_the_certificate_that_was_edited_is_noticed(client):
    path = purge(client, SURE, DAY).path
    path.with_suffix(".md").write_text("所有备份也已删除", encoding="utf-8")
    with pytest.raises(InputError, match=r"deletion-2026-04-02\.md was edited") as caught:
        read_certificate(path)
    # As with everything that verify finds.
    assert caught.value.exit_code == 1


class Killed(BaseException):
    """Stands for SIGKILL: nothing catches it."""


def dies_at(monkeypatch, number):
    """Have the process die at one of its changes on the disk, before it is made."""
    seen = [0]

    def counted(real):
        def call(*given, **named):
            seen[0] += 1
            if seen[0] == number:
                monkeypatch.undo()
                raise Killed
            return real(*given, **named)

        return call

    for owner, name in ((Path, "rename"), (Path, "replace"), (Path, "unlink"), (Path, "rmdir"), (os, "fsync")):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))


def content(folder):
    return {each.relative_to(folder): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_killed_at_any_change_on_the_disk_it_is_whole_or_goes_on(client):
    from shutil import copytree

    number, whole = 0, content(client)
    whole.pop(Path(".lock"), None)
    while True:
        number += 1
        room = client.parent / f"room{number}"
        folder = copytree(client, room / "small", symlinks=True)
        with pytest.MonkeyPatch.context() as patched:
            dies_at(patched, number)
            try:
                purge(folder, SURE, DAY)
                break
            except Killed:
                pass
        certificate = room / "small-deletion-2026-04-02.json"
        if folder.exists():
            now = content(folder)
            now.pop(Path(".lock"), None)
            assert now == whole
            assert not certificate.exists()
        elif not journal_path(folder).exists():
            # All is done; only that the journal is gone may not be on the disk yet.
            assert sorted(each.name for each in room.iterdir()) == [certificate.name, certificate.stem + ".md"]
            continue
        else:
            assert not certificate.exists() or not content(folder.with_name(".small.purged"))
        # Who confirmed once is not asked again, but only where something was begun.
        purge(folder, Order() if is_under_way(folder) else SURE, DAY)
        assert sorted(each.name for each in room.iterdir()) == [certificate.name, certificate.stem + ".md"]
        assert read_certificate(certificate).by == "王"
    assert number > 20


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (Order(by="王"), "Nobody confirmed"),
        (Order(by="王", confirm="smal"), "--confirm 'smal' is not the id"),
        (Order(yes=True), "--by"),
        (Order(by="王", yes=True, certificate=Path("a.txt")), r"must be a \.json"),
    ],
)
def test_nothing_goes_without_a_word_from_somebody(client, order, told):
    before = content(client)
    with pytest.raises(InputError, match=told):
        purge(client, order, DAY)
    assert content(client).keys() - before.keys() <= {Path(".lock")}
    assert not journal_path(client).exists()


def test_a_certificate_inside_the_folder_or_over_another_is_refused(client):
    with pytest.raises(InputError, match="outside the folder"):
        purge(client, Order(by="王", yes=True, certificate=client / "c.json"), DAY)
    (client.parent / "c.md").write_text("there", encoding="utf-8")
    with pytest.raises(InputError, match=r"c\.md is there already"):
        purge(client, Order(by="王", yes=True, certificate=client.parent / "c.json"), DAY)


def test_only_an_engagements_own_folder_is_deleted(client, monkeypatch):
    with pytest.raises(InputError, match=r"holds no engagement\.yaml"):
        purge(client.parent / "elsewhere", SURE)
    with pytest.raises(InputError, match="is no folder"):
        purge(client.parent / "nowhere", SURE)
    with pytest.raises(InputError, match="root of a disk"):
        purge(Path("/"), SURE)
    monkeypatch.setenv("HOME", str(client / "data"))
    with pytest.raises(InputError, match="holds a home"):
        purge(client, SURE)
    monkeypatch.undo()
    (client / "data" / "engagement.yaml").write_text("id: other\n", encoding="utf-8")
    with pytest.raises(InputError, match="'data' is an engagement inside 'small'"):
        purge(client, SURE)


def test_who_holds_the_engagement_or_its_deletion_keeps_it(client):
    with hold(client, "perfloop run"), pytest.raises(SurroundingsError, match="in use by process .*perfloop run"):
        purge(client, SURE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("diagnostics.run.purging.deleting.empty", lambda folder: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            purge(client, SURE, DAY)
    with hold_journal(client), pytest.raises(SurroundingsError, match="being deleted by another process"):
        purge(client, Order(), DAY)
    assert purge(client, Order(), DAY).resumed


def test_a_broken_dictionary_keeps_nobody_from_deleting(client):
    (client / "kpis.yaml").write_text("- {", encoding="utf-8")
    assert survey(client, today=DAY).certificate.engagement == "small"
    (client / "engagement.yaml").write_text("id: small\nclient: 小店\nkeeping: {until: soon}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"keeping\.until.*mend it first"):
        survey(client)


def test_what_stays_is_told(client):
    path = client / "engagement.yaml"
    told = "data_folder: ../elsewhere\npractices: ../firm\nledger: {url_from: LEDGER_URL}\n"
    path.write_text(path.read_text(encoding="utf-8") + told, encoding="utf-8")
    os.link(client / "kpis.yaml", client.parent / "elsewhere" / "kpis.yaml")
    assert survey(client).certificate.left == ("ledger", "data", "practices", "links", "hard_links")


def test_the_command_shows_first_and_then_deletes(client, perfloop_here):
    shown = perfloop_here("purge", client, "--dry-run")
    assert (shown.code, client.is_dir()) == (0, True)
    assert "elsewhere/kept.txt" in shown.out
    assert perfloop_here("purge", client, "--by", "wang").code == 2
    done = perfloop_here("purge", client, "--by", "wang", "--confirm", "small")
    assert (done.code, client.exists()) == (0, False)
    assert "ordered by wang" in perfloop_here("verify", done.last_line).out
    Path(done.last_line).write_text("{}", encoding="utf-8")
    assert perfloop_here("verify", done.last_line).code == 2


def test_published_documents_are_certified_by_their_manifest_and_no_party_by_name(client):
    from diagnostics.run.publishing.publication import Document, MadeOf, Publication

    basis = MadeOf(as_of="2025-06-30", perfloop="1", python="3.11", code="c", templates="t", notebooks="n",
                   packages="p", installed=(), inputs={}, parameters={}, results={}, schemas={})  # fmt: skip
    documents = {
        "retrospective.html": Document(
            audience="leadership", step="close", form="html", sha256="1" * 64, made_of=basis.key
        ),
        "party/chen/pay.html": Document(
            audience="party:chen", step="close", form="html", sha256="2" * 64, made_of=basis.key
        ),
    }
    publication = Publication(
        engagement="small", period="2025-06", documents=documents, made_of={basis.key: basis}, crate=""
    )
    (client / "reports" / "2025-06" / "manifest.json").write_bytes(publication.content())
    told = survey(client, today=DAY).certificate
    given = {(each.how, each.what, each.sha256) for each in told.handed_out if each.how == "published"}
    assert given == {
        ("published", "leadership close html", "1" * 64),
        ("published", "party close html", "2" * 64),
    }
    assert "chen" not in told.text()
    # A manifest that was edited vouches for nothing: what lies there is told as it lies there.
    (client / "reports" / "2025-06" / "manifest.json").write_bytes(publication.content().replace(b"1111", b"2111"))
    assert {each.how for each in survey(client, today=DAY).certificate.handed_out} == {"unlisted", "handed_over"}


def test_a_draft_was_given_to_nobody(client):
    (client / "reports" / "2025-06" / "retrospective.html").rename(client / "reports" / "2025-06" / DRAFT)
    assert {each.how for each in survey(client, today=DAY).certificate.handed_out} == {"handed_over"}


def test_two_names_inside_the_folder_of_one_file_are_none_elsewhere(client):
    os.link(client / "kpis.yaml", client / "data" / "kpis.yaml")
    assert "hard_links" not in survey(client).certificate.left


def test_names_that_people_gave_to_folders_are_coded(client):
    path = client / "engagement.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "codename: P7\n", encoding="utf-8")
    (client / "reports" / "小店给老板").mkdir()
    (client / "reports" / "小店给老板" / "a.html").write_text("x", encoding="utf-8")
    told = survey(client).certificate.text()
    assert "P7给老板" in told
    assert "小店" not in told


def test_a_deletion_that_goes_on_writes_over_nothing(client):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("diagnostics.run.purging.deleting.empty", lambda folder: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            purge(client, SURE, DAY)
    other = client.parent / "other.json"
    other.write_text("kept", encoding="utf-8")
    for path, told in ((other, "is there already"), (client.parent / "new.md", r"must be a \.json")):
        with pytest.raises(InputError, match=told):
            purge(client, Order(certificate=path), DAY)
    assert other.read_text(encoding="utf-8") == "kept"
    assert purge(client, Order(), DAY).resumed


def test_a_log_about_a_folder_whose_name_only_begins_alike_stays(client, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    own, others = tmp_path / "perfloop-1.log", tmp_path / "perfloop-2.log"
    own.write_text(f"File {client.resolve()}.", encoding="utf-8")
    others.write_text(f"{client.resolve()}-2/data {client.resolve()}.old", encoding="utf-8")
    purge(client, SURE, DAY)
    assert (own.exists(), others.exists()) == (False, True)


def test_a_folder_that_can_not_be_looked_into_is_not_deleted_uncounted(client, monkeypatch):
    real = os.scandir

    def refused(path):
        if Path(path).name == "data":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("os.scandir", refused)
    with pytest.raises(SurroundingsError, match="'data' can't be looked into"):
        purge(client, SURE, DAY)
    assert not journal_path(client).exists()


def test_a_certificate_is_found_where_it_was_told_from_inside_the_folder(client, monkeypatch):
    monkeypatch.chdir(client / "data")
    done = purge(Path(".."), Order(by="王", yes=True, certificate=Path("../../c.json")), DAY)
    assert done.path == client.parent.resolve() / "c.json"
    assert not client.exists()
