"""Everything that ``perfloop check`` reports on an engagement 「项目体检」."""

from __future__ import annotations

from diagnostics.dictionary.entity_life import CODE as LIFE_CODE
from diagnostics.dictionary.entity_life import life_findings
from diagnostics.dictionary.evidence.doubts import CODE as EVIDENCE_CODE
from diagnostics.dictionary.evidence.doubts import evidence_findings
from diagnostics.dictionary.evidence.facts import CODE as FACTS_CODE
from diagnostics.dictionary.evidence.facts import fact_findings
from diagnostics.dictionary.evidence.naming import CODE as NAMING_CODE
from diagnostics.dictionary.evidence.naming import naming_findings
from diagnostics.dictionary.evidence.trap_doubts import CODE as REVIEW_CODE
from diagnostics.dictionary.evidence.trap_doubts import trap_findings
from diagnostics.dictionary.evidence.weak import CODE as WEAK_CODE
from diagnostics.dictionary.evidence.weak import weak_findings
from diagnostics.dictionary.field_work.why_checks import CODES as WHY_CODES
from diagnostics.dictionary.field_work.why_checks import why_findings
from diagnostics.dictionary.keeping_check import CODES as KEEPING_CODES
from diagnostics.dictionary.linting import in_order, lint_engagement
from diagnostics.dictionary.muting import CODE as MUTE_CODE
from diagnostics.dictionary.notes.check import CODE as NOTE_CODE
from diagnostics.dictionary.notes.check import note_findings
from diagnostics.dictionary.playbooks.findings import CODES as PLAYBOOK_CODES
from diagnostics.dictionary.request.codes import CODES as REQUEST_CODES
from diagnostics.dictionary.rules import RULES
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.source_contents import CODES as CONTENT_CODES
from diagnostics.dictionary.source_contents import content_findings
from diagnostics.dictionary.source_files import CODES as SOURCE_CODES
from diagnostics.dictionary.source_files import source_findings
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding

# A ledger.yaml that the ledger refuses; the loop knows, and says so by ``refused_ledger``.
LEDGER_CODE = "PD208"
# A client file that is not the version brought in, and a correction that does not fit; the data room knows.
VERSION_CODE, CORRECTION_CODE = "PD209", "PD210"
# A cell of a client file that a run would refuse; the data room knows how cells are read.
CELL_CODE = "PD211"
# Notes that were not read against the figures beside them; the newest run knows those.
READING_CODE = "PD241"
# Every code that the dictionary's checks can give; docs/findings has a page for each.
CODES: tuple[str, ...] = (
    *sorted(RULES),
    MUTE_CODE,
    *SOURCE_CODES,
    *CONTENT_CODES,
    LEDGER_CODE,
    VERSION_CODE,
    CORRECTION_CODE,
    CELL_CODE,
    LIFE_CODE,
    *WHY_CODES,
    EVIDENCE_CODE,
    WEAK_CODE,
    NAMING_CODE,
    REVIEW_CODE,
    FACTS_CODE,
    NOTE_CODE,
    READING_CODE,
    *KEEPING_CODES,
    *PLAYBOOK_CODES,
    *REQUEST_CODES,
)


# The page of a period, below reports/<period>/.
PAGE = "retrospective.html"


def check_engagement(engagement: Engagement) -> tuple[Finding, ...]:
    """Everything found in an opened engagement: its sources' files, dictionary, scorecards, charter 「项目体检」.

    Parameters
    ----------
    engagement : Engagement
        As ``load_engagement`` opens it; what breaks a rule of the files themselves is refused there.

    Returns
    -------
    tuple of Finding
        Errors first, among them the sources' files before all else; of the client's files only CSV is opened, and
        neither pandas nor an engine is needed for it.
    """
    files = (*source_findings(engagement), *content_findings(engagement), *life_findings(engagement))
    field = (
        *why_findings(engagement), *evidence_findings(engagement), *naming_findings(engagement),
        *weak_findings(engagement), *trap_findings(engagement), *fact_findings(engagement), *note_findings(engagement),
    )  # fmt: skip
    return in_order((*files, *field, *lint_engagement(engagement, published=_published(engagement))))


def _published(engagement: Engagement) -> tuple[str, ...]:
    """Periods whose page is out, by the folders of the pages."""
    return tuple(sorted(each.parent.name for each in engagement.folder.glob(f"reports/*/{PAGE}")))


def refused_ledger(error: InputError) -> Finding:
    """Finding for a ledger.yaml that a run would refuse, in the words of that refusal 「台账不能记录」."""
    return found(LEDGER_CODE, "error", "ledger.yaml", "", reason=str(error).rstrip("."))
