"""The public names are there, load lazily, and are documented."""

import inspect
import subprocess
import sys

import pytest

import diagnostics as dx

CALLS = {
    "open_engagement": dx,
    "observe": dx,
    "lint": "dictionary",
    "points_table": "dictionary",
    "score": "dictionary",
    "score_scorecard": "dictionary",
    "score_scorecards": "dictionary",
    "calibrate": "dictionary",
    "review": "align",
    "propose_target": "align",
    "propose_targets": "align",
    "recalibrate": "align",
    "review_kpis": "align",
    "strategy_switch": "align",
    "compare": "diagnose",
    "decompose": "diagnose",
    "diagnose": "diagnose",
    "locate": "diagnose",
    "plan": "intervene",
    "simulate_pay": "intervene",
    "payout": "intervene",
    "xmr": "track",
    "chart": "track",
    "p_chart": "track",
    "c_chart": "track",
    "u_chart": "track",
    "xbar_chart": "track",
    "estimate_effect": "track",
    "follow": "track",
    "retrospect": "close",
}


def called(name, room):
    return getattr(room if not isinstance(room, str) else getattr(dx, room), name)


@pytest.mark.parametrize(("name", "room"), CALLS.items(), ids=CALLS)
def test_every_public_call_is_there_typed_and_says_what_it_does_in_both_languages(name, room):
    function = called(name, room)
    summary = inspect.getdoc(function).splitlines()[0]
    assert "「" in summary
    assert summary.endswith(".")
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(each.annotation is not inspect.Parameter.empty for each in signature.parameters.values())


def test_names_are_listed():
    assert set(dx.__all__) <= set(dir(dx))


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="module 'diagnostics' has no attribute 'trak'"):
        _ = dx.trak


@pytest.mark.parametrize("room", ["dictionary", "align", "diagnose", "intervene", "track", "close"])
def test_reaching_a_room_loads_no_pandas(room):
    code = f"import diagnostics as dx, sys; dx.{room}; print('pandas' in sys.modules, 'ibis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
