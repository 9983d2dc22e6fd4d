import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook

from diagnostics.dictionary.field_work.plan import plan_import, read_work
from diagnostics.dictionary.field_work.write_book import Names, write_book
from tests.dictionary.conftest import Folder

CAUSES = """\
# what we think so far
- id: training
  title: {zh: 新人没人带, en: Nobody trains newcomers}
  category: people
  kpi: revenue
  slice: {channel: new}
  evidence:
    # seen twice
    - {kind: observation, supports: true, text: 三天里新人独自接待, source: 一号店, by: li, at: 2026-03-02}
    - {kind: document, supports: false, text: 培训签到表齐全, by: wang, at: 2026-03-03}

- id: queue
  title: 结账排队太久
  category: method
  kpi: revenue
  actionable: false
"""
INTERVIEWS = """\
- id: i1
  role: 店长
  level: middle
  at: 2026-03-04
  holders: 6
  notes:
    - text: 新人来了第二天就上岗
      codes: {li: training, wang: training}
      supports: true
      share: true
    - text: 高峰期只有一台收银机
      codes: {li: queue}
"""
WHYS = """\
- id: w1
  problem: {zh: 转化率下降, en: Conversion fell}
  kpi: revenue
  whys:
    - because: {zh: 顾客等不及走了, en: Guests leave}
      kind: fact
      evidence: 录像
      whys:
        - because: 收银机坏了一台
          kind: fact
          evidence: 报修单
          cause: queue
          actionable: true
        - because: 排班没看客流
    - because: 店员不认真
"""
COSTS = """\
- {cause: queue, votes: 7, amount: 120, unit: 分钟}
"""


class Work:
    """An engagement whose field work went out as a workbook; a test edits either side and brings it back."""

    def __init__(self, path):
        self.folder = Folder(path)
        self.path = Path(path)
        self.folder.replace("kpis.yaml", "measure: sum(sales)\n", "measure: sum(sales)\n  dimensions: [channel]\n")
        for name, text in (("causes", CAUSES), ("interviews", INTERVIEWS), ("whys", WHYS), ("costs", COSTS)):
            self.folder.write(f"evidence/{name}.yaml", text)

    @property
    def language(self):
        return self.folder.open().language

    def tables(self):
        return read_work(self.path, self.language).tables

    def export(self):
        engagement = self.folder.open()
        stream = io.BytesIO()
        names = Names(tuple(engagement.kpis), ("wuhou",), ())
        write_book(stream, self.tables(), engagement.settings.id, engagement.language, names)
        self.book = load_workbook(io.BytesIO(stream.getvalue()))
        return self

    def page(self, at):
        return self.book.worksheets[at]

    def put(self, sheet, row, **cells):
        """Fill cells of a row by the letters of their columns."""
        for letter, value in cells.items():
            self.page(sheet)[f"{letter}{row}"].value = value
        return self

    def plan(self, **how):
        stream = io.BytesIO()
        self.book.save(stream)
        stream.seek(0)
        with TemporaryDirectory() as room:
            return plan_import(self.path, stream, Path(room), **how)

    def bring(self, **how):
        """Bring it back and write what changed."""
        plan = self.plan(**how)
        for name, text in plan.texts.items():
            (self.path / name).write_bytes(text.encode("utf-8"))
        return plan

    def text(self, name):
        return (self.path / "evidence" / name).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def few_spare_rows(monkeypatch):
    """Hundreds of empty rows a sheet are most of a small workbook, and what a test waits for."""
    monkeypatch.setattr("diagnostics.dictionary.field_work.write_book.SPARE", 6)


@pytest.fixture
def work(tmp_path):
    return Work(tmp_path / "acme").export()
