"""A wheel built from the project runs the demo in an empty environment, outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.wheel, pytest.mark.kernels]
ROOT = Path(__file__).resolve().parents[2]


def quietly(*command, **options):
    return subprocess.run(
        [str(each) for each in command], capture_output=True, text=True, encoding="utf-8", check=False, **options
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Wheel built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    built = quietly(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


def with_its_dependencies_alone(home: Path, wheel: Path) -> bool:
    """Install the wheel with what it asks for and nothing else, where uv and its cache are at hand."""
    uv = Path(sys.executable).with_name("uv")
    uv = str(uv) if uv.exists() else shutil.which("uv")
    if uv is None:
        return False
    made = quietly(uv, "venv", "--python", sys.executable, home)
    python = home / "bin" / "python"
    lock = ROOT / "requirements.lock"
    done = quietly(uv, "pip", "install", "--offline", "--python", python, "--constraint", lock, wheel)
    if made.returncode or done.returncode:
        return False
    share_compiled(Path(sysconfig.get_paths()["purelib"]), next(home.glob("lib/python*/site-packages")))
    return True


def share_compiled(there: Path, here: Path) -> None:
    """Link what Python has compiled of the same packages for these tests; of another version it takes none of it.

    Compiling them anew took longer than the demo. The wheel's own modules are compiled anew.
    """
    for folder in there.rglob("__pycache__"):
        place = here / folder.relative_to(there)
        if not place.parent.is_dir() or place.exists() or folder.relative_to(there).parts[0] == "diagnostics":
            continue
        place.mkdir()
        for each in folder.glob("*.pyc"):
            try:
                os.link(each, place / each.name)
            except OSError:  # another disk
                shutil.copy2(each, place / each.name)


def beside_the_packages_of_the_tests(home: Path, wheel: Path) -> None:
    """Without uv's cache: unpack the wheel, and let it see the packages of these tests but not the checkout."""
    shutil.rmtree(home, ignore_errors=True)
    made = quietly(sys.executable, "-m", "venv", "--without-pip", home)
    assert made.returncode == 0, made.stderr
    (packages,) = home.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # A path in a .pth file is not searched for further .pth files: the checkout's own is left out.
    (packages / "tests.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    script = home / "bin" / "perfloop"
    script.write_text(f"#!{home}/bin/python\nfrom diagnostics.cli import main\nmain()\n", encoding="utf-8")
    script.chmod(0o755)


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Environment with the wheel and no kernelspec; gives a function that runs programs of it."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    if not with_its_dependencies_alone(home, wheel):
        beside_the_packages_of_the_tests(home, wheel)
    shutil.rmtree(home / "share" / "jupyter" / "kernels", ignore_errors=True)
    place = tmp_path_factory.mktemp("elsewhere")
    keep = {"LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"}
    environment = {name: value for name, value in os.environ.items() if name in keep}
    environment |= {"PATH": os.pathsep.join([str(home / "bin"), "/usr/bin", "/bin"]), "HOME": str(place / "home")}
    (place / "home").mkdir()

    def run(program, *arguments):
        return quietly(home / "bin" / program, *arguments, cwd=place, env=environment)

    run.place, run.home = place, home
    return run


def test_the_wheel_carries_notebooks_templates_playbooks_and_words(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for step in ("1_align", "2_diagnose", "3_intervene", "4_track", "5_close"):
        assert f"diagnostics/_assets/notebooks/{step}.ipynb" in names
    for folder in ("diagnostics/_assets/reports/templates/", "diagnostics/_assets/playbooks/", "diagnostics/terms/zh/"):
        assert any(name.startswith(folder) for name in names)
    assert not any(name.startswith("tests/") for name in names)


def test_the_package_is_the_installed_one(installed):
    told = installed("python", "-c", "import diagnostics; print(diagnostics.__file__)")
    assert Path(told.stdout.strip()).is_relative_to(installed.home)


def test_the_demo_runs_outside_the_checkout(installed):
    told = installed("perfloop", "demo")
    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stderr
    page = installed.place / told.stdout.splitlines()[-1]
    assert page.name == "retrospective.html"
    text = page.read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert str(installed.place) not in text
    again = installed("perfloop", "demo")
    assert again.returncode == 0, again.stderr
    assert "nothing to run" in again.stderr
    assert installed.place / again.stdout.splitlines()[-1] == page
