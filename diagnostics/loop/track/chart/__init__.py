"""Control charts: single values, shares, counts, means of subgroups 「控制图」."""

from diagnostics.loop.track.chart.counts import c_chart, p_chart, u_chart
from diagnostics.loop.track.chart.pick import chart
from diagnostics.loop.track.chart.xbar import xbar_chart
from diagnostics.loop.track.chart.xmr import xmr

__all__ = ["c_chart", "chart", "p_chart", "u_chart", "xbar_chart", "xmr"]
