"""Figures that leadership reads 「图表」.

Each function takes a frame that is ready to draw and gives a matplotlib Figure; it computes nothing. Titles, captions
and the text for those who can't see a figure stand on the page, not in it. ``size`` is the drawing for a page
(``wide``) or for a phone (``narrow``); `figure.figure_part` draws both.

Importing this package loads neither pandas nor matplotlib.
"""

from diagnostics.look.charts.contribution import contribution_chart
from diagnostics.look.charts.fishbone import fishbone_chart
from diagnostics.look.charts.histogram import histogram_chart
from diagnostics.look.charts.interval import interval_chart
from diagnostics.look.charts.pareto import pareto_chart
from diagnostics.look.charts.path import path_chart
from diagnostics.look.charts.quantity import Event, Improvement, Quantity, Size
from diagnostics.look.charts.ranges import range_chart
from diagnostics.look.charts.schedule import schedule_chart
from diagnostics.look.charts.series import series_chart
from diagnostics.look.charts.slice_tree import slice_tree_chart
from diagnostics.look.charts.strategy_map import strategy_map_chart
from diagnostics.look.charts.tree import tree_chart
from diagnostics.look.charts.waterfall import waterfall_chart

__all__ = [
    "Event",
    "Improvement",
    "Quantity",
    "Size",
    "contribution_chart",
    "fishbone_chart",
    "histogram_chart",
    "interval_chart",
    "pareto_chart",
    "path_chart",
    "range_chart",
    "schedule_chart",
    "series_chart",
    "slice_tree_chart",
    "strategy_map_chart",
    "tree_chart",
    "waterfall_chart",
]
