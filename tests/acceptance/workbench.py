"""An engagement beside another client's, a command to run on it, and a record of every file around it."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CANARY = "BETA-CANARY-93517"
FILES = {
    "engagement.yaml": """\
id: acme
client: 甲公司
language: zh
sources:
  sales: {file: sales.csv, time: date, entity: unit, owner: li}
entities: entities.csv
people: {li: 李经理}
""",
    "kpis.yaml": """\
- id: revenue
  name: {zh: 收入, en: Revenue}
  definition: 当月销售收入
  unit: money
  direction: higher
  source: sales
  measure: sum(revenue)
  owner: li
  mother: true
""",
    "scorecards.yaml": """\
- role: manager
  level: store
  items:
    - {kpi: revenue, weight: 1.0, core: true, targets: {target: 100, from: history}}
""",
    "entities.csv": "id,name,level,parent,peer_group\nnorth,北店,store,,city\nsouth,南店,store,,city\n",
    "data/sales.csv": (
        "date,unit,revenue,cost,pay,region,channel,orders,visits\n"
        "2025-05-03,north,120,80,10,A,web,10,100\n2025-06-03,north,140,90,11,A,shop,12,100\n"
        "2025-06-04,south,110,95,12,B,shop,9,100\n2025-06-05,south,100,60,12,O'Brien,shop,8,90\n"
    ),
}


@dataclass(frozen=True)
class Told:
    """What a command said, and what it took."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float = 0.0


class Workbench:
    """A folder with one engagement, another client's data beside it, and a record of what lies there.

    Commands run with an empty folder as working directory. ``seconds`` are of the processor, not of the clock: a busy
    machine fails no payload.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.client, self.here = self.root / "acme", self.root / "here"
        for name, text in FILES.items():
            self.write(name, text)
        self.here.mkdir()
        (self.root / "beta").mkdir()
        (self.root / "beta" / "pay.csv").write_text(f"person,pay\n{CANARY},93517\n", encoding="utf-8")
        self._before = self.snapshot()

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file of the engagement."""
        path = self.client / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that must be there."""
        text = (self.client / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def kpi(self, **fields: Any) -> None:
        """Write the dictionary's one KPI with some fields otherwise; a field that is None is left out."""
        import yaml

        (kpi,) = yaml.safe_load(FILES["kpis.yaml"])
        kpi |= fields
        kpi = {key: value for key, value in kpi.items() if value is not None}
        self.write("kpis.yaml", yaml.safe_dump([kpi], allow_unicode=True, sort_keys=False))

    def snapshot(self) -> dict[str, str]:
        """Fingerprint of every file around, by name."""
        found = {}
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            regular = path.is_file() and not path.is_symlink()
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest() if regular else "other"
        return found

    def settle(self) -> None:
        """Take what lies here now as what must stay."""
        self._before = self.snapshot()

    def untouched(self) -> None:
        """Nothing was made, changed or removed since ``settle``."""
        assert self.snapshot() == self._before

    def perfloop(self, *arguments: object) -> Told:
        """Run the command in this process, from an empty folder."""
        from diagnostics import cli

        out, err, old, before = io.StringIO(), io.StringIO(), (sys.argv, Path.cwd()), time.process_time()
        sys.argv = ["perfloop", *map(str, arguments)]
        os.chdir(self.here)
        try:
            with redirect_stdout(out), redirect_stderr(err):
                cli.main()
        except SystemExit as left:
            code = left.code
        finally:
            sys.argv = old[0]
            os.chdir(old[1])
        return Told(int(code or 0), out.getvalue(), err.getvalue(), time.process_time() - before)

    def perfloop_apart(self, *arguments: object, limit: float = 60) -> Told:
        """Run the command in a process of its own, for what might crash, hang or fill the memory."""
        probe = (
            "import resource,subprocess,sys;"
            "done=subprocess.run([sys.executable,'-m','diagnostics.cli',*sys.argv[1:]]);"
            "used=resource.getrusage(resource.RUSAGE_CHILDREN);"
            "print(f'\\nUSED {used.ru_utime+used.ru_stime} {used.ru_maxrss/1024}',file=sys.stderr);"
            "sys.exit(done.returncode)"
        )
        done = subprocess.run(
            [sys.executable, "-c", probe, *map(str, arguments)],
            capture_output=True, text=True, encoding="utf-8", errors="replace", cwd=self.here, check=False, timeout=limit,
        )  # fmt: skip
        err, _, used = done.stderr.rpartition("\nUSED ")
        seconds, megabytes = map(float, used.split())
        return Told(done.returncode, done.stdout, err, seconds, megabytes)

    def observe(self, **options: Any) -> Any:
        """Observations of the engagement, from an empty folder; raises what the product raises."""
        import diagnostics as dx

        old = Path.cwd()
        os.chdir(self.here)
        try:
            return dx.observe(dx.open_engagement(self.client), **options)
        finally:
            os.chdir(old)


def refused(told: Told, *patterns: str, seconds: float = 2.0) -> None:
    """Exit code 2, an error that says what the patterns look for, no traceback, in time."""
    assert told.code == 2, f"exit code {told.code}: {told.out}{told.err}"
    assert "Traceback" not in told.err + told.out
    assert told.err.startswith("perfloop: ")
    assert CANARY not in told.err + told.out
    for each in patterns:
        assert re.search(each, told.err), f"{each!r} not in {told.err!r}"
    assert told.seconds < seconds, f"took {told.seconds:.1f} s of the processor"
