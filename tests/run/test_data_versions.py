"""perfloop data add, list, verify over an engagement."""

from pathlib import Path

import pytest

from diagnostics.errors import InputError, SurroundingsError, UnknownNameError
from diagnostics.run.data_versions import bring_in, listed, note_of, verified
from diagnostics.run.lock import hold

NOTE = note_of("2025-07-01", "li", "六月重报", Path())
GOOD = "date,store,orders,visits\n2025-06-03,north,12,100\n"


@pytest.fixture
def bring(small, tmp_path):
    """Bring content in under a name, from a file of any name."""

    def add(content, name="visits.csv", file="delivery.csv"):
        path = tmp_path / file
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return bring_in(small, path, name, NOTE)

    return add


def everything(folder):
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_a_delivery_becomes_a_version_and_is_listed_with_its_source(small, bring):
    lines = bring(GOOD)
    assert lines[0].startswith("visits.csv lay there without a record: it is kept as version 1 (")
    assert "visits.csv is now version 2" in lines[1]
    assert "1 row)" in lines[1]
    told = list(listed(small))
    assert told[0] == "visits.csv  (read by visits)"
    assert "found in the data folder" in told[1]
    assert told[2].startswith("  *   2  2025-07-01  li  ")
    assert told[2].endswith("1 row  六月重报")
    assert verified(small) == ([], 2)


def test_the_same_again_says_so(small, bring):
    bring(GOOD)
    before = everything(small / "data")
    (line,) = bring(GOOD)
    assert "is version 2 already" in line
    assert everything(small / "data") == before


def test_a_name_that_no_source_reads_is_accepted_and_told(small, bring):
    lines = bring(GOOD, "visit.csv")
    assert lines[-1].endswith("bring it in with --as visits.csv")
    assert "visit.csv  (no source reads it)" in list(listed(small))


def test_a_shop_that_the_entities_do_not_know_yet_is_taken_in_with_a_warning(small, bring):
    lines = bring(GOOD + "2025-06-03,新店,12,100\n")
    assert "visits.csv is now version 2" in lines[1]
    assert lines[-1].startswith("a run refuses these facts until the entities bear the names: 1 fact")
    assert "'新店'" in lines[-1]


def test_an_edited_file_is_listed_and_named(small, bring):
    bring(GOOD)
    (small / "data" / "visits.csv").write_text(GOOD.replace("12", "13"), encoding="utf-8")
    assert any("(the file was edited in place)" in each for each in listed(small))
    lines, _ = verified(small)
    assert lines == ["visits.csv: edited in place; it should be version 2, which is kept in data/.versions/visits.csv/"]


@pytest.mark.parametrize(("content", "message"), [
    ("date,store,orders\n2025-06-03,north,12\n", "visits"), ("date,store,orders,visits\n2025-06-03,north\n", "fields"),
    (b"PK\x03\x04\x00\x00", "."), ("date,store,orders,visits\n", "no fact"),
    (GOOD + "2025-06-03,合计,12,100\n", "'合计' looks like a row of totals"),
    (GOOD + "2025-06-03,全公司,12,100\n", "'全公司' looks like a row of totals: 'layout: {totals: .全公司.}'"),
    (GOOD + ",north,12,100\n", "1 fact of KPI .* has no day"),
])  # fmt: skip
def test_a_file_that_its_source_cannot_read_is_refused_and_nothing_changes(small, bring, content, message):
    before = everything(small / "data")
    with pytest.raises(InputError, match=message):
        bring(content)
    assert everything(small / "data") == before


@pytest.mark.parametrize(("name", "message"), [
    ("../visits.csv", "below the data folder"), ("/tmp/visits.csv", "below the data folder"), (".hidden.csv", "hidden"),
    ("a/.b/c.csv", "hidden"), ("*.csv", "don't hold everywhere"), ("visits.md", "read are"), ("visits.xlsx", "another kind"),
    ("Visits.csv", "upper and lower case"), ("visits.csv/x.csv", "which is a file"), ("x" * 300 + ".csv", "too long"),
    ("a\u202eb.csv", "don't hold everywhere"), (".versions/visits.csv", "hidden"),
])  # fmt: skip
def test_a_name_never_leaves_the_data_folder_nor_hides(small, bring, name, message):
    before = everything(small)
    with pytest.raises(InputError, match=message):
        bring(GOOD, name)
    assert {name: each for name, each in everything(small).items() if name != ".lock"} == before


def test_links_are_not_written_through(small, bring, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (small / "data" / "sub").symlink_to(outside)
    with pytest.raises(InputError, match="leads out of the data folder"):
        bring(GOOD, "sub/x.csv")
    (small / "data" / "link.csv").symlink_to(small / "data" / "visits.csv")
    with pytest.raises(InputError, match="is a link"):
        bring(GOOD, "link.csv")


def test_kept_versions_are_no_files_of_a_source(small, bring):
    path = small / "engagement.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("visits.csv", '"**/*.csv"'), encoding="utf-8")
    bring(GOOD)
    from diagnostics.data.files.source_files import source_files
    from diagnostics.dictionary.load import load_engagement

    assert [each.name for each in source_files(load_engagement(small), "visits")] == ["visits.csv"]


def test_a_correction_that_fits_no_more_does_not_keep_a_new_version_out(small, bring):
    (small / "corrections.yaml").write_text(
        "- {id: c1, source: visits, row: 2, column: orders, old: 10, new: 11, who: li, when: 2025-07-05, why: x}\n",
        encoding="utf-8",
    )
    assert "is now version 2" in bring(GOOD)[1]


def test_check_warns_of_what_was_edited_and_of_what_does_not_fit(small, bring, perfloop_here):
    bring(GOOD)
    (small / "data" / "visits.csv").write_text(GOOD.replace("12", "13"), encoding="utf-8")
    (small / "corrections.yaml").write_text(
        "- {id: c1, source: visits, row: 2, column: orders, old: 10, new: 11, who: li, when: 2025-07-05, why: x}\n",
        encoding="utf-8",
    )
    done = perfloop_here("check", small)
    assert done.code == 1
    assert "warning PD209: Data file visits.csv is not version 2 of 2025-07-01" in done.out
    assert "corrections.yaml:1: error PD210: A correction does not fit the data" in done.out
    assert "holds '13', not the old value 10" in done.out


def test_check_says_nothing_of_an_engagement_without_versions(small, perfloop_here):
    assert "PD209" not in perfloop_here("check", small).out


def test_a_correction_of_an_unknown_source_is_refused_with_its_line(small):
    from diagnostics.dictionary.load import load_engagement

    (small / "corrections.yaml").write_text(
        "- {id: c1, source: visit, row: 2, column: orders, old: 1, new: 2, who: li, when: 2025-07-05, why: x}\n",
        encoding="utf-8",
    )
    with pytest.raises(UnknownNameError, match=r"source 'visit' in corrections.yaml:1.*Did you mean 'visits'"):
        load_engagement(small)


def test_a_second_one_is_told_who_holds_the_engagement(small, bring):
    with hold(small, "perfloop run --period 2025-06"), pytest.raises(SurroundingsError, match="in use by process"):
        bring(GOOD)


TWO = "date,store,orders,visits\n2025-05-03,north,12,100\n2025-06-03,south,10,90\n"


def test_a_file_that_holds_less_than_before_needs_a_reason(small, bring, tmp_path):
    bring(TWO)
    before = everything(small / "data")
    (tmp_path / "less.csv").write_text(GOOD, encoding="utf-8")
    message = (
        r"visits.csv holds less than the version in force, so nothing was added: source 'visits' shrinks: 1 fact fewer"
        r" \(1 instead of 2\); no facts of 1 month it had before \(2025-05\); 1 name of its entity column gone \(south\)\."
        r" Where that is right, say why: --reason TEXT"
    )
    with pytest.raises(InputError, match=message):
        bring_in(small, tmp_path / "less.csv", "visits.csv", note_of("2025-07-01", "li", None, small))
    assert everything(small / "data") == before
    lines = bring(GOOD)
    assert any("source 'visits' shrinks: 1 fact fewer" in each for each in lines)


def test_figures_that_were_blanked_out_need_a_reason_though_others_are_new(small, bring, tmp_path):
    bring(TWO)
    more = "2025-06-03,north,8,70\n"
    (tmp_path / "blank.csv").write_text(TWO.replace("12,100", ",100") + more, encoding="utf-8")
    with pytest.raises(InputError, match=r"holds less .*shrinks: 1 figure of column 'orders' blanked out .*--reason"):
        bring_in(small, tmp_path / "blank.csv", "visits.csv", note_of("", None, None, small))
    assert any("blanked out" in each for each in bring(TWO.replace("12,100", ",100") + more))


def test_an_entity_under_another_of_its_names_is_not_gone(small, bring, tmp_path):
    bring(TWO)
    (tmp_path / "renamed.csv").write_text(TWO.replace("north", "北店"), encoding="utf-8")
    assert "2 rows" in bring_in(small, tmp_path / "renamed.csv", "visits.csv", note_of("", None, None, small))[-1]


def test_as_many_facts_of_other_months_are_less_than_before_too(small, bring, tmp_path):
    bring(TWO)
    (tmp_path / "june.csv").write_text(TWO.replace("-05-", "-07-"), encoding="utf-8")
    with pytest.raises(InputError, match=r"shrinks: no facts of 1 month it had before \(2025-05\)\. Where"):
        bring_in(small, tmp_path / "june.csv", "visits.csv", note_of("", None, None, small))
    (tmp_path / "more.csv").write_text(TWO + "2025-07-01,north,1,2\n", encoding="utf-8")
    assert "3 rows" in bring_in(small, tmp_path / "more.csv", "visits.csv", note_of("", None, None, small))[-1]


def test_who_brings_a_file_is_one_of_the_people_where_some_are_named(small, bring, tmp_path):
    (tmp_path / "more.csv").write_text(TWO, encoding="utf-8")
    with pytest.raises(UnknownNameError, match=r"Unknown person 'LI1' in --by .*Did you mean 'li'"):
        bring_in(small, tmp_path / "more.csv", "visits.csv", note_of("", "LI1", "重报", small))
    assert bring_in(small, tmp_path / "more.csv", "visits.csv", note_of("", "li", "重报", small))


@pytest.mark.parametrize(("options", "message"), [
    (("2025-02-30", None, None), "must be a day"), (("", "a\tb", None), "--by"), (("", None, "x" * 501), "--reason has 501"),
    (("", "", None), "--by is blank"), (("", None, "  "), "--reason is blank"),
])  # fmt: skip
def test_what_is_no_note_is_refused(options, message):
    with pytest.raises(InputError, match=message):
        note_of(*options, Path())


MONTH = "date,store,orders,visits\n2025-05-03,north,12,101\n2025-06-03,north,13,103\n"


@pytest.mark.parametrize(("content", "told"), [
    (MONTH.replace(",12,", ",120000,").replace(",13,", ",130000,"),
     r"jumps: column 'orders' sums to 250,000 over 2 periods, 25 before: 10,000 times as much, as in another unit"),
    (MONTH.replace(",13,", ",0.13,"), r"column 'orders' sums to 0.13 over 1 period, 13 before: a 100th of it"),
    (MONTH + MONTH.partition("\n")[2], r"2 facts of 4 repeat another in every column \(0 before\)"),
    (MONTH + "2025-07-03,north,120000,107\n", r"'orders' is 120,000 a fact in 2025-07, which is new, and between 12"),
])  # fmt: skip
def test_figures_in_another_unit_or_held_twice_need_a_reason(small, bring, tmp_path, content, told):
    bring(MONTH)
    (tmp_path / "new.csv").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"holds other figures than the version in force.*" + told):
        bring_in(small, tmp_path / "new.csv", "visits.csv", note_of("", None, None, small))
    lines = bring(content)
    assert any("jumps: " in each for each in lines)


def test_a_grown_or_corrected_file_needs_no_reason(small, bring, tmp_path):
    bring(MONTH)
    (tmp_path / "new.csv").write_text(MONTH.replace(",12,", ",14,") + "2025-07-03,north,19,120\n", encoding="utf-8")
    assert not any(
        "jumps" in each for each in bring_in(small, tmp_path / "new.csv", "visits.csv", note_of("", None, None, small))
    )
