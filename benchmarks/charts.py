"""How fast a chart becomes a PNG, as a ratio to plain pyplot drawing the same data in the same run.

    python -m benchmarks.charts

Only the ratio means anything: both are measured in turns, on the same machine, and their medians are compared.
"""

import io
import math
import random
import statistics
import time
from collections.abc import Callable

import matplotlib as mpl

mpl.use("agg")
from matplotlib import pyplot

from adapters.charts import draw_png
from adapters.charts.style import DPI, HEIGHT, WIDTH
from bridge.content.items import Bar, BarChart, Chart, LineChart, Point, ScatterPlot, Series

ROUNDS = 15

DICE = random.Random(1)

CHARTS: dict[str, Chart] = {
    "12 bars": BarChart(title="Bars", bars=tuple(Bar(f"bar {n}", DICE.random()) for n in range(12))),
    "3 lines of 200": LineChart(
        title="Lines",
        lines=tuple(
            Series(name=f"line {k}", points=tuple(Point(x, math.sin(x / 20 + k)) for x in range(200))) for k in range(3)
        ),
    ),
    "1000 dots": ScatterPlot(
        title="Dots",
        datasets=(Series(name="", points=tuple(Point(DICE.gauss(0, 1), DICE.gauss(0, 1)) for _ in range(1000))),),
    ),
}


def draw_plainly(chart: Chart) -> bytes:
    """The chart as anybody would write it with pyplot."""
    figure, axes = pyplot.subplots(figsize=(WIDTH, HEIGHT), dpi=DPI)
    axes.set_title(chart.title)
    match chart:
        case BarChart():
            axes.bar([bar.label for bar in chart.bars], [bar.value or 0 for bar in chart.bars])
        case LineChart():
            for series in chart.lines:
                axes.plot([p.x for p in series.points], [p.y or 0 for p in series.points], label=series.name)
            axes.legend()
        case ScatterPlot():
            for series in chart.datasets:
                axes.scatter([p.x for p in series.points], [p.y or 0 for p in series.points])
    out = io.BytesIO()
    figure.savefig(out, format="png")
    pyplot.close(figure)
    return out.getvalue()


def timed(draw: Callable[[Chart], bytes], chart: Chart) -> tuple[float, int]:
    """Milliseconds it took, and KiB it became."""
    start = time.perf_counter()
    data = draw(chart)
    return (time.perf_counter() - start) * 1000, len(data) // 1024


def main() -> None:
    """Print a line per chart."""
    print(f"{'':16}{'ours':>16}{'pyplot':>16}{'ratio':>8}")
    for name, chart in CHARTS.items():
        draw_png(chart)
        draw_plainly(chart)
        rounds = [(timed(draw_png, chart), timed(draw_plainly, chart)) for _ in range(ROUNDS)]
        ours = statistics.median(own for (own, _), _ in rounds)
        plain = statistics.median(other for _, (other, _) in rounds)
        sizes = rounds[0][0][1], rounds[0][1][1]
        print(f"{name:16}{ours:8.1f} ms{sizes[0]:3} KiB{plain:8.1f} ms{sizes[1]:3} KiB{ours / plain:8.2f}")


if __name__ == "__main__":
    main()
