from diagnostics.dictionary.checking import CODES
from diagnostics.dictionary.groupings import DIFFICULTY_CODES, MISCONCEPTION_CODES, groupings
from diagnostics.model.finding import Finding
from diagnostics.model.grouping import DIFFICULTIES, MISCONCEPTIONS
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, say


def finding(code, variant=""):
    return Finding(code, "warning", "", Text(), Text(), "", variant)


def test_every_group_names_codes_that_there_are():
    listed = {
        code.partition(".")[0]
        for each in (MISCONCEPTION_CODES, DIFFICULTY_CODES)
        for one in each.values()
        for code in one
    }
    assert listed <= set(CODES)
    assert (tuple(MISCONCEPTION_CODES), tuple(DIFFICULTY_CODES)) == (MISCONCEPTIONS, DIFFICULTIES)
    assert all(say(f"grouping.{each}", language) for each in (*MISCONCEPTIONS, *DIFFICULTIES) for language in LANGUAGES)


def test_a_code_stands_under_one_misconception_and_one_difficulty_at_most():
    for table in (MISCONCEPTION_CODES, DIFFICULTY_CODES):
        codes = [code for one in table.values() for code in one]
        assert len(codes) == len(set(codes))


def test_findings_are_counted_under_what_they_come_to():
    found = groupings([finding("PD107"), finding("PD107"), finding("PD215"), finding("PD171")])
    assert [(each.of, each.id, each.count, each.codes) for each in found] == [
        ("misconception", "inconsistent", 3, ("PD107", "PD215")),
        ("misconception", "not_motivating", 1, ("PD171",)),
        ("difficulty", "distortion", 3, ("PD107", "PD215")),
    ]


def test_too_few_kpis_are_not_too_many():
    assert groupings([finding("PD102", "few")]) == ()
    assert [each.id for each in groupings([finding("PD102", "many")])] == ["too_many"]


def test_what_was_not_found_speaks_for_nothing():
    assert groupings([]) == ()
