"""The workshop by command: its kit, and the page of its answers."""

import openpyxl
import pytest

from tests.loop.align.consensus.test_result import opened, sheet, sides

pytestmark = pytest.mark.usefixtures("quick_font")


@pytest.mark.parametrize(("language", "word"), [("zh", "扣钱"), ("en", "deductions")])
def test_the_kit_is_written_once(small, perfloop_here, language, word):
    done = perfloop_here("workshop", "kit", small, "--language", language)
    assert done.code == 0, done.err
    folder = small / "evidence" / "workshop"
    assert {each.name for each in folder.iterdir()} == {"agenda.md", "case.md", "consent.md", "questions.xlsx"}
    assert word in (folder / "case.md").read_text(encoding="utf-8")
    assert "{" not in "".join(
        (folder / f"{each}.md").read_text(encoding="utf-8") for each in ("agenda", "case", "consent")
    )
    assert openpyxl.load_workbook(folder / "questions.xlsx").worksheets[0].max_column == 11
    again = perfloop_here("workshop", "kit", small)
    assert again.code == 2
    assert "is there already; name another folder with --to" in again.err


def test_answers_become_a_page(small, perfloop_here):
    opened(small, {"id": "one", "file": sheet(small, sides(8, 12))})
    done = perfloop_here("workshop", "result", small)
    assert done.code == 0, done.err
    assert done.out.startswith("20 people answered")
    page = small / "reports" / "consensus.html"
    assert done.last_line.endswith("consensus.html")
    assert "管理层与员工看法不同的地方" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "match"),
    [
        (["result"], "engagement.yaml names no survey"),
        (["result", "--to", "x.pdf"], "must end in .html"),
        (["kit", "--language", "fr"], "Unknown language 'fr'"),
    ],
)
def test_what_makes_no_sense_is_refused(small, perfloop_here, command, match):
    done = perfloop_here("workshop", command[0], small, *command[1:])
    assert done.code == 2
    assert match in done.err
