"""Sound KPIs of many trades get no finding about words; KPIs upside down by their own words do."""

from functools import cache
from pathlib import Path

import pytest

from diagnostics.dictionary import lint
from diagnostics.model.kpi import Kpi

CORPUS = Path(__file__).parent / "corpus"
CODES = ("PD119", "PD123", "PD124")


@cache
def rows(name):
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    told = [[cell.strip() for cell in each.split("|")] for each in lines if each and not each.startswith("#")]
    return [each if len(each) == 4 else [*each, "higher"] for each in told]


@cache
def found(name):
    kpis = [
        Kpi(id=f"k{at}", name=title, definition=text, unit=unit, direction=way, source="s", measure="sum(a) / sum(b)")
        for at, (title, text, unit, way) in enumerate(rows(name))
    ]
    return {(each.code, int(each.about[1:])): each.severity for each in lint(kpis) if each.code in CODES}


def test_no_sound_kpi_is_called_upside_down_or_of_another_unit():
    assert len(rows("sound.txt")) >= 150
    assert [(code, *rows("sound.txt")[at]) for code, at in found("sound.txt")] == []


@pytest.mark.parametrize("at", range(len(rows("inverted.txt"))), ids=lambda at: "/".join(rows("inverted.txt")[at][:2]))
def test_what_its_own_words_prove_to_be_upside_down_is_a_warning(at):
    assert found("inverted.txt").get(("PD124", at)) == "warning"


def test_there_are_enough_of_them():
    assert len(rows("inverted.txt")) >= 40
