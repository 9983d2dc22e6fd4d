import numpy as np
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.align.targets.proposal import propose_target
from diagnostics.model.anchors import Anchors


def tiers(found):
    return found.base, found.target, found.stretch


def test_the_example_of_the_article_comes_out():
    # 15 contracts last year, 20 to 30 % more; peers sign 25; the strategy wants 20, at best 25.
    found = propose_target(15, growth=(0.2, 0.3), benchmark=25, strategy=(20, 25), unit="count")
    assert [(each.kind, each.low, each.high) for each in found.anchors] == [
        ("history", 18, 19.5), ("benchmark", 22, 25), ("strategy", 20, 25),
    ]  # fmt: skip
    assert tiers(found) == (20, 23, 25)
    assert "建议基础值 20、目标值 23、冲刺值 25" in found.text.zh
    assert "20.0% to 30.0%" in found.text.en


def test_lower_is_better_falls_towards_a_benchmark_below():
    found = propose_target(20, growth=(0.1, 0.2), benchmark=10, direction="lower")
    history, benchmark = found.anchors
    assert (history.low, history.high) == (18, 16)
    assert (benchmark.low, benchmark.high) == (13, 10)
    assert found.base > found.target > found.stretch


def test_losses_improve_upwards():
    found = propose_target(-100, growth=(0.2, 0.3))
    assert (found.base, found.stretch) == (-80, -70)


def test_many_figures_give_three_tiers_and_how_many_reached_them():
    values = np.arange(1, 100)
    found = propose_target(values)
    assert tiers(found) == (20, 50, 80)
    assert found.reached["target"] == pytest.approx(50 / 99)
    assert "过去的数据中分别有 81%、51%、20% 达到" in found.text.zh


def test_a_benchmark_that_is_passed_is_told_and_not_used():
    found = propose_target(30, growth=(0.1, 0.2), benchmark=25)
    assert [each.used for each in found.anchors] == [True, False]
    assert (found.base, found.stretch) == (33, 36)
    assert "不作为依据" in found.text.zh
    with pytest.raises(InputError, match="needs a ground"):
        propose_target(benchmark=None)


def test_a_benchmark_alone_gives_itself_and_says_that_tiers_are_not_told_apart():
    found = propose_target(benchmark=25)
    assert tiers(found) == (25, 25, 25)
    assert "三档没有完全拉开" in found.text.zh


def test_too_few_figures_still_give_their_middle():
    found = propose_target([3, 5, 4], growth=(0, 0.5))
    assert found.anchors[0].low == 4
    assert found.reached["base"] == pytest.approx(2 / 3)


def test_money_is_written_as_money():
    found = propose_target(1_000_000, growth=(0.1, 0.2), unit="money")
    assert "万" in found.text.zh


def test_a_share_ends_at_100_per_cent_and_says_so():
    found = propose_target(0.95, growth=(0.2, 0.3), unit="share")
    assert tiers(found) == (1, 1, 1)
    assert "不能超过 100%" in found.text.zh
    assert "114" not in found.text.en
    assert not propose_target(0.5, growth=(0.2, 0.3), unit="share").bounded
    many = propose_target(np.linspace(0.85, 0.99, 30), growth=(0, 0.05), unit="share")
    assert many.stretch == 1
    assert many.base < many.target <= 1


@pytest.mark.parametrize("more", [{"strategy": (1.1, 1.3)}, {"benchmark": 1.4}])
def test_a_share_that_is_known_beyond_100_per_cent_may_go_there(more):
    assert propose_target(0.95, growth=(0.2, 0.3), unit="share", **more).stretch > 1
    assert propose_target(1.05, growth=(0.2, 0.3), unit="share").base == pytest.approx(1.26)


def test_more_than_the_distance_to_a_benchmark_ends_at_the_same_bounds():
    beyond = Anchors(benchmark=0.98, closing=(1, 3))
    found = propose_target(0.9, anchors=beyond, unit="share")
    assert (found.stretch, found.bounded) == (pytest.approx((0.9 + 1) / 2), True)
    with pytest.raises(InputError, match="below 0"):
        propose_target(20, anchors=Anchors(benchmark=5, closing=(1, 2)), direction="lower", unit="count")


def test_what_was_below_zero_may_stay_there():
    found = propose_target([-5, -3, 2, 4], growth=(0.5, 1.5), direction="lower", unit="money")
    assert found.stretch < 0
    assert propose_target(20, growth=(0.5, 1), direction="lower", unit="count").stretch == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (propose_target, "needs a ground"),
        (lambda: propose_target(np.nan), "needs a ground"),
        (lambda: propose_target(np.inf), "must be finite"),
        (lambda: propose_target(15, growth=(0.3, 0.2)), "least, most"),
        (lambda: propose_target(15, growth=(-0.1, 0.2)), "least, most"),
        (lambda: propose_target(15, strategy=(25, 20)), "at least, at best"),
        (lambda: propose_target(15, strategy=(20, 25), direction="lower"), "at least, at best"),
        (lambda: propose_target("viel"), "must be numbers"),
        (lambda: propose_target(15, benchmark=np.inf), "benchmark == inf.*finite"),
        (lambda: propose_target(15, benchmark=np.nan), "benchmark == nan.*finite"),
        (lambda: propose_target(15, strategy=(20, np.inf)), "strategy.1 == inf.*finite"),
        (lambda: propose_target(20, growth=(0.5, 1.2), direction="lower"), "at most"),
        (lambda: propose_target([20, 30, 40], growth=(0.5, 1.2), direction="lower", unit="money"), "at most"),
        (lambda: propose_target(20, benchmark=-5, direction="lower", unit="count"), "benchmark has -5"),
        (lambda: propose_target(0.2, strategy=(0.1, -0.1), direction="lower", unit="share"), "strategy has -0.1"),
        (lambda: propose_target(benchmark=-5, direction="lower", unit="money"), "benchmark has -5"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(InputError, match=message):
        call()


def test_unknown_words_are_named():
    with pytest.raises(UnknownNameError, match="Did you mean 'higher'"):
        propose_target(1, direction="highr")
    with pytest.raises(UnknownNameError, match="Unknown unit"):
        propose_target(1, unit="yuan")


def test_anchors_of_an_item_do_for_the_three():
    anchors = Anchors(growth=(0.2, 0.3), benchmark=25, strategy=(20, 25), benchmark_source={"zh": "协会年报"})
    found = propose_target(15, anchors=anchors, unit="count")
    assert tiers(found) == (20, 23, 25)
    assert "协会年报" in found.text.zh
