"""Icons: words, shapes, and what a page may bear."""

import pytest

from diagnostics.errors import UnknownNameError
from diagnostics.look.charts.icon_row import icon_rows
from diagnostics.look.icons import ICONS, icon_svg, icon_word, strokes


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_icon_bears_its_own_words(language):
    found = {name: icon_word(name, language) for name in ICONS}
    assert len(set(found.values())) == len(ICONS)
    assert all(f'aria-label="{found[name]}"' in icon_svg(name, language) for name in ICONS)


def test_icons_differ_in_shape_and_not_in_colour_alone():
    drawn = [strokes(name) for name in ICONS]
    assert len({(each.outline, each.inner) for each in drawn}) == len(ICONS)


def test_an_unknown_icon_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match="Did you mean 'concern_high'"):
        icon_svg("concern_hgh")


def test_icons_that_do_not_fit_side_by_side_stand_below_each_other():
    wide, narrow = (icon_rows(["common_cause", "inconsistent"], 30, size, "en") for size in ("wide", "narrow"))
    assert (len(wide), len(narrow)) == (1, 2)
