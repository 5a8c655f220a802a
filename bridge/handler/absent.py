"""Where chatbridge is not installed in an agent's Python, what it may import of it is made up (`interaction`)."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

NAMES = ("bridge", "bridge.interaction", "bridge.errors")


def stand_in() -> None:
    """From here on these can be imported; a package that is there comes first."""
    finder: Any = Finder()
    sys.meta_path.append(finder)


class Finder:
    """Finds the modules, and makes them."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        loader: Any = self
        return ModuleSpec(name, loader, is_package=name == NAMES[0]) if name in NAMES else None

    def create_module(self, spec: ModuleSpec) -> None:
        """An ordinary one."""

    def exec_module(self, module: ModuleType) -> None:
        if module.__name__ != NAMES[0]:
            from . import interaction

            named = interaction.errors if module.__name__ == "bridge.errors" else interaction.interaction
            vars(module).update(named())
