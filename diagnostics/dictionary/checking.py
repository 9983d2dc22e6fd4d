"""Everything that ``perfloop check`` reports on an engagement 「项目体检」."""

from __future__ import annotations

from diagnostics.dictionary.linting import in_order, lint_engagement
from diagnostics.dictionary.rules import RULES
from diagnostics.dictionary.source_files import CODES as SOURCE_CODES
from diagnostics.dictionary.source_files import source_findings
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding

# Every code that the dictionary's checks can give; docs/findings has a page for each.
CODES: tuple[str, ...] = (*sorted(RULES), *SOURCE_CODES)


def check_engagement(engagement: Engagement) -> tuple[Finding, ...]:
    """Everything found in an opened engagement: its sources' files, dictionary, scorecards, charter 「项目体检」.

    Parameters
    ----------
    engagement : Engagement
        As ``load_engagement`` opens it; what breaks a rule of the files themselves is refused there.

    Returns
    -------
    tuple of Finding
        Errors first, among them the sources' files before all else; no client file is opened.
    """
    return in_order((*source_findings(engagement), *lint_engagement(engagement)))
