"""Charts as PNG images. Knows no platform; importing it loads neither matplotlib nor Pillow."""

from adapters.charts.drawer import ChartError, Drawer
from bridge.content.items import Chart

__all__ = ["ChartError", "Drawer", "draw_png"]


def draw_png(chart: Chart, *, dark: bool = False) -> bytes:
    """Draw a chart in this process, which loads matplotlib. Equal charts give equal bytes.

    Args:
        chart: what to draw.
        dark: draw on a dark card instead of a light one.
    """
    from adapters.charts.drawing import draw

    return draw(chart, dark=dark)
