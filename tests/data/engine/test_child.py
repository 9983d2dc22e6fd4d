"""Work in a process of its own: limits, errors, no orphans."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from diagnostics.data.engine.child import in_child
from diagnostics.errors import InputError, SurroundingsError, UnknownNameError, unknown

MEGABYTE = 1 << 20


def add(one, other):
    return one + other


def big(count):
    return b"x" * count


def talk():
    print("said aloud")
    os.write(1, b"and below python\n")
    return sys.stdin.read()


def refuse():
    raise unknown("KPI", "net_sale", ["net_sales"])


def break_down():
    raise ZeroDivisionError("of the function's own")


class StubbornError(Exception):
    def __init__(self, one, other):
        super().__init__(f"{one} {other}")


def stubborn():
    raise StubbornError("can't", "be pickled")


def hang(seconds=120):
    time.sleep(seconds)


def hang_beyond_python():
    import re

    # Holds the interpreter's lock: no thread of the child runs.
    re.match(r"(a+)+$", "a" * 64 + "b")


def eat():
    kept = []
    while True:
        kept.append(bytearray(8 * MEGABYTE))


def eat_at_once():
    return len(bytearray(1 << 40))


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def leave():
    os._exit(7)


def start_grandchild(path):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
    Path(path).write_text(str(child.pid))
    return child.pid


def start_grandchild_and_hang(path):
    start_grandchild(path)
    hang()


def alive(process):
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def await_(true, seconds=60):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_result_comes_back():
    assert in_child(add, [1], [2]) == [1, 2]


def test_a_result_larger_than_a_pipe_comes_back():
    assert len(in_child(big, 20 * MEGABYTE)) == 20 * MEGABYTE


def test_arguments_larger_than_a_pipe_arrive():
    assert in_child(len, b"x" * (5 * MEGABYTE)) == 5 * MEGABYTE


def test_what_it_prints_is_no_part_of_the_result_and_it_has_no_input(capfd):
    assert in_child(talk) == ""
    out, err = capfd.readouterr()
    assert out == ""
    assert "and below python" in err


def test_an_error_of_ours_keeps_its_type_and_message():
    with pytest.raises(UnknownNameError, match="Unknown KPI 'net_sale'. Did you mean 'net_sales'"):
        in_child(refuse)


def test_another_error_keeps_its_type_and_bears_the_childs_traceback():
    with pytest.raises(ZeroDivisionError, match="of the function's own") as caught:
        in_child(break_down)
    assert "in break_down" in caught.value.__notes__[0]


def test_an_error_that_cannot_be_pickled_is_told():
    with pytest.raises(RuntimeError, match="StubbornError: can't be pickled"):
        in_child(stubborn)


@pytest.mark.parametrize("work", [hang, hang_beyond_python])
def test_what_takes_too_long_is_stopped_and_the_limit_named(work):
    with pytest.raises(SurroundingsError, match=r"took longer than 0.5 s; raise PERFLOOP_STEP_WALL"):
        in_child(work, wall=0.5)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are tested on Linux")
@pytest.mark.parametrize("work", [eat, eat_at_once])
def test_what_uses_too_much_memory_is_stopped_and_the_limit_named(work):
    with pytest.raises(SurroundingsError, match=r"more than 300 MB of memory; raise PERFLOOP_STEP_MEMORY"):
        in_child(work, memory=300 * MEGABYTE)


@pytest.mark.parametrize(("work", "told"), [(die, "was killed by signal 9"), (leave, "ended with code 7")])
def test_a_child_that_is_killed_is_told(work, told):
    with pytest.raises(SurroundingsError, match=rf"{told}.*8 GB of memory; raise PERFLOOP_STEP_MEMORY"):
        in_child(work)


def test_limits_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("PERFLOOP_STEP_WALL", "0.5")
    with pytest.raises(SurroundingsError, match="took longer than 0.5 s"):
        in_child(hang)


@pytest.mark.parametrize(
    ("variable", "written"),
    [("PERFLOOP_STEP_WALL", "long"), ("PERFLOOP_STEP_WALL", "0"), ("PERFLOOP_STEP_WALL", "nan"),
     ("PERFLOOP_STEP_MEMORY", "lots"), ("PERFLOOP_STEP_MEMORY", "8"), ("PERFLOOP_STEP_MEMORY", "1MB")],
)  # fmt: skip
def test_a_wrong_limit_is_refused(monkeypatch, variable, written):
    monkeypatch.setenv(variable, written)
    with pytest.raises(InputError, match=rf"{variable} == '{written}', must be"):
        in_child(add, 1, 2)


def test_what_the_child_started_goes_with_it(tmp_path):
    done = in_child(start_grandchild, str(tmp_path / "pid"))
    await_(lambda: not alive(done))
    with pytest.raises(SurroundingsError, match="took longer"):
        in_child(start_grandchild_and_hang, str(tmp_path / "pid"), wall=1.5)
    process = int((tmp_path / "pid").read_text())
    await_(lambda: not alive(process))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_orphan_is_left_when_the_parent_is_stopped(tmp_path, stop):
    script = tmp_path / "work_of_a_test.py"
    script.write_text(
        textwrap.dedent("""\
        import os, time
        from pathlib import Path
        def work(path):
            Path(path).write_text(str(os.getpid()))
            time.sleep(300)
        """)
    )
    told = tmp_path / "pid"
    command = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from work_of_a_test import work;"
        f"from diagnostics.data.engine.child import in_child; in_child(work, {str(told)!r})"
    )
    parent = subprocess.Popen([sys.executable, "-c", command], stderr=subprocess.DEVNULL)
    await_(lambda: told.exists() and told.read_text())
    child = int(told.read_text())
    assert alive(child)
    parent.send_signal(stop)
    parent.wait()
    await_(lambda: not alive(child))
