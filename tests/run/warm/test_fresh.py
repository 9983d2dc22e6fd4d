"""A forked process is as if it had just been started: nothing of the parent or of another one is in it."""

import ast
import sys

import pytest

from diagnostics.run.warm.preloading import HOOKS

pytestmark = [
    pytest.mark.kernels,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kernels are forked on Linux"),
]
# What the fork itself imports, after it was forked.
FRESH = {
    "diagnostics", "diagnostics.run", "diagnostics.run.warm", "diagnostics.run.warm.fresh", "diagnostics.data",
    "diagnostics.data.engine", "diagnostics.data.engine.process", "diagnostics.errors",
}  # fmt: skip


def test_third_parties_are_imported_and_nothing_of_perfloop_and_no_hooks(forked):
    told = forked("import sys; print(sorted(sys.modules))")
    found = set(ast.literal_eval(told.out))
    assert {"pandas", "scipy.stats", "statsmodels.api", "matplotlib.pyplot", "ipykernel.kernelapp"} <= found
    assert {each for each in found if each.partition(".")[0] == "diagnostics"} <= FRESH
    assert not found & set(HOOKS)
    assert not {each for each in found if each.startswith("matplotlib_inline")}


def test_its_environment_folder_arguments_and_files_are_those_asked_for(forked, tmp_path):
    code = "import os, sys; print([os.environ.get('SECRET'), os.getcwd(), sys.argv, sorted(os.listdir('/proc/self/fd'))[:3], len(os.listdir('/proc/self/fd'))])"
    told = ast.literal_eval(forked(code, "x", SECRET="one").out)
    # The fourth is that of listing them.
    assert told == ["one", str(tmp_path), ["-c", "x"], ["0", "1", "2"], 4]
    assert ast.literal_eval(forked(code).out)[0] is None


def test_it_heads_its_own_session_with_signals_as_an_interpreter_has_them_and_no_other_thread(forked):
    code = (
        "import os, signal; print([os.getsid(0) == os.getpid() == os.getpgid(0), signal.getsignal(signal.SIGINT) is"
        " signal.default_int_handler, signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL, signal.pthread_sigmask(0, ()),"
        " len(os.listdir('/proc/self/task'))])"
    )
    assert ast.literal_eval(forked(code).out.replace("set()", "0")) == [True, True, True, 0, 1]


def test_what_one_changes_the_next_does_not_find(forked):
    change = (
        "import builtins, os, pandas, matplotlib, random, sys, types; builtins.CANARY = pandas.CANARY = 1;"
        "os.environ['CANARY'] = '1'; pandas.options.display.max_rows = 7; matplotlib.rcParams['lines.linewidth'] = 9;"
        "sys.modules['canary'] = types.ModuleType('canary'); sys.path.append('/canary')"
    )
    assert forked(change).code == 0
    look = (
        "import builtins, os, pandas, matplotlib, sys; print([hasattr(builtins, 'CANARY'), hasattr(pandas, 'CANARY'),"
        "'CANARY' in os.environ, 'canary' in sys.modules, '/canary' in sys.path, pandas.options.display.max_rows,"
        "matplotlib.rcParams['lines.linewidth']])"
    )
    assert ast.literal_eval(forked(look).out) == [False] * 5 + [60, 1.5]


def test_no_two_draw_the_same(forked):
    code = (
        "import multiprocessing, numpy, random, tempfile, uuid; print([random.random(), numpy.random.random(), uuid.uuid4().hex,"
        " next(tempfile._get_candidate_names()), multiprocessing.current_process().authkey.hex()])"
    )
    one, other = (ast.literal_eval(forked(code).out) for _ in range(2))
    assert all(a != b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("code", "ends"), [("import sys; sys.exit(3)", 3), ("import os; os.kill(os.getpid(), 9)", -9), ("1 / 0", 1)]
)
def test_how_it_ended_is_told(forked, code, ends):
    assert forked(code).code == ends


def test_the_backend_of_figures_and_the_time_zone_are_read_anew(forked):
    code = "import matplotlib, time; print([matplotlib.get_backend(), time.tzname[0]])"
    assert ast.literal_eval(forked(code, MPLBACKEND="svg", TZ="Asia/Shanghai").out) == ["svg", "CST"]
