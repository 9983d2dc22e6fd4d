from datetime import date

import pytest

from diagnostics.dictionary.entity_cells import read_tenures
from diagnostics.errors import InputError, UnknownNameError

HEAD = "id,name,level,parent,peer_group,aliases,open,close,responsible,person"
FIRM = "acme,某公司,company,,,,,,boss,"


def entities(folder, *rows, head=HEAD):
    folder.write("entities.csv", "\n".join([head, FIRM, *rows, "wuhou,武侯店,store,acme,,,,,,"]) + "\n")
    return folder.open().entities


def sheet(folder, *rows, title="Sheet1", name="entities.xlsx"):
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(folder.path / name)


def test_several_people_answer_one_after_the_other(folder):
    shop = entities(folder, "s1,一店,store,acme,,,,,li:2024-01-01..2025-03-31|wang:2025-04-01..,")["s1"]
    assert shop.responsible_at(date(2025, 3, 31)) == "li"
    assert shop.responsible_at(date(2025, 4, 1)) == "wang"
    assert shop.responsible_at(date(2023, 12, 31)) == ""
    assert shop.responsible_at() == "wang"


def test_a_plain_name_answers_on_every_day(folder):
    assert entities(folder, "s1,一店,store,acme,,,,,李 敏,")["s1"].responsible_at(date(1999, 1, 1)) == "李 敏"


def test_signs_may_be_full_width():
    assert read_tenures("李敏\uff1a2024-01-01..\uff5c王强\uff1a..2023-12-31") == [
        {"person": "李敏", "from": "2024-01-01"},
        {"person": "王强", "to": "2023-12-31"},
    ]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("li:2024-01-01..2025-03-31|wang:2025-03-31..", "'li' and 'wang' answer for entity 's1' at the same time"),
        ("li|wang", "'li' and 'wang' answer for entity 's1' at the same time"),
        ("li:2025-01-01..2024-01-01", "'li' answers for entity 's1' to 2024-01-01, before it begins on 2025-01-01"),
        ("li:2024-02-30..", r"from == '2024-02-30' for entity 's1' \(entities\.csv:3.*must be a day"),
        ("li:2024-01-01~2025-01-01", "from == '2024-01-01~2025-01-01' .*must be a day"),
    ],
)
def test_spans_that_cannot_be_are_refused(folder, cell, rule):
    with pytest.raises(InputError, match=rule):
        entities(folder, f"s1,一店,store,acme,,,,,{cell},")


def test_an_entity_that_closes_before_it_opens_is_refused(folder):
    with pytest.raises(
        InputError, match=r"entity 's1' closes on 2024-12-31, before it opens on 2025-01-01 \(entities\.csv:3"
    ):
        entities(folder, "s1,一店,store,acme,,,2025-01-01,2024-12-31,,")


def test_yaml_lists_people_with_their_days(folder):
    folder.remove("entities.csv").write(
        "entities.yaml",
        """\
        - {id: acme, level: company}
        - {id: qingyang, level: store, parent: acme}
        - id: wuhou
          level: store
          parent: acme
          responsible: [{person: li, to: 2025-03-31}, {person: wang, from: 2025-04-01}]
        """,
    )
    assert folder.open().entities["wuhou"].responsible_at(date(2025, 5, 1)) == "wang"


def test_a_misspelt_field_of_a_person_gets_the_nearest_name(folder):
    folder.remove("entities.csv").write(
        "entities.yaml", "- {id: wuhou, level: store, responsible: [{person: li, form: 2025-04-01}]}\n"
    )
    with pytest.raises(UnknownNameError, match="Unknown field 'form'.*Did you mean 'from'"):
        folder.open()


def test_a_sheet_holds_the_same_entities_with_chinese_heads_and_real_days(folder):
    folder.remove("entities.csv")
    sheet(folder, ["说明"], title="说明")
    from openpyxl import load_workbook

    book = load_workbook(folder.path / "entities.xlsx")
    tab = book.create_sheet("考核对象")
    for row in (
        ["编号", "名称", "别名", "层级", "上级", "同类组", "开业日期", "负责人", None],
        ["acme", "某公司", None, "company"],
        ["wuhou", "武侯店", "武侯；Wuhou", "store", "acme", "stores", date(2020, 1, 1), "li"],
        [None],
        [1024, "青羊店", None, "store", "acme"],
    ):
        tab.append(row)
    book.save(folder.path / "entities.xlsx")
    found = folder.open().entities
    assert (found["wuhou"].open, found["wuhou"].aliases, found["wuhou"].responsible) == (
        date(2020, 1, 1),
        ("武侯", "Wuhou"),
        "li",
    )
    assert "1024" in found


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([["id", "levl"], ["a", "store"]], r"Unknown column 'levl' in entities\.xlsx, sheet 'Sheet1', row 1"),
        ([["编号", "层级", "负责"], ["a", "store"]], "Unknown column '负责'.*Did you mean '负责人'"),
        ([["id", "level"], ["a", "store", "?"]], r"row 2: a cell right of the last column holds '\?'"),
        ([], "the sheet is empty"),
        ([["id", "level"], ["a", "#REF!"]], "row 2: a cell shows #REF!, a formula that failed"),
        ([["id", "level"], ["a", "=B1"]], "row 2: the formula '=B1' was never computed"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_with_its_row(folder, rows, rule):
    folder.remove("entities.csv")
    sheet(folder, *rows)
    with pytest.raises(InputError, match=rule):
        folder.open()


def test_a_text_file_under_a_workbooks_name_is_refused(folder):
    folder.remove("entities.csv").write("entities.xlsx", "id,level\n")
    with pytest.raises(InputError, match=r"entities\.xlsx is no xlsx workbook"):
        folder.open()


def test_an_unknown_kind_of_file_is_refused(folder):
    folder.replace("engagement.yaml", "language: zh", "language: zh\nentities: entities.json").write(
        "entities.json", "[]"
    )
    with pytest.raises(InputError, match=r"must be a \.csv, \.yaml or \.xlsx file"):
        folder.open()
