"""Whatever field work says comes back as it was written, by openpyxl and by LibreOffice."""

import io
import shutil
import subprocess

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from diagnostics.dictionary.field_work.fields import SHEETS
from diagnostics.dictionary.field_work.links import chain_of, chain_text, folded, unfolded
from diagnostics.dictionary.field_work.numbering import aligned
from diagnostics.dictionary.field_work.read_book import read_book
from diagnostics.dictionary.field_work.tables import coders, with_coders
from tests.dictionary.field_work.conftest import Work

# Blank edges and what YAML itself refuses are no matter of the workbook.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
LINKS = st.recursive(
    st.fixed_dictionaries({"because": WORDS}),
    lambda below: st.fixed_dictionaries(
        {"because": WORDS, "kind": st.sampled_from(["fact", "opinion"]), "actionable": st.booleans(),
         "evidence": st.just("") | WORDS, "whys": st.lists(below, max_size=3)}
    ),
    max_leaves=8,
)  # fmt: skip
NOTE = st.fixed_dictionaries(
    {"text": WORDS, "share": st.booleans()},
    optional={
        "supports": st.booleans(),
        "codes": st.dictionaries(st.sampled_from(["li", "王"]), st.just("c1"), min_size=1),
    },
)


@given(st.lists(LINKS, min_size=1, max_size=4))
def test_a_chain_unfolds_and_folds_to_itself(whys):
    rows = [(depth, {name: value for name, value in link.items() if name != "whys"}) for depth, link in unfolded(whys)]
    assert chain_text(folded(rows)) == chain_text(whys)
    assert chain_text(chain_of(chain_text(whys))) == chain_text(whys)


@given(st.lists(st.sampled_from("abcd"), max_size=6), st.lists(st.sampled_from("abcdef"), max_size=6))
def test_numbers_are_never_given_twice_and_rows_that_stayed_keep_theirs(before, after):
    numbers = aligned([(str(at), {"t": each}) for at, each in enumerate(before)], [{"t": each} for each in after])
    assert len(set(numbers)) == len(numbers)
    assert aligned([(str(at), {"t": each}) for at, each in enumerate(before)], [{"t": each} for each in before]) == [
        str(at) for at in range(len(before))
    ]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=WORDS, notes=st.lists(NOTE, min_size=1, max_size=4), whys=st.lists(LINKS, min_size=1, max_size=3))
def test_what_people_write_comes_back(work, title, notes, whys):
    told = {
        "causes": [{"id": "c1", "title": title, "category": "people", "kpi": "revenue"}],
        "interviews": [{"id": "i1", "role": title, "level": "front", "at": "2026-03-01", "notes": notes}],
        "whys": [{"id": "w1", "problem": title, "whys": whys}],
        "costs": [{"cause": "c1", "votes": 3}],
    }
    for name, content in told.items():
        quoted = yaml.safe_dump(content, allow_unicode=True, default_style='"', width=10**6)
        for plain in ("true", "false", "3"):
            quoted = quoted.replace(f'!!bool "{plain}"', plain).replace(f'!!int "{plain}"', plain)
        work.folder.write(f"evidence/{name}.yaml", quoted)
    assert work.export().plan().changes == ()


def test_libreoffice_reads_and_writes_it_without_loss(tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    work = Work(tmp_path / "acme").export()
    work.put(1, 4, A="queue", C="数据", E="排队 9 分钟", G="li", H="2026-03-05")
    work.book.save(tmp_path / "filled.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"),
         str(tmp_path / "filled.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    work.book = load_workbook(tmp_path / "out" / "filled.xlsx")
    assert [(each.table, each.added) for each in work.plan().changes] == [("evidence", True)]


def test_every_sheet_is_read_back_as_it_was_written(work):
    stream = io.BytesIO()
    work.book.save(stream)
    stream.seek(0)
    returned = read_book(stream, "acme", "zh")
    # A coder's column is empty where somebody coded nothing.
    returned.base["notes"] = with_coders(returned.base["notes"], coders(returned.base["notes"]))
    assert {each: returned.tables[each] for each in SHEETS} == {each: returned.base[each] for each in SHEETS}
