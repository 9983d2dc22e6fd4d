from datetime import date

import pytest

from diagnostics.dictionary.linting import lint_engagement
from diagnostics.dictionary.muting import hear
from diagnostics.errors import InputError
from diagnostics.model.finding import Finding
from diagnostics.model.mute import Mute
from diagnostics.model.text import Text

FOUND = (
    Finding("PD101", "error", "a:1", Text(), Text(), "manager"),
    Finding("PD103", "warning", "a:1", Text(), Text(), "manager"),
    Finding("PD103", "warning", "b:1", Text(), Text(), "leader"),
)


def mute(code, about="", until=None):
    return Mute(code=code, about=about, reason="试点", by="boss", until=until)


def codes(findings):
    return [each.code for each in findings]


def test_a_muted_finding_is_kept_apart_with_its_reason():
    heard = hear(FOUND, [mute("PD103", "manager")])
    assert codes(heard.open) == ["PD101", "PD103"]
    (muted,) = heard.muted
    assert (muted.finding.about, muted.mute.reason.zh, muted.mute.by) == ("manager", "试点", "boss")


def test_a_mute_without_about_covers_the_code_everywhere():
    heard = hear(FOUND, [mute("PD103")])
    assert (codes(heard.open), len(heard.muted)) == (["PD101"], 2)


@pytest.mark.parametrize(
    ("on", "open_"), [(date(2025, 6, 30), ["PD101"]), (None, ["PD101"]), (date(2025, 7, 1), ["PD101", *["PD103"] * 2, "PD149"])]
)  # fmt: skip
def test_a_mute_holds_up_to_its_last_day(on, open_):
    heard = hear(FOUND, [mute("PD103", until="2025-06-30")], on=on)
    assert codes(heard.open) == open_


def test_a_mute_that_ended_says_so():
    (finding,) = (
        each
        for each in hear(FOUND, [mute("PD103", until="2025-06-30")], on=date(2026, 1, 1)).open
        if each.code == "PD149"
    )
    assert (finding.severity, finding.variant) == ("tip", "ended")
    assert finding.message.zh == "对 PD103 的忽略只到 2025-06-30，已经到期，相应的发现重新生效。"


def test_a_mute_that_covers_nothing_says_so():
    (finding,) = hear((), [mute("PD104", "manager")]).open
    assert (finding.code, finding.variant) == ("PD149", "unused")
    assert finding.message.en == "The mute of PD104 manager covers no finding any more."


def test_a_mute_of_a_code_that_was_not_looked_for_is_neither_used_nor_unused():
    heard = hear(FOUND, [mute("PD171")], codes={"PD101", "PD103"})
    assert codes(heard.open) == ["PD101", "PD103", "PD103"]


def test_nothing_is_lost_and_nothing_is_made_up():
    heard = hear(FOUND, [mute("PD101"), mute("PD103", "leader")])
    assert {id(each) for each in FOUND} == {id(each) for each in (*heard.open, *(one.finding for one in heard.muted))}


def engagement(folder, mutes):
    return folder.replace("engagement.yaml", "focus: [wuhou]\n", f"focus: [wuhou]\nmutes:\n{mutes}")


def test_a_muted_error_does_not_fail_check_and_is_shown_with_its_reason(folder, capsys):
    from diagnostics.cli.app import app

    folder.replace("engagement.yaml", "people: {boss: 陈总}", "people: {boss: 陈总, li: 李}")
    folder.replace("scorecards.yaml", "weight: 0.15", "weight: 0.1")
    assert app(["check", str(folder.path)], standalone_mode=False) == 1
    capsys.readouterr()
    engagement(folder, "  - {code: PD101, about: store_manager, reason: {zh: 试点, en: A trial}, by: boss}\n")
    assert (app(["check", str(folder.path)], standalone_mode=False) or 0) == 0
    told = capsys.readouterr().out
    assert "scorecards.yaml:1: muted PD101: " in told
    assert "    by 陈总: A trial\n" in told
    assert told.splitlines()[-1] == "0 errors, 0 warnings, 0 tips"


def test_a_mute_has_a_place(folder):
    from diagnostics.dictionary.linting import hear_engagement

    opened = engagement(folder, "  - {code: PD104, reason: 试点, by: boss}\n").open()
    heard = hear_engagement(opened, lint_engagement(opened), None, {"PD104"})
    assert [(each.code, each.place) for each in heard.open] == [("PD149", "engagement.yaml:11")]


@pytest.mark.parametrize(
    ("mutes", "said"),
    [
        ("  - {code: PD999, reason: x, by: boss}\n", r"Unknown code of lint 'PD999' in engagement\.yaml:11"),
        ("  - {code: PD201, reason: x, by: boss}\n", r"Unknown code of lint 'PD201'"),
        (
            "  - {code: PD101, about: store_manger, reason: x, by: boss}\n",
            r"'store_manger'.*Did you mean 'store_manager'",
        ),
        ("  - {code: PD101, reason: x, by: boss}\n  - {code: PD101, reason: y, by: boss}\n", r"PD101 is muted twice"),
        ("  - {code: PD101, reason: '', by: boss}\n", r"needs a reason and who decided it"),
    ],
)
def test_mutes_that_cover_nothing_by_mistake_are_refused(folder, mutes, said):
    with pytest.raises(InputError, match=said):
        engagement(folder, mutes).open()
