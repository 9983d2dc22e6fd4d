import pytest

from diagnostics import dictionary


@pytest.mark.parametrize("name", dictionary.__all__)
def test_public_names_are_functions_whatever_was_imported_before(name):
    import diagnostics.dictionary.linting
    import diagnostics.dictionary.rules
    import diagnostics.dictionary.scoring  # noqa: F401

    assert callable(getattr(dictionary, name))


def test_a_misspelt_name_is_told_with_the_nearest():
    with pytest.raises(AttributeError, match="Did you mean 'lint'"):
        dictionary.lnt  # noqa: B018
