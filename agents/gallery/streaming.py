"""A turn that shows its work while it goes on: a generator whose every yield is shown as it comes."""

import time

PAUSE = 0.15  # seconds; stands for real work
POEM = ("Under the leaves", "it shines like gold,", "and whoever finds it", "tells nobody where.")


def stream(next_inputs):
    """Yield partial responses; the first one that carries `next_inputs` ends the turn."""
    yield {"status": "is looking under the leaves…"}  # a status is not part of the transcript

    for line in POEM:
        time.sleep(PAUSE)
        yield {"outputs": [line]}  # adds to what this turn has shown

    for percent in (25, 50, 75, 100):
        time.sleep(PAUSE)
        yield {"status": "is counting…", "outputs": [progress(percent)], "append": False}  # replaces it

    yield {
        "outputs": [
            {
                "type": "text",
                "title": "A streamed turn",
                "text": "It showed four lines, then a bar that grew, and now this.",
            },
            *POEM,
        ],
        "append": False,
        "next_inputs": next_inputs,
    }


def progress(percent):
    """One growing bar."""
    return {
        "type": "bar_chart",
        "title": "Counting",
        "data": {
            "orientation": "horizontal",
            "bars": [{"label": "counted", "value": percent}, {"label": "all", "value": 100}],
        },
    }
