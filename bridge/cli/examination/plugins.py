"""The plugins: whether what is installed to add kinds, transports and renderers of questions can be imported."""

from collections.abc import Iterator

from bridge import interaction
from bridge.cli.examination.row import Row, State


def plugins() -> Iterator[Row]:
    """One row for each that cannot be, and one if all can. Importing them is the only way to know."""
    found = interaction.load_plugins()
    for broken in found:
        do = f"Mend it, or uninstall it: pip uninstall {broken.distribution}"
        yield Row("plugins", f"{broken.name} of {broken.distribution}", State.WRONG, broken.reason, do)
    if not found:
        yield Row("plugins", "interactions", State.OK, "whatever is installed can be imported")
