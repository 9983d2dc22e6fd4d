"""New York's "Inactive, Historic Calculations": one indicator, two ways of counting it, no comparison across."""

import csv
from pathlib import Path

import pytest

from diagnostics.data.observe import observe
from diagnostics.dictionary.load import load_engagement
from diagnostics.loop.diagnose.gaps.compare import compare

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
OLD, NEW = "67824", "392289"
BREAK = "2009-06"


@pytest.fixture
def wait(tmp_path):
    if not (DATA / "mta_nyct_monthly.csv").is_file():
        pytest.skip("the real data are not beside the project")
    with (DATA / "mta_nyct_monthly.csv").open(encoding="utf-8", newline="") as stream:
        rows = [each for each in csv.DictReader(stream) if each["INDICATOR_SEQ"] in (OLD, NEW)]
    (tmp_path / "data").mkdir()
    with (tmp_path / "data" / "wait.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["day", "indicator", "actual"])
        for each in rows:
            day = f"{each['PERIOD_YEAR']}-{int(each['PERIOD_MONTH']):02d}-01"
            writer.writerow([day, each["INDICATOR_SEQ"], each["MONTHLY_ACTUAL"]])
    (tmp_path / "engagement.yaml").write_text(
        "id: wait\nclient: NYCT\nlanguage: en\nsources: {wait: {file: wait.csv, time: day}}\n", encoding="utf-8"
    )
    (tmp_path / "entities.csv").write_text("id,level\nnyct,system\n", encoding="utf-8")
    (tmp_path / "kpis.yaml").write_text(
        "- id: wait_assessment\n  name: Wait assessment\n  unit: share\n  direction: higher\n  source: wait\n"
        f"  measure: mean(actual) / 100\n  where: indicator = {OLD}\n  mother: true\n"
        f"  versions:\n    - {{from: {BREAK}, where: indicator = {NEW}, why: new calculation}}\n",
        encoding="utf-8",
    )
    return load_engagement(tmp_path)


def test_the_two_calculations_are_never_set_against_each_other(wait):
    seen = observe(wait)
    bases = seen.table.groupby("basis")["period"].agg(["min", "max"])
    assert bases.loc["", "max"] < BREAK <= bases.loc[BREAK, "min"]
    found = compare(seen, wait.kpis, BREAK).table.set_index("comparison")
    assert found.loc["previous", "not_compared"] == "version"
    assert found.loc[["previous", "year_ago"], "reference"].isna().all()
    # A year on both sides were counted alike, and are compared again.
    later = compare(seen, wait.kpis, "2010-07").table.set_index("comparison")
    assert later.loc["year_ago", ["not_compared"]].tolist() == [""]
    assert later.loc["year_ago", "reference"] > 0
