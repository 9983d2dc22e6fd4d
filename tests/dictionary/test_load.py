import os
import subprocess
import sys

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.target import DatedValue

CARD = "scorecards.yaml"


def test_a_sound_engagement_opens_with_all_its_parts(folder):
    engagement = folder.open()
    assert list(engagement.kpis) == ["revenue", "traffic", "conversion_rate"]
    assert engagement.settings.client.en == "Acme"
    assert engagement.entities["wuhou"].aliases == ("武侯", "Wuhou")
    assert engagement.entities["qingyang"].person is False
    assert engagement.scorecards[0].items[1].targets.target[1] == DatedValue(since="2025-04", value=6)
    assert [each.about for each in engagement.seeds] == ["pay_link", "pay_link"]
    assert engagement.folder == folder.path


def test_places_name_file_and_line(folder):
    places = {key: str(place) for key, place in folder.open().places.items()}
    assert places["kpi", "traffic"] == "kpis.yaml:13"
    assert places["scorecard", "store_manager"] == "scorecards.yaml:1"
    assert places["item", "store_manager", "conversion_rate"] == "scorecards.yaml:7"
    assert places["goal", "growth"] == "engagement.yaml:8"
    assert places["source", "visits"] == "engagement.yaml:5"
    assert places["entity", "wuhou"] == "entities.csv:3"
    assert places["event", "A-002"] == "ledger.yaml:9"
    assert places["charter",] == "engagement.yaml:6"


def test_two_cards_of_one_role_have_places_of_their_own(folder):
    folder.replace(CARD, "  level: store\n", "  level: store\n  to: 2024\n".replace("2024", "2024Q4"))
    text = (folder.path / CARD).read_text(encoding="utf-8")
    folder.write(CARD, text + text.replace("to: 2024Q4", "from: 2025Q1"))
    places = folder.open().places
    assert places["scorecard", "store_manager"].line == 1
    assert places["scorecard", "store_manager", ""].line == 1
    assert places["scorecard", "store_manager", "2025Q1"].line == 11
    assert places["item", "store_manager", "revenue", "2025Q1"].line == 16


def test_the_path_of_engagement_yaml_will_do(folder):
    assert load_engagement(folder.path / "engagement.yaml").settings.id == "acme"


def test_scorecards_and_ledger_may_be_absent(folder):
    engagement = folder.remove(CARD).remove("ledger.yaml").open()
    assert engagement.scorecards == ()
    assert engagement.seeds == ()


def test_entities_may_stand_in_yaml(folder):
    folder.remove("entities.csv").write(
        "entities.yaml",
        "- {id: acme, level: company}\n- {id: wuhou, level: store, parent: acme, aliases: [武侯], open: 2020-01-01}\n",
    )
    engagement = folder.open()
    assert engagement.entities.names["武侯"] == "wuhou"
    assert str(engagement.places["entity", "wuhou"]) == "entities.yaml:2"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"acme' is no folder; an engagement is a folder with engagement\.yaml"):
        load_engagement(tmp_path / "acme")


@pytest.mark.parametrize("name", ["a\0b", "a" * 5000])
def test_a_folder_that_no_file_system_takes_is_refused(tmp_path, name):
    with pytest.raises(InputError, match="is no folder: "):
        load_engagement(tmp_path / name)


def test_a_missing_engagement_file_is_named_with_the_nearest_one(folder):
    (folder.path / "engagement.yaml").rename(folder.path / "engagement.yml")
    with pytest.raises(InputError, match=r"engagement\.yaml is not in .*the nearest file is 'engagement\.yml'"):
        folder.open()


@pytest.mark.parametrize("name", ["kpis.yaml", "entities.csv"])
def test_a_missing_file_is_named(folder, name):
    with pytest.raises(InputError, match=f"{name} is not in the engagement folder 'acme'"):
        folder.remove(name).open()


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        (CARD, "weight: 0.6", "weight: 1.4",
         r"^weight == 1\.4 for KPI 'revenue' of scorecard 'store_manager' \(scorecards\.yaml:5:22, \[0\]\.items\[0\]\.weight\),"
         r" must be in \(0, 1\]\.$"),
        (CARD, "weight: 0.6", "weight: true", "weight == True for .* must be a number"),
        (CARD, "weight: 0.6", "weight: 60%", "weight == '60%' for .* must be a number; write a share as a number, 12% as 0.12"),
        (CARD, "weight: 0.6", "wieght: 0.6", r"^Unknown field 'wieght' in scorecards\.yaml:5:22, .* Did you mean 'weight'\?"),
        (CARD, "  level: store\n", "", r"the scorecard of role 'store_manager' needs the level .* \(scorecards\.yaml:1:3, \[0\]\)"),
        (CARD, "target: 100", "target: hundred",
         r"target == 'hundred' for KPI 'revenue' .* must be a number, a pair \[low, high\], a dated list"),
        (CARD, "target: 100", "target: {expresion: sum(x)}",
         r"^Unknown field 'expresion' in .* Did you mean 'expression'\?"),
        (CARD, "value: 6", "value: six", r"value == 'six' for KPI 'traffic' .*\.target\[1\]\.value\), must be a number"),
        (CARD, "from: history", "from: histori", r"from == 'histori' for .* did you mean 'history'\?$"),
        ("kpis.yaml", "unit: money", "unit: mony", r"unit == 'mony' for KPI 'revenue' \(kpis\.yaml:4:3, .*did you mean 'money'\?$"),
        ("kpis.yaml", "  unit: money\n", "", r"^Field 'unit' is missing for KPI 'revenue' \(kpis\.yaml:1:3, \[0\]\); it is required"),
        ("kpis.yaml", "id: traffic", "id: 2-traffic", r"id == '2-traffic' .* must begin with a letter"),
        ("kpis.yaml", "mother: true", "mother: yes", r"mother == 'yes' for KPI 'revenue' .* must be true or false"),
        ("kpis.yaml", "name: 客流", "name: 7", r"name == 7 for KPI 'traffic' .* must be text or \{zh: …, en: …\}"),
        ("kpis.yaml", "name: 客流", "name: {zh: 客流, fr: x}", r"Unknown field 'fr' .* Known: en, zh"),
        ("kpis.yaml", "- id: traffic", "- traffic\n- id: traffic", r"entry == 'traffic' \(kpis\.yaml:13:3, \[1\]\), must be a mapping"),
        ("kpis.yaml", "  measure: sum(visits)\n", "", r"KPI 'traffic' has neither 'measure' nor 'formula'; .*\(kpis\.yaml:13:3, \[1\]\)"),
        ("engagement.yaml", "language: zh", "language: cn", r"language == 'cn' \(engagement\.yaml:3:1, language\), must be one of 'zh' or 'en'"),
        ("engagement.yaml", "language: zh", "langauge: zh", "Unknown field 'langauge' .* Did you mean 'language'"),
        ("engagement.yaml", "focus: [wuhou]", "focus: [7]", r"must be text; put it in quotes: '7'"),
        ("engagement.yaml", "sources:\n", "sources：\n", r"engagement\.yaml:5:9: no valid YAML, .*; a full-width '：' stands in line 4, a field ends with ': '"),
        ("engagement.yaml", "language: zh", "calendar: {timezone: Asia/Shangai}", "'Asia/Shangai' is not an IANA time zone"),
        ("engagement.yaml", "file: visits.csv", "file: visits.csv, manual: sum(a) > 1", r"takes no aggregate, in filter of source 'visits' \(engagement\.yaml:\d+:\d+.*«sum»"),
        ("engagement.yaml", "file: visits.csv", "file: visits.csv, person: ''", r"person == '' for source 'visits' .* at least 1 character"),
        ("engagement.yaml", "file: visits.csv", "file: 7", r"file == 7 for source 'visits' .*, must be text or a list"),
        ("engagement.yaml", "file: visits.csv, ", "", "a source on duckdb names a 'file'"),
        ("entities.csv", "2020-01-01", "2020-13-01", r"open == '2020-13-01' for entity 'wuhou' \(entities\.csv:3:1, \[1\]\.open\), must be a day"),
        ("entities.csv", ",false", ",maybe", r"person == 'maybe' for entity 'qingyang' .* must be true or false"),
        ("ledger.yaml", "kind: started", "kind: begun", r"kind == 'begun' for event 'A-002' \(ledger\.yaml:9:"),
        ("ledger.yaml", "cause: 没有激励, ", "", "measure 'pay_link' has no cause"),
        ("ledger.yaml", "events:", "event:", "ledger.yaml:1:1: the file must hold 'events:'"),
    ],
)  # fmt: skip
def test_a_broken_field_is_named_with_place_and_rule(folder, name, old, new, rule):
    with pytest.raises(InputError, match=rule):
        folder.replace(name, old, new).open()


def test_all_that_is_wrong_with_a_file_is_told_at_once_the_first_first(folder):
    folder.replace("kpis.yaml", "unit: money", "unit: mony").replace("kpis.yaml", "unit: share", "unit: shar")
    with pytest.raises(InputError) as caught:
        folder.replace("kpis.yaml", "id: traffic", "id: 1").open()
    lines = str(caught.value).splitlines()
    assert [each.split(" ==")[0] for each in lines] == ["unit", "id", "unit"]


def test_at_most_ten_problems_are_told(folder):
    folder.write("kpis.yaml", "".join(f"- {{id: k{i}, name: x}}\n" for i in range(8)))
    with pytest.raises(InputError) as caught:
        folder.open()
    lines = str(caught.value).splitlines()
    assert len(lines) == 11
    assert lines[-1] == "… and 6 more."


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("{}", r"kpis\.yaml:1:1: the file holds no list"),
        ("[]", r"kpis\.yaml:1:1: the list is empty"),
        ("", "the file is empty"),
    ],
)
def test_kpis_need_a_list_that_holds_one(folder, text, rule):
    with pytest.raises(InputError, match=rule):
        folder.write("kpis.yaml", text).open()


def test_engagement_yaml_must_be_a_mapping(folder):
    with pytest.raises(InputError, match=r"engagement\.yaml:1:1: the file holds no mapping"):
        folder.write("engagement.yaml", "- 1").open()


@pytest.mark.parametrize("name", ["a" * 5000 + ".csv", "other.csv"])
def test_an_entities_file_that_is_not_there_is_named(folder, name):
    with pytest.raises(InputError, match=f"{name} is not in the engagement folder"):
        folder.replace("engagement.yaml", "language: zh", f"entities: {name}").open()


def test_entities_must_lie_in_the_folder(folder):
    folder.replace("engagement.yaml", "language: zh", "entities: ../../other/entities.csv")
    with pytest.raises(
        InputError, match=r"entities == '\.\./\.\./other/entities\.csv' .* must lie in the engagement folder"
    ):
        folder.open()


def test_opening_loads_neither_pandas_nor_an_engine(folder):
    code = (
        "import sys\n"
        "from diagnostics.dictionary import check_engagement, lint, load_engagement\n"
        f"check_engagement(load_engagement({str(folder.path)!r}))\n"
        "print(sorted({'pandas', 'numpy', 'ibis', 'duckdb', 'scipy', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"


def test_an_unknown_name_is_an_unknown_name_error(folder):
    with pytest.raises(UnknownNameError, match="Did you mean 'wuhou'"):
        folder.replace("engagement.yaml", "focus: [wuhou]", "focus: [wuho]").open()
