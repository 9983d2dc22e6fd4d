"""The ledger as a workbook that owners fill in, and back 「台账工作簿」."""

from diagnostics.loop.intervene.workbook.plan import LedgerImport, plan_import
from diagnostics.loop.intervene.workbook.tables import ledger_tables
from diagnostics.loop.intervene.workbook.write_book import Names, write_book

__all__ = ["LedgerImport", "Names", "ledger_tables", "plan_import", "write_book"]
