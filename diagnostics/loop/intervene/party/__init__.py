"""Each party's own pay under a measure, a file a party and nothing of anyone else in it 「当事人薪酬单」."""

from diagnostics.loop.intervene.party.sheets import pay_sheets, save_sheets
from diagnostics.loop.intervene.party.whose import paid_parties

__all__ = ["paid_parties", "pay_sheets", "save_sheets"]
