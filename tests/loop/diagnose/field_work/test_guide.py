import io

import pytest
import yaml
from openpyxl import load_workbook

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.field_work.guide import LEVELS, first_guide, second_guide
from diagnostics.run.assets import asset
from diagnostics.run.interview_guide import write_guide
from tests.dictionary.conftest import Folder
from tests.dictionary.field_work.conftest import CAUSES


@pytest.fixture
def folder(tmp_path):
    made = Folder(tmp_path / "acme")
    made.replace("kpis.yaml", "measure: sum(sales)\n", "measure: sum(sales)\n  dimensions: [channel]\n")
    return made.write("evidence/causes.yaml", CAUSES)


def texts(language):
    return yaml.safe_load(asset(f"playbooks/library/interviews/{language}.yaml").read_text(encoding="utf-8"))


def test_both_languages_ask_the_same_number_of_questions_of_each_level():
    assert {each: len(texts("zh")[each]) for each in LEVELS} == {each: len(texts("en")[each]) for each in LEVELS}
    assert first_guide(texts("en"), "Acme").opening.startswith("We want to understand how work is done at Acme;")


def test_the_second_guide_asks_of_what_is_open_and_never_tells_it(folder):
    guide = second_guide(folder.open(), texts("zh"), {"queue": "rejected"}, "zh")
    assert {each.level for each in guide.questions} == set(LEVELS)
    assert all("新人没人带" not in each.ask and "结账排队" not in each.about for each in guide.questions)
    (told,) = [each.about for each in guide.questions if each.about]
    assert told == "新人没人带（还缺：数据、访谈）"


@pytest.mark.parametrize(
    ("category", "tested", "told"),
    [
        ("people", [], "数据、访谈、文件、现场观察"),
        ("people", ["c"], "访谈、文件、现场观察"),
        ("market", ["c"], "访谈、文件"),
    ],
)
def test_a_tested_cause_lacks_no_data_and_a_market_is_not_looked_for_on_site(folder, category, tested, told):
    folder.write("evidence/causes.yaml", f"- {{id: c, title: 原因, category: {category}, kpi: revenue}}\n")
    guide = second_guide(folder.open(), texts("zh"), {}, "zh", {}, tested=tested)
    (about,) = [each.about for each in guide.questions if each.about]
    assert about == f"原因（还缺：{told}）"


def test_many_causes_are_spread_each_listed_once_and_what_is_at_stake_first(folder):
    many = [f"- {{id: c{at}, title: 原因{at:02}, category: people, kpi: revenue}}" for at in range(40)]
    folder.write("evidence/causes.yaml", "\n".join(many) + "\n")
    folder.write("evidence/costs.yaml", "- {cause: c38, amount: 9, unit: 分钟}\n- {cause: c39, votes: 3}\n")
    guide = second_guide(folder.open(), texts("zh"), {}, "zh", {"c37": 0.4})
    lists = [each.about.split("\n") for each in guide.questions]
    assert len(guide.questions) == 9
    assert sorted(line[:4] for lines in lists for line in lines) == [f"原因{at:02}" for at in range(40)]
    assert max(map(len, lists)) <= 5
    assert [guide.of("front")[0].about[:4], guide.of("middle")[0].about[:4], guide.of("top")[0].about[:4]] == [
        "原因37", "原因38", "原因39",
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "columns"), [(1, 4), (2, 5)])
def test_a_round_is_a_workbook_with_a_sheet_a_level_and_no_formula(folder, number, columns):
    folder.replace("evidence/causes.yaml", "结账排队太久", "'=HYPERLINK(\"x\")'")
    path = write_guide(folder.path, number)
    book = load_workbook(io.BytesIO(path.read_bytes()))
    assert book.sheetnames == ["高层", "中层", "一线"]
    assert book.worksheets[0].max_column == columns
    assert not any(cell.data_type == "f" for page in book for row in page.iter_rows() for cell in row)
    with pytest.raises(InputError, match="is there already, perhaps written into"):
        write_guide(folder.path, number)


def test_a_round_is_a_page_where_html_is_asked_for(folder, tmp_path):
    folder.replace("evidence/causes.yaml", "结账排队太久", "<script>alert(1)</script>")
    text = write_guide(folder.path, 2, tmp_path / "guide.html", "en").read_text(encoding="utf-8")
    assert "Second round of interviews" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    ("number", "to", "language", "match"),
    [(3, None, "", "--round 3, must be 1"), (1, "x.docx", "", r"must end in \.xlsx or \.html"), (1, None, "fr", "fr")],
)
def test_what_can_not_be_written_is_refused(folder, tmp_path, number, to, language, match):
    with pytest.raises(InputError, match=match):
        write_guide(folder.path, number, to and tmp_path / to, language)


def test_nothing_open_is_no_second_round(folder):
    folder.remove("evidence/causes.yaml")
    with pytest.raises(InputError, match="No hypothesis is open"):
        write_guide(folder.path, 2)
