"""perfloop playbooks tells what there is, what one needs, and what an engagement meets of it."""

import pytest

from diagnostics.errors import InputError
from diagnostics.run.playbooks.listing import explained, listed


def test_the_list_tells_id_question_and_where_from(firm, monkeypatch):
    monkeypatch.setenv("PERFLOOP_PLAYBOOKS", str(firm.root))
    (firm.root / "misnamed").mkdir()
    text = "\n".join(listed())
    assert f"note: {firm.root.resolve() / 'misnamed'} holds no playbook.yaml" in text
    assert "store-turnaround  Turning a store around  (comes along)" in text
    assert f"our-review  Our review  (the firm's own: {firm.root.resolve()})" in text
    assert "    How is conversion" in text
    assert "门店改进" in "\n".join(listed("zh"))


def test_a_playbook_is_explained_with_what_an_engagement_meets(following):
    text = "\n".join(explained("our_review", following, "en"))
    assert "[x] conversion (must; requires.kpis[0]): a share (1 / 1)" in text
    assert "[ ] talks (should; requires.evidence[0]): talks (0 / 1)\n      without it: nobody knows why" in text
    assert "track 固化跟踪  seed=5" in text
    assert "How to read it: the goal first" in text
    # Whoever says no language gets the engagement's.
    assert "一个按比例计的指标" in "\n".join(explained("our_review", following))


def test_without_an_engagement_nothing_is_marked(firm):
    text = "\n".join(explained("system-rebuild", language="zh"))
    assert "[x]" not in text
    assert "缺了它：" in text
    assert "perfloop demo b" in text


def test_what_is_none_is_refused(firm):
    with pytest.raises(InputError, match="playbook 'sales'"):
        list(explained("sales"))
    with pytest.raises(InputError, match="language 'fr'"):
        list(listed("fr"))


def test_the_command_lists_and_explains(perfloop_here, firm):
    assert "quarterly-review" in perfloop_here("playbooks").out
    told = perfloop_here("playbooks", "nothing-such")
    assert (told.code, told.out) == (2, "")
