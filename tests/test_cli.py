"""The perfloop command: exit codes, one line an error, never a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from diagnostics import cli
from diagnostics.errors import InputError, StepFailedError, SurroundingsError
from tests.seeds import LEDGER


@pytest.fixture
def perfloop(perfloop_here):
    """Exit code, standard output and standard error of the command."""

    def run(*arguments):
        done = perfloop_here(*arguments)
        return done.code, done.out, done.err

    return run


def test_help_check_plan_and_playbooks_load_nothing_heavy(small, tmp_path):
    heavy = (
        "pandas ibis papermill duckdb numpy matplotlib nbconvert scipy pyarrow statsmodels nbformat jupyter_client "
        "IPython distributed requests jinja2 fontTools openpyxl"
    )
    (small / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    asked = [["--help"], ["playbooks"], ["check", str(small)], ["plan", str(small), "--period", "2025-06"]]
    # Nothing is ever unloaded: where the last finds none of them, none of those before did.
    code = (
        f"import sys; from diagnostics.cli import main\nfor arguments in {asked!r}:\n"
        "    sys.argv = ['perfloop', *arguments]\n    try:\n        main()\n    except SystemExit as told:\n"
        f"        print('LOADED', arguments[0], told.code, sorted(set({heavy.split()!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False, encoding="utf-8"
    )
    told = re.findall(r"LOADED (.*)", done.stdout)
    assert told == [f"{each[0]} 0 []" for each in asked], done.stdout + done.stderr
    assert "align, diagnose, intervene, track" in done.stdout


def test_importing_the_package_loads_no_third_party(tmp_path):
    code = (
        "import sys, diagnostics; print(sorted({m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names)))"
    )
    before = "import sys; print(sorted({m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names)))"
    plain, imported = (
        subprocess.run([sys.executable, "-c", each], capture_output=True, text=True, cwd=tmp_path, check=True).stdout
        for each in (before, code)
    )
    assert set(eval(imported)) - set(eval(plain)) == {"diagnostics"}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("weight == 1.4, must be in [0, 1]."), 2),
        (StepFailedError("x.ipynb, cell [3]: KeyError: 'a'"), 1),
        (SurroundingsError("in use by process 7."), 3),
    ],
)
def test_each_kind_of_error_is_one_line_with_its_exit_code(perfloop, monkeypatch, error, code):
    def fail(*arguments, **named):
        raise error

    monkeypatch.setattr("diagnostics.run.carry_out.carry_out", fail)
    assert perfloop("run", ".", "--period", "2025-06") == (code, "", f"perfloop: {error}\n")


def test_an_interrupt_ends_with_130(perfloop, monkeypatch):
    def interrupted(*arguments, **named):
        raise KeyboardInterrupt

    monkeypatch.setattr("diagnostics.run.carry_out.carry_out", interrupted)
    code, out, err = perfloop("run", ".", "--period", "2025-06")
    assert (code, out) == (130, "")
    assert err == "perfloop: interrupted; what was there before is untouched.\n"


def test_a_full_disk_ends_with_3_and_names_the_file(perfloop, monkeypatch):
    def full(*arguments, **named):
        raise OSError(28, "No space left on device", "run.json")

    monkeypatch.setattr("diagnostics.run.carry_out.carry_out", full)
    assert perfloop("run", ".", "--period", "2025-06") == (3, "", "perfloop: No space left on device (run.json).\n")


def test_an_unexpected_error_is_one_line_and_the_traceback_is_in_a_file(perfloop, monkeypatch):
    def broken(*arguments, **named):
        raise ZeroDivisionError("secret 13800138000")

    monkeypatch.setattr("diagnostics.run.carry_out.carry_out", broken)
    code, out, err = perfloop("run", ".", "--period", "2025-06")
    assert (code, out) == (1, "")
    told = re.fullmatch(r"perfloop: unexpected ZeroDivisionError; the traceback is in (.+\.log)\.\n", err)
    log = Path(told[1])
    assert "in broken" in log.read_text(encoding="utf-8")
    log.unlink()


def test_control_characters_of_a_client_never_reach_the_terminal(perfloop, monkeypatch):
    def hostile(*arguments, **named):
        raise InputError("Unknown KPI '\x1b[2Jgone\x07'.")

    monkeypatch.setattr("diagnostics.run.carry_out.carry_out", hostile)
    _, _, err = perfloop("run", ".", "--period", "2025-06")
    assert "\x1b" not in err
    assert "\x07" not in err


def test_several_problems_stand_in_several_lines(perfloop, monkeypatch):
    def several(*arguments, **named):
        raise InputError("2 problems:\nfirst.\nsecond.")

    monkeypatch.setattr("diagnostics.run.carry_out.carry_out", several)
    assert perfloop("run", ".", "--period", "2025-06")[2] == "perfloop: 2 problems:\n  first.\n  second.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "."], "Missing option '--period'"),
        (["rnu"], "No such command 'rnu'"),
        (["run", ".", "--perod", "2025-06"], "No such option"),
        ([], "Missing command"),
        (["plan"], "Missing argument 'PATH'"),
    ],
)
def test_wrong_usage_ends_with_2(perfloop, arguments, told):
    code, out, err = perfloop(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("perfloop: ")
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "command", [[], ["new"], ["check"], ["plan"], ["run"], ["demo"], ["version"], ["ledger"], ["ledger", "verify"]]
)
def test_every_command_explains_itself(perfloop, command):
    code, out, err = perfloop(*command, "--help")
    assert (code, err) == (0, "")
    assert "Usage: perfloop" in out


def test_version_is_that_of_the_project(perfloop):
    import tomllib

    pyproject = Path(cli.__file__).parents[2] / "pyproject.toml"
    version = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["version"]
    assert perfloop("version") == (0, f"{version}\n", "")


def test_check_ends_with_0_where_there_is_no_error(perfloop, small):
    code, out, err = perfloop("check", small)
    assert (code, err) == (0, "")
    assert "0 errors" in out


def test_check_names_place_code_message_and_remedy_and_ends_with_1(perfloop, small):
    cards = small / "scorecards.yaml"
    cards.write_text(cards.read_text(encoding="utf-8").replace("weight: 1.0", "weight: 0.5"), encoding="utf-8")
    code, out, err = perfloop("check", small)
    assert (code, err) == (1, "")
    assert re.search(r"^scorecards.yaml:\d+\S*( \(.*\))?: error PD\d{3}: .*\n    \S", out, re.MULTILINE)


def test_check_ends_with_2_where_the_files_can_not_be_read(perfloop, small):
    (small / "kpis.yaml").write_text("- id: a\n  id: b\n", encoding="utf-8")
    code, out, err = perfloop("check", small)
    assert (code, out) == (2, "")
    assert "kpis.yaml:2" in err


def test_plan_shows_steps_reasons_and_parameters(perfloop, small):
    code, out, err = perfloop("plan", small, "--period", "2025-06", "-p", "seed=7")
    assert (code, err) == (0, "")
    assert "as of 2025-06-30" in out
    assert re.search(r"track +would run +because: never run\n +with period='2025-06', as_of='', seed=7", out)


def test_run_prints_the_page_last(perfloop, small, monkeypatch, tmp_path):
    from diagnostics.run.carry_out import Outcome

    page = tmp_path / "page.html"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("diagnostics.run.carry_out.carry_out", lambda *a, **named: Outcome(None, page, (), (), ()))
    assert perfloop("run", small, "--period", "2025-06") == (0, "page.html\n", "")


def test_ledger_commands_seed_once_list_and_verify(perfloop, small):
    (small / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    lacking = "1 entry of ledger.yaml is not recorded yet: perfloop ledger seed\n"
    assert perfloop("ledger", "list", small) == (0, lacking, "")
    assert perfloop("ledger", "seed", small)[1] == "1 of 1 entries were new\n"
    assert perfloop("ledger", "seed", small)[1] == "0 of 1 entries were new\n"
    code, out, _ = perfloop("ledger", "log", small)
    assert code == 0
    assert re.fullmatch(r" +1  2025-03-20  planned +greeting  \(A-001, li\)  [0-9a-f]{12}\n", out)
    assert perfloop("ledger", "verify", small)[1].startswith("1 entries, unbroken")


def test_a_changed_ledger_is_found(perfloop, small):
    import sqlite3

    (small / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    perfloop("ledger", "seed", small)
    with sqlite3.connect(small / "ledger.db") as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE event SET actor = 'someone else'")
    connection.close()
    code, out, err = perfloop("ledger", "verify", small)
    assert (code, err) == (1, "")
    assert out.startswith("entry 1: ")


def test_a_recorded_entry_edited_in_the_file_is_found_by_check_plan_and_verify_as_by_run(perfloop, small):
    (small / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    perfloop("ledger", "seed", small)
    assert perfloop("check", small)[0] == 0
    (small / "ledger.yaml").write_text(LEDGER.replace("2025-04-30", "2025-05-10"), encoding="utf-8")
    code, _, err = perfloop("run", small, "--period", "2025-06")
    assert (code, "due was '2025-04-30', is '2025-05-10'" in err) == (2, True)
    assert perfloop("plan", small, "--period", "2025-06") == (2, "", err)
    code, out, _ = perfloop("check", small)
    assert (code, "PD208" in out, err.removeprefix("perfloop: ").strip() in out) == (1, True, True)
    code, out, _ = perfloop("ledger", "verify", small)
    assert (code, out.startswith("ledger.yaml: Event 'A-001'")) == (1, True)
    (small / "ledger.yaml").unlink()
    assert perfloop("ledger", "verify", small)[:2] == (
        1, "ledger.yaml: Event 'A-001' (entry 1) is recorded, but ledger.yaml lacks it.\n"
    )  # fmt: skip


@pytest.mark.parametrize(("options", "folder"), [([], "a"), (["--language", "en"], "a-en")])
def test_a_demo_lies_in_a_folder_of_its_language(perfloop, monkeypatch, options, folder):
    from diagnostics.run.carry_out import Outcome

    asked = []
    monkeypatch.setattr("diagnostics.run.demo.demo_engagement", lambda *a: asked.append(a[1]) or "2025-06")
    monkeypatch.setattr(
        "diagnostics.run.carry_out.carry_out", lambda *a, **named: Outcome(None, Path("page.html"), (), (), ())
    )
    assert perfloop("demo", *options)[0] == 0
    assert asked == [Path("demo") / folder]
