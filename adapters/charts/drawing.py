"""A chart or a table as PNG bytes: the same each time. Imports matplotlib, so only the drawing process has it."""

import io
import warnings
from typing import assert_never

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from adapters.charts.bars import draw_bars
from adapters.charts.curves import draw_lines, draw_scatter
from adapters.charts.excerpt import Drawable, Excerpt
from adapters.charts.grid import draw_table
from adapters.charts.style import DARK, DPI, LIGHT, SETTINGS, Theme
from bridge.content.items import BarChart, LineChart, ScatterPlot

COLORS = 256
COMPRESSION = 6
"""zlib level. Higher ones take several times as long for a few percent (measured)."""


def draw(item: Drawable, *, dark: bool) -> bytes:
    """Draw the item on a light or a dark card."""
    with rc_context(SETTINGS), warnings.catch_warnings():
        # A character that no installed font has is drawn as a box; nobody reads a worker's warnings.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        canvas = FigureCanvasAgg(_figure(item, DARK if dark else LIGHT))
        canvas.figure.set_dpi(DPI)
        canvas.draw()
        return _png(canvas)


def _figure(item: Drawable, theme: Theme) -> Figure:
    match item:
        case BarChart():
            return draw_bars(item, theme)
        case LineChart():
            return draw_lines(item, theme)
        case ScatterPlot():
            return draw_scatter(item, theme)
        case Excerpt():
            return draw_table(item, theme)
        case _:
            assert_never(item)


def _png(canvas: FigureCanvasAgg) -> bytes:
    """A palette PNG: half the bytes of true colour, and faster to write."""
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    palette = image.quantize(COLORS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    palette.save(out, "PNG", compress_level=COMPRESSION)
    return out.getvalue()
