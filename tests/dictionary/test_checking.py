import pytest

from diagnostics.dictionary.checking import check_engagement


def found(folder):
    return [(each.code, each.severity, each.message.en) for each in check_engagement(folder.open())]


def source(folder, file):
    return folder.replace("engagement.yaml", "file: visits.csv", f"file: {file}")


def test_a_sound_engagement_has_no_findings(folder):
    assert found(folder) == []


def test_an_absent_file_is_an_error_with_the_nearest_name(folder):
    (finding,) = check_engagement(source(folder, "visit.csv").open())
    assert (finding.code, finding.severity, finding.about) == ("PD201", "error", "visits")
    assert finding.place == "engagement.yaml:5"
    assert finding.message.en == "The file visit.csv of the source “visits” is not there; the nearest is visits.csv."


def test_an_absent_data_folder_is_an_error_too(folder):
    folder.remove("data/visits.csv")
    (folder.path / "data").rmdir()
    assert found(folder) == [("PD201", "error", "The file visits.csv of the source “visits” is not there.")]


def test_a_star_matches_several_files_and_nothing_else_is_special(folder):
    text = (folder.path / "data" / "visits.csv").read_text(encoding="utf-8")
    folder.write("data/visits [1].csv", text).write("data/2025/x-1.csv", text)
    assert found(source(folder, "'visits*.csv'")) == []
    assert found(folder.replace("engagement.yaml", "'visits*.csv'", "['visits [1].csv', '2025/x-*.csv']")) == []
    assert [each[0] for each in found(folder.replace("engagement.yaml", "x-*", "y-*"))] == ["PD201"]


def test_a_name_that_climbs_and_comes_back_is_inside(folder):
    folder.write("data/2025/x.csv", "a\n")
    assert found(source(folder, "2025/../visits.csv")) == []


def test_the_nearest_name_may_lie_in_a_subfolder(folder):
    folder.write("data/2025/sales.csv", "a\n")
    assert found(source(folder, "2025/sale.csv"))[0][2].endswith("the nearest is 2025/sales.csv.")


@pytest.mark.parametrize("file", ["../kpis.yaml", "/etc/passwd", "'../../*'", "2025/../../x.csv"])
def test_a_file_outside_the_data_folder_is_an_error(folder, file):
    assert [each[:2] for each in found(source(folder, file))] == [("PD202", "error")]


def test_a_link_that_leads_out_is_an_error(folder, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n", encoding="utf-8")
    (folder.path / "data" / "linked.csv").symlink_to(tmp_path / "secret.csv")
    assert [each[0] for each in found(source(folder, "linked.csv"))] == ["PD202"]


@pytest.mark.parametrize("file", ["a" * 5000, "b/" * 3000, "'**a*'", "''", "'C:\\x.csv'"])
def test_a_name_that_no_file_can_have_is_an_absent_file(folder, file):
    assert [each[0] for each in found(source(folder, file))] == ["PD201"]


def test_empty_files_and_unread_kinds_are_errors(folder):
    folder.write("data/empty.csv", "").write("data/notes.docx", "x")
    assert [each[0] for each in found(source(folder, "[empty.csv, notes.docx]"))] == ["PD203", "PD203"]


def test_files_come_before_what_lint_finds(folder):
    folder.replace("kpis.yaml", "  owner: 运营部\n", "")
    assert [each[0] for each in found(source(folder, "visit.csv"))] == ["PD201", "PD105"]
