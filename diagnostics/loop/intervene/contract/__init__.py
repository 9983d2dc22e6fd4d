"""The one page that the parties of a measure sign 「绩效改进约定」."""

from diagnostics.loop.intervene.contract.content import contract_sheet, own_terms
from diagnostics.loop.intervene.contract.sheet import Block, ContractSheet, Grid, SignatureLine
from diagnostics.loop.intervene.contract.text import sheet_text

__all__ = ["Block", "ContractSheet", "Grid", "SignatureLine", "contract_sheet", "own_terms", "sheet_text"]
