from pathlib import Path

import pytest

from diagnostics.dictionary.checking import CODES
from diagnostics.dictionary.linting import lint
from diagnostics.dictionary.rules import RULES
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.finding import SEVERITIES
from diagnostics.model.kpi import Kpi

HERE = Path(__file__).parent
HEADINGS = (
    "## How it is detected", "## Why it matters", "## How to reduce it",
    "## 怎样发现", "## 为什么重要", "## 怎样减少",
)  # fmt: skip


@pytest.fixture
def bare():
    return {"a": Kpi(id="a", name="甲", unit="count", direction="none", measure="sum(x)")}


def test_the_gravest_findings_come_first_and_codes_in_order(bare):
    found = lint(bare)
    assert [(each.severity, each.code) for each in found] == [
        ("error", "PD105"), ("error", "PD106"), ("error", "PD109"), ("warning", "PD107"), ("tip", "PD111"),
    ]  # fmt: skip
    assert [SEVERITIES.index(each.severity) for each in found] == sorted(
        SEVERITIES.index(each.severity) for each in found
    )


def test_kpis_may_come_as_a_list(bare):
    assert lint(list(bare.values())) == lint(bare)


def test_a_dictionary_without_kpis_has_no_findings():
    assert lint([]) == ()


def test_an_unknown_profile_is_named(bare):
    with pytest.raises(UnknownNameError, match="Unknown profile 'rolle'. Did you mean 'role'"):
        lint(bare, profile="rolle")


def test_a_clean_engagement_has_no_findings(folder):
    from diagnostics.dictionary.linting import lint_engagement

    assert lint_engagement(folder.open()) == ()


def test_findings_of_an_engagement_name_file_and_line(folder):
    from diagnostics.dictionary.linting import lint_engagement

    folder.replace("scorecards.yaml", "weight: 0.15", "weight: 0.1").replace(
        "kpis.yaml", "  definition: 进店人次\n", ""
    )
    assert [(each.code, each.place) for each in lint_engagement(folder.open())] == [
        ("PD101", "scorecards.yaml:1"),
        ("PD107", "kpis.yaml:13"),
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page_in_both_languages(code):
    page = HERE.parents[1] / "docs" / "findings" / f"{code}.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith(f"# {code} ")
    assert [each for each in lines if each in HEADINGS] == list(HEADINGS)
    for heading in HEADINGS:
        assert len(lines[lines.index(heading) + 2]) >= 12, heading


def test_every_page_of_this_room_belongs_to_a_code():
    pages = {each.stem for each in (HERE.parents[1] / "docs" / "findings").glob("PD*.md")}
    assert pages == set(CODES)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_has_a_test_file_that_shows_when_it_must_not_fire(code):
    (file,) = (HERE / "rules").glob(f"test_{code.lower()}_*.py")
    assert "def test_it_does_not_fire" in file.read_text(encoding="utf-8")
    (module,) = (HERE.parents[1] / "diagnostics" / "dictionary" / "rules").glob(f"{code.lower()}_*.py")
    assert file.stem == f"test_{module.stem}"


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (((None,), {}), "kpis == None, must be an iterable of Kpi"),
        ((("abc", 5), {}), r"kpis\[0\] == 'a', must be a Kpi"),
        ((((), 5), {}), "scorecards == 5, must be an iterable of Scorecard"),
        ((((), ["x"]), {}), r"scorecards\[0\] == 'x', must be a Scorecard"),
        ((((), (), [1]), {}), r"goals\[0\] == 1, must be a Goal"),
        ((((), ()), {"observations": "x"}), "observations == 'x', must be Observations"),
    ],
)
def test_what_is_no_part_of_a_dictionary_is_refused_by_its_argument(arguments, match):
    given, named = arguments
    with pytest.raises(InputError, match=match):
        lint(*given, **named)
