import pytest

COUNTS = [
    ("role", 2, "warning"), ("role", 3, None), ("role", 5, None), ("role", 6, "error"),
    ("pay", 5, "warning"), ("pay", 6, None), ("pay", 8, None), ("pay", 9, "error"),
    ("department", 2, "warning"), ("department", 8, None), ("department", 9, "warning"),
    ("company", 2, "warning"), ("company", 3, None), ("company", 12, None), ("company", 13, "warning"),
]  # fmt: skip


@pytest.mark.parametrize(("profile", "count", "severity"), COUNTS)
def test_the_count_is_held_to_the_profile(system, profile, count, severity):
    system.card["profile"] = profile
    found = system.weights(*[1 / count] * count).findings("PD102")
    assert [each.severity for each in found] == ([severity] if severity else [])


def test_a_profile_given_goes_before_the_cards_own(system):
    system.options["profile"] = "pay"
    assert "一般应有 6 到 8 项" in system.one("PD102").message.zh


def test_it_does_not_fire_for_four_kpis_of_a_role(system):
    assert system.findings("PD102") == []
