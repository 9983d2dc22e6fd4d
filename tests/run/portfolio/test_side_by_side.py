"""Several clients as one command: what is refused, what runs, which exit code it ends with."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import pytest

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.portfolio import side_by_side
from diagnostics.run.portfolio.asked import Asked, language_of, tasks_of
from diagnostics.run.portfolio.showing import Showing, names_of
from diagnostics.run.portfolio.side_by_side import portfolio_lines, run_side_by_side
from tests.run.portfolio.conftest import Answers


@pytest.fixture(autouse=True)
def cheap(monkeypatch, tmp_path):
    """No warm parent, and a page of one line in place of the rendered one; the working folder is the test's."""
    monkeypatch.setenv("PERFLOOP_WARM", "never")
    monkeypatch.setattr("diagnostics.run.exporter.render", lambda page: page.title)
    monkeypatch.setenv("PERFLOOP_THREADS", "1")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def ask(paths, **more):
    return Asked(tuple(paths), "2025-06", language="en", **more)


def run(paths, answers=None, **more):
    stream = io.StringIO()
    asked = ask(paths, **more)
    showing = Showing(names_of([str(each) for each in paths]), stream)
    return run_side_by_side(asked, answers or Answers(), showing), stream.getvalue()


@pytest.mark.parametrize(
    ("statuses", "code", "title"),
    [
        ({}, 0, "All 3 clients ran to the end"),
        ({"beta": "failed"}, 1, "2 of 3 clients ran to the end, 1 did not"),
        ({"beta": "killed", "gamma": "refused"}, 1, "1 of 3 clients ran to the end, 2 did not"),
        ({"gamma": "interrupted"}, 130, "2 of 3 clients ran to the end, 1 did not"),
        ({"beta": "stop"}, 130, "1 of 3 clients ran to the end, 2 did not"),
    ],
)
def test_every_client_has_a_row_and_the_code_says_whether_all_are_done(clients, statuses, code, title):
    portfolio, told = run(clients, Answers(**statuses))
    assert portfolio.code == code
    assert [Path(each.client).name for each in portfolio.done] == ["alpha", "beta", "gamma"]
    assert portfolio.summary.read_text(encoding="utf-8") == title
    assert "alpha: align …\nalpha: done (1.5 s)\n" in told
    lines = list(portfolio_lines(portfolio))
    assert lines[-1] == "portfolio-2025-06.html"
    assert (code == 130) == any(line.startswith("interrupted; left: ") and "gamma" in line for line in lines)


def test_a_path_that_is_no_engagement_has_a_row_and_the_others_run(clients, tmp_path):
    (tmp_path / "empty").mkdir()
    paths = [tmp_path / "empty", *clients, tmp_path / "absent", tmp_path / ("x" * 300), clients[0] / "engagement.yaml"]
    portfolio, _ = run(paths[:-1])
    assert {each.name[:6]: each.status for each in portfolio.done} == {
        "empty": "refused", "alpha": "done", "beta": "done", "gamma": "done", "absent": "refused", "xxxxxx": "refused",
    }  # fmt: skip
    assert portfolio.code == 1
    with pytest.raises(InputError, match="alpha: given more than once; each client runs once"):
        run(paths)


def test_two_folders_with_one_id_are_told(clients, tmp_path):
    (clients[2] / "engagement.yaml").write_text("id: alpha\n", encoding="utf-8")
    portfolio, told = run(clients)
    assert "one id 'alpha' in 2 folders: alpha, gamma" in told
    assert portfolio.alike == {"alpha": (str(clients[0]), str(clients[2]))}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"workers": 0}, "--workers 0, must be a number from 1 on"),
        ({"workers": -2}, "--workers -2, must be"),
        ({"summary": Path("all.pdf")}, "must end in .html"),
        ({"summary": Path("../clients/beta/reports/all.html")}, "lies in the engagement .*beta"),
    ],
)
def test_wrong_usage_is_refused_before_anything_starts(clients, more, message):
    answers = Answers()
    with pytest.raises(InputError, match=message):
        run(clients, answers, **more)
    assert not answers.asked


def test_a_page_that_a_link_leads_into_a_clients_folder_is_refused(clients, tmp_path):
    (tmp_path / "here" / "out").symlink_to(clients[0])
    with pytest.raises(InputError, match="lies in the engagement"):
        ask(clients, summary=Path("out/all.html")).page  # noqa: B018 (asking is what refuses)


@pytest.mark.parametrize("variable", ["PERFLOOP_STEP_WALL", "PERFLOOP_STEP_MEMORY", "PERFLOOP_STEP_GRACE"])
def test_a_wrong_limit_is_refused_before_anything_starts(clients, monkeypatch, variable):
    monkeypatch.setenv(variable, "soon")
    with pytest.raises(InputError, match=f"{variable} == 'soon'"):
        run(clients)


def test_a_period_that_is_none_is_refused_before_anything_starts(clients):
    with pytest.raises(InputError, match="2025-13"):
        run_side_by_side(Asked(tuple(clients), "2025-13"), Answers())


def test_the_page_is_its_owners_alone_whatever_was_there(clients, tmp_path):
    place = tmp_path / "here" / "portfolio-2025-06.html"
    place.write_text("old")
    place.chmod(0o666)
    portfolio, _ = run(clients)
    assert portfolio.summary == place
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [each.name for each in place.parent.iterdir()] == [place.name]


def test_steps_parameters_and_draft_pass_through_and_each_task_withholds_what_others_name(clients):
    answers = Answers()
    run(clients, answers, steps=frozenset({"track", "align"}), parameters={"seed": "7"}, draft=True)
    first = answers.asked[0]
    assert first.arguments == (
        "run", str(clients[0]), "--period=2025-06", "--steps=align,track", "--parameter=seed=7", "--draft",
    )  # fmt: skip
    assert first.withheld == ("BETA_URL", "GAMMA_URL")


def test_several_clients_share_the_cores_where_nobody_says_otherwise(clients, monkeypatch):
    monkeypatch.setattr(side_by_side, "cores", lambda: 8)
    side_by_side.share_threads(4)
    assert os.environ["PERFLOOP_THREADS"] == "1"
    monkeypatch.delenv("PERFLOOP_THREADS")
    side_by_side.share_threads(1)
    assert "PERFLOOP_THREADS" not in os.environ
    side_by_side.share_threads(4)
    assert os.environ["PERFLOOP_THREADS"] == "2"


def test_hands_are_at_most_one_a_client(clients):
    assert ask(clients, workers=50).hands == 3
    assert ask(clients[:1]).hands == 1
    assert tasks_of(ask(clients))[0][0].period == "2025-06"


def test_a_language_that_is_none_is_refused():
    with pytest.raises(InputError, match="fr"):
        language_of("fr")


def test_controls_in_what_a_client_says_reach_no_terminal(clients):
    showing = Showing({"/c": "c\x1b[2J"}, stream := io.StringIO())
    showing.line("/c", "bad\x1b]0;x\x07")
    assert "\x1b" not in stream.getvalue()
    assert "\x07" not in stream.getvalue()


@pytest.mark.parametrize(
    ("more", "code", "told"),
    [
        (("--restate", "a reason"), 2, "--restate is about one client's published page"),
        (("--on", "2025-07-01"), 2, "--restate is about one client's published page"),
        (("--workers", "0"), 2, "--workers 0, must be a number from 1 on"),
        (("--steps", "trakc"), 2, "Unknown step 'trakc'"),
        (("-p", "seed"), 2, "must be written name=value"),
        (("--language", "fr"), 2, "Unknown language 'fr'"),
    ],
)
def test_the_command_refuses_wrong_usage_with_2(clients, perfloop_here, monkeypatch, more, code, told):
    monkeypatch.setattr(side_by_side, "_run", lambda *_: pytest.fail("something was started"))
    done = perfloop_here("run", *clients, "--period", "2025-06", *more)
    assert (done.code, done.out) == (code, "")
    assert told in done.err
    assert done.err.count("\n") == 1


def test_the_command_tells_every_client_and_ends_with_the_page(clients, perfloop_here, monkeypatch):
    monkeypatch.setattr(side_by_side, "LocalExecutor", lambda _: Answers(beta="failed"))
    done = perfloop_here("run", *clients, "--period", "2025-06", "--summary", "all.html")
    assert done.code == 1
    assert done.last_line == "all.html"
    assert "beta broke" in done.out


def test_a_page_that_cannot_be_written_is_refused_before_anything_runs(clients, tmp_path):
    (tmp_path / "page.html").mkdir()
    (tmp_path / "file").touch()
    answers = Answers()
    for place in (tmp_path / "page.html", tmp_path / "file" / "page.html"):
        with pytest.raises(SurroundingsError, match="can't be written"):
            run_side_by_side(Asked(tuple(clients), "2025-06", summary=place), answers)
    assert not answers.asked
