"""Pages of the four steps before the retrospective: what each concludes and asks 「分步页面」."""

from diagnostics.loop.close.step_pages.align import align_page
from diagnostics.loop.close.step_pages.diagnose import diagnose_page
from diagnostics.loop.close.step_pages.intervene import intervene_page
from diagnostics.loop.close.step_pages.track import track_page

__all__ = ["align_page", "diagnose_page", "intervene_page", "track_page"]
