import re
import subprocess
import sys
from pathlib import Path

import pytest

from diagnostics.errors import SurroundingsError, UnknownNameError
from diagnostics.look import theme
from diagnostics.look.theme import DARK, LIGHT, MARKS, STATUSES, font_file, mark, status_word

BANDS = ("below_base", "base_to_target", "target_to_stretch", "above_stretch")


def _luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one, other):
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
@pytest.mark.parametrize("ink", ["ink", "soft", "faint", "accent", "good", "fair", "watch", "bad", "quiet"])
def test_every_ink_can_be_read_on_every_ground(palette, ground, ink):
    assert _contrast(palette[ink], palette[ground]) >= 4.5


def test_every_status_has_a_mark_and_a_word_in_both_languages():
    assert set(MARKS) == set(STATUSES)
    for status in STATUSES:
        assert status_word(status, "zh")
        assert status_word(status, "en")


def test_the_four_bands_differ_in_word_in_shape_and_in_colour():
    for language in ("zh", "en"):
        assert len({status_word(each, language) for each in BANDS}) == 4
    assert len({mark(each).shape for each in BANDS}) == 4
    assert len({mark(each).tone for each in BANDS}) == 4


def _as_seen(colour, matrix):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return [sum(weight * each for weight, each in zip(row, linear, strict=True)) for row in matrix]


# Machado, Oliveira, Fernandes 2009, full strength.
_BLINDNESS = {
    "deutan": [(0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)],
    "protan": [(0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)],
}


@pytest.mark.parametrize("kind", _BLINDNESS)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_good_and_bad_stay_apart_in_colour_blindness(kind, palette):
    good, bad = (_as_seen(palette[each], _BLINDNESS[kind]) for each in ("good", "bad"))
    assert max(abs(one - other) for one, other in zip(good, bad, strict=True)) > 0.1


def test_an_unknown_status_is_told_with_the_nearest_one():
    with pytest.raises(UnknownNameError, match="Unknown status 'workd'. Did you mean 'worked'"):
        status_word("workd", "zh")


def test_the_font_is_found_without_importing_what_ships_it():
    code = (
        "import sys; from diagnostics.look import charts, figure, page, theme; theme.font_file();"
        "print([each for each in ('zhplot', 'matplotlib', 'seaborn', 'pandas', 'numpy') if each in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_missing_font_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setattr(theme, "find_spec", lambda name: None)
    font_file.cache_clear()
    with pytest.raises(SurroundingsError, match="install the package 'zhplot'"):
        font_file()
    font_file.cache_clear()


def test_every_colour_of_a_chart_has_one_in_the_dark():
    charts = Path(theme.__file__).parent / "charts"
    drawn = {each for file in charts.glob("*.py") for each in re.findall(r"#[0-9a-f]{6}", file.read_text("utf-8"))}
    assert drawn
    assert drawn <= theme.drawn_in_the_dark().keys()
