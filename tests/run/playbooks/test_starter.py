"""perfloop new --playbook: a folder that its playbook accepts, of the playbook's own files and no others."""

import pytest

from diagnostics.dictionary.checking import check_engagement
from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.playbooks import sites
from diagnostics.errors import InputError
from diagnostics.run.playbooks.gate import refuse_unmet
from diagnostics.run.playbooks.starter import has_starter
from diagnostics.run.scaffold import scaffold
from tests.dictionary.playbooks.conftest import PLAYBOOK

STARTERS = sorted(key for key, site in sites().items() if has_starter(site))
SETTINGS = """\
id: ${id}
client: ${client}
sources:
  visits: {file: visits.csv, time: date, entity: store}
"""


@pytest.mark.parametrize("key", STARTERS)
def test_a_starter_meets_what_its_playbook_needs_and_passes_its_check(tmp_path, key):
    folder = tmp_path / "康悦 2025"
    scaffold(folder, playbook=key.replace("-", "_"))
    client = load_engagement(folder)
    assert client.settings.playbook == key
    assert (client.settings.id, client.settings.client.zh) == ("2025", "康悦 2025")
    assert client.settings.synthetic
    refuse_unmet(client)
    assert [each.code for each in check_engagement(client) if each.severity == "error"] == []
    assert {"evidence", "notes", "data", "ledger.yaml"} <= {each.name for each in folder.iterdir()}


@pytest.fixture
def starter(firm, monkeypatch):
    monkeypatch.setenv("PERFLOOP_PLAYBOOKS", str(firm.root))
    folder = firm.root / "our-review" / "starter"
    (folder / "data").mkdir(parents=True)
    (folder / "engagement.yaml").write_text(SETTINGS, encoding="utf-8")
    return folder


def test_a_firms_starter_is_taken_as_it_is_and_follows_its_playbook(starter, tmp_path):
    (starter / "data" / "visits.csv").write_text("date,store\n2025-01-01,s1\n", encoding="utf-8")
    made = scaffold(tmp_path / "acme", playbook="our-review")
    assert (tmp_path / "acme" / "data" / "visits.csv") in made
    text = (tmp_path / "acme" / "engagement.yaml").read_text("utf-8")
    assert text.startswith('id: acme\nclient: "acme"\n')
    assert text.endswith("\nplaybook: our-review\n")


@pytest.mark.parametrize(
    ("name", "told"),
    [("run.py", "none of .yaml, .csv, .md"), (".bashrc", "none of"), ("evidence/.x/a.md", "holds nothing else")],
)
def test_a_starter_holds_files_of_known_kinds(starter, tmp_path, name, told):
    (starter / name).parent.mkdir(parents=True, exist_ok=True)
    (starter / name).write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=told):
        scaffold(tmp_path / "acme", playbook="our-review")
    assert not (tmp_path / "acme").exists()


def test_a_starter_reaches_no_file_outside(starter, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("salary\n1\n", encoding="utf-8")
    (starter / "data" / "pay.csv").symlink_to(secret)
    with pytest.raises(InputError, match="our-review/starter/data/pay.csv leads out of the playbook"):
        scaffold(tmp_path / "acme", playbook="our-review")


def test_a_name_in_the_settings_that_nothing_fills_is_refused(starter, tmp_path):
    (starter / "engagement.yaml").write_text(SETTINGS + "title: ${title}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"only \$\{id\} and \$\{client\} are filled in"):
        scaffold(tmp_path / "acme", playbook="our-review")


def test_a_playbook_without_a_starter_is_followed_by_the_general_one(firm, tmp_path, monkeypatch):
    monkeypatch.setenv("PERFLOOP_PLAYBOOKS", str(firm.root))
    firm.write("plain", PLAYBOOK.replace("our-review", "plain"))
    scaffold(tmp_path / "acme", playbook="plain")
    assert load_engagement(tmp_path / "acme").settings.playbook == "plain"


def test_a_playbook_that_is_none_makes_no_folder(tmp_path):
    with pytest.raises(InputError, match="playbook 'store-turnarond' in --playbook.*'store-turnaround'"):
        scaffold(tmp_path / "acme", playbook="store-turnarond")
    assert list(tmp_path.iterdir()) == []
