"""Numbers of single persons (identity cards, phones, bank cards) and mailboxes, found and masked 「个人号码」."""

from diagnostics.data.personal.masking import distinct_labels, without_personal
from diagnostics.data.personal.spans import KINDS, PersonalKind, personal_spans

__all__ = ["KINDS", "PersonalKind", "distinct_labels", "personal_spans", "without_personal"]
