"""Three runs in which nothing is to be celebrated: two months of data, nothing to be seen, made worse."""

from dataclasses import replace
from functools import cache

import pytest

from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.page import page_of
from diagnostics.loop.close.wording import Wording
from diagnostics.terms import say
from tests.loop.close.conftest import Build, gap
from tests.plain_words import unplain

CLAIMS = {"zh": ("有效的有", "有效，", "见效了，"), "en": ("worked:", "works", "has worked")}


def two_months(build):
    """Two figures, a gap against the month before, a measure that has just begun."""
    build.series_target = float("nan")
    build.gaps = [gap("revenue", "previous", 320_000.0, 354_000.0)]
    build.decompositions = []
    build.add("new", "insufficient", 0.1, 0.3, started="2025-05-01")
    inputs = build.inputs()
    missing = float("nan")
    return replace(inputs, series=inputs.series.tail(2).assign(mean=missing, lower=missing, upper=missing))


def nothing_to_be_seen(build):
    return build.add("one", "no_evidence", -0.05, 0.04).add("two", "no_evidence", -0.1, 0.12).inputs()


def made_worse(build):
    return build.add("bad", "worse", -0.3, -0.1).inputs()


RUNS = [two_months, nothing_to_be_seen, made_worse]


def told(found):
    """Every text of a page but its drawings, in order."""

    def walk(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for key, each in value.items():
                if key not in {"svg", "narrow", "kind", "status", "id"}:
                    yield from walk(each)
        elif isinstance(value, list):
            for each in value:
                yield from walk(each)

    content = found.record()
    return [text for key, value in content.items() if key not in {"appendix", "schema"} for text in walk(value)]


@cache
def drawn(run, language):
    build = Build()
    build.language = language
    inputs = run(build)
    wording = Wording(inputs)
    return page_of(inputs, wording, conclude(inputs, wording))


@pytest.fixture(params=["zh", "en"])
def page(request):
    """The page of a run; nobody may change it."""
    return lambda run: drawn(run, request.param)


@pytest.mark.parametrize("run", RUNS)
def test_no_sentence_congratulates_or_claims_what_no_verdict_bears_out(page, run):
    found = page(run)
    language = found.language
    texts = told(found)
    assert [words for text in texts for words in unplain(text, language)] == []
    assert [text for text in texts for claim in CLAIMS[language] if claim in text] == []
    worked = next(each for each in found.headlines if each.label == say("close.headline.measures", language))
    assert worked.value.startswith("0")


@pytest.mark.parametrize("run", RUNS)
def test_nothing_missing_is_told_as_a_figure(page, run):
    assert [
        text for text in told(page(run)) if "nan" in text.lower().split() or "– 到 –" in text or "– and –" in text
    ] == []


def test_two_months_of_data_say_what_is_not_known_and_when_it_will_be(page):
    found = page(two_months)
    effect = found.sections[0]
    unknown = effect.parts[0].text
    assert ("2025年11月" if found.language == "zh" else "November 2025") in unknown
    assert not {"actual", "interval", "reach"} & {each.key for each in effect.parts[1].table.columns}
    assert [each.status for section in found.sections for each in section.parts if each.kind == "verdict"] == [
        "insufficient"
    ]


def test_where_nothing_is_to_be_seen_the_range_stands_beside_it(page):
    found = page(nothing_to_be_seen)
    rows = found.sections[0].parts[0].table.rows
    assert [each["status"] for each in rows] == ["no_evidence", "no_evidence"]
    assert all(each["interval"] for each in rows)
    lead = " ".join(found.lead)
    assert ("看不到作用的有" if found.language == "zh" else "no effect") in lead.replace("No effect", "no effect")


def test_what_was_made_worse_comes_first_and_is_to_be_decided_first(page):
    found = page(made_worse)
    worse = "变差" if found.language == "zh" else "worse"
    assert worse in found.title
    assert found.sections[0].parts[0].table.rows[0]["status"] == "worse"
    steps = next(each for each in found.sections if each.id == "steps")
    assert worse in steps.parts[0].items[0].what or "更差" in steps.parts[0].items[0].what
