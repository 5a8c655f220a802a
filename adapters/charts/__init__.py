"""Charts and tables as PNG images. Knows no platform; importing it loads neither matplotlib nor Pillow."""

from adapters.charts.drawer import ChartError, Drawer
from adapters.charts.excerpt import drawable, shown
from bridge.content.items import Chart, Table

__all__ = ["ChartError", "Drawer", "draw_png", "shown"]


def draw_png(item: Chart | Table, *, dark: bool = False) -> bytes:
    """Draw the item in this process, which loads matplotlib. Equal items give equal bytes.

    Args:
        item: what to draw; of a table as much as `shown` says.
        dark: draw on a dark card instead of a light one.
    """
    from adapters.charts.drawing import draw

    return draw(drawable(item), dark=dark)
