"""Clients whose notebooks look for each other's canaries: environment, modules, DuckDB, files."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "stand_in.py"
# What a kernel can see goes into the results; then it leaves a canary wherever the next one could find it.
LOOKS = """
import builtins, duckdb, json, os, sys, tempfile
mark, room = Path(engagement, 'mark').read_text(), Path(tempfile.gettempdir())
told = Path('/proc/self/environ')
seen = {
    'environment': dict(os.environ),
    'beginning': told.read_text(errors='replace') if told.exists() else '',
    'modules': [name for name in sys.modules if 'canary' in name],
    'builtins': [str(getattr(builtins, name)) for name in dir(builtins) if 'canary' in name],
    'tables': str(duckdb.sql('show all tables').fetchall()),
    'room': [[str(each), each.read_text(errors='replace')] for each in room.rglob('*') if each.is_file()],
}
Path(run, 'results', 'seen.json').write_text(json.dumps(seen))
builtins.canary = mark
sys.modules['canary_' + mark] = sys
os.environ['CANARY'] = mark
duckdb.sql(f"create table canary_{mark} as select '{mark}' as told")
(room / 'canary').write_text(mark)
print('canary', mark)
"""


def write_nosy(small: Path, root: Path, names: tuple[str, ...]) -> tuple[Path, list[Path]]:
    """Notebooks, and copies of a small engagement that each bear a mark and name a variable that holds it."""
    spec = importlib.util.spec_from_file_location("stand_in", SCRIPT)
    stand_in = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(stand_in)
    stand_in.WAIT = LOOKS
    stand_in.write_notebooks(root / "notebooks", "told", waits_at="align")
    folders = []
    for name in names:
        folder = shutil.copytree(small, root / name)
        settings = folder / "engagement.yaml"
        mine = f"\nleak_scan: {{canaries_from: SECRET_{name}}}\n"
        settings.write_text(settings.read_text(encoding="utf-8") + mine, encoding="utf-8")
        (folder / "mark").write_text(f"zq{name}zq")
        folders.append(folder)
    return root / "notebooks", folders


def seen_of(folder: Path) -> str:
    """What the kernel of a client's newest run saw, and everything else that running left, as one text."""
    runs = sorted((folder / "runs").rglob("seen.json"))
    return json.dumps(json.loads(runs[-1].read_text())) + "".join(
        each.read_text(errors="replace") for each in (folder / "runs").rglob("*") if each.is_file()
    )
