"""Declared files lie inside the data folder."""

import pytest

from diagnostics.data.files.source_files import source_files
from diagnostics.errors import InputError, UnknownNameError

ORDERS = {"id": "orders", "measure": "sum(orders)"}


@pytest.fixture
def files(engagement):
    def find(file, **settings):
        return source_files(engagement([ORDERS], {"sales": {"file": file, "time": "date"}}, **settings), "sales")

    return find


def test_files_are_found_in_order_of_their_names_each_once(files, data):
    for name in ("sales_2025-02.csv", "sales_2025-01.csv", "other.csv"):
        (data / name).write_text("a\n1\n", encoding="utf-8")
    assert [each.name for each in files(["sales_*.csv", "sales_2025-01.csv"])] == [
        "sales_2025-01.csv",
        "sales_2025-02.csv",
    ]


def test_only_the_star_is_a_wildcard(files, data):
    (data / "a[1].csv").write_text("a\n1\n", encoding="utf-8")
    (data / "a1.csv").write_text("a\n1\n", encoding="utf-8")
    assert [each.name for each in files("a[1]*")] == ["a[1].csv"]
    assert [each.name for each in files("a[1].csv")] == ["a[1].csv"]


def test_a_file_may_lie_in_a_folder_below(files, data):
    (data / "2025").mkdir()
    (data / "2025" / "sales.csv").write_text("a\n1\n", encoding="utf-8")
    assert files("2025/*.csv")[0].name == "2025/sales.csv"


def test_a_missing_file_is_named_with_the_nearest(files, data):
    (data / "sales.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(UnknownNameError, match="Unknown file 'sale.csv' in source 'sales'.*Did you mean 'sales.csv'"):
        files("sale.csv")
    with pytest.raises(UnknownNameError, match="Unknown file 'x_\\*.csv'"):
        files("x_*.csv")


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", "", "a\x00b.csv", "C:\\secret.csv", "..", "../*.csv"])
def test_a_file_outside_the_data_folder_is_refused(files, data, name):
    (data / "sales.csv").write_text("a\n1\n", encoding="utf-8")
    (data.parent / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(InputError, match="below the data folder|outside the data folder|Unknown file|no regular file"):
        files(name)


def test_a_link_out_of_the_data_folder_is_refused(files, data):
    (data.parent / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    (data / "sales.csv").symlink_to(data.parent / "secret.csv")
    with pytest.raises(
        InputError, match="'sales.csv' of source 'sales' lies outside the data folder; links are followed"
    ):
        files("sales.csv")
    with pytest.raises(InputError, match="lies outside"):
        files("*.csv")


def test_a_link_inside_the_data_folder_is_followed(files, data):
    (data / "v2.csv").write_text("a\n1\n", encoding="utf-8")
    (data / "sales.csv").symlink_to(data / "v2.csv")
    assert files("sales.csv")[0].path == (data / "v2.csv").resolve()


def test_the_data_folder_itself_may_lie_elsewhere(files, tmp_path, data):
    (data / "keep.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "sales.csv").write_text("a\n1\n", encoding="utf-8")
    assert files("sales.csv", folder="../elsewhere")[0].path == (tmp_path / "elsewhere" / "sales.csv").resolve()


def test_a_folder_or_device_is_no_file(files, data):
    (data / "sales.csv").mkdir()
    with pytest.raises(InputError, match="no regular file"):
        files("sales.csv")


@pytest.mark.parametrize("name", ["sales.csv.gz", "sales", "sales.json"])
def test_other_kinds_of_files_are_refused(files, data, name):
    (data / name).write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(InputError, match="read are .csv, .parquet, .tsv, .txt, .xls, .xlsx"):
        files(name)


def test_a_source_has_files_of_one_kind(files, data):
    for name in ("a.csv", "a.parquet"):
        (data / name).write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"files of kinds \['csv', 'parquet'\]"):
        files("a.*")
