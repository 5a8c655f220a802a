"""Classes by the name they are known by: the kinds of interactions, transports and renderers.

Guarantee: a name means one class, whoever defined it. A name that is not known is looked for once among the installed
plugins; one that stays unknown is an error that names what is known, and what could not be loaded.
"""

import difflib
from collections import UserDict
from typing import Any, TypeVar

from bridge import plugins
from bridge.errors import DuplicateKind, UnknownKind

V = TypeVar("V")


class Registry(UserDict[str, type[V]]):
    """The classes of one sort.

    >>> letters = Registry[object]("letter", plugins.INTERACTIONS)
    >>> class Alpha: ...
    >>> letters.register("alpha", Alpha)
    >>> letters.find("alpha").__name__
    'Alpha'
    """

    def __init__(self, what: str, part: str) -> None:
        """`what` it holds, for error texts; the `part` of chatbridge that plugins add to (`bridge.plugins`)."""
        super().__init__()
        self._what = what
        self._part = part
        self._plugins_loaded = False
        self._broken: tuple[plugins.Broken, ...] = ()

    def register(self, name: str, cls: type[Any]) -> None:
        """Make the name mean this class. A class that is defined again, as by a reload, replaces itself.

        Raises:
            DuplicateKind: the name means another class already.
        """
        taken = self.data.get(name)
        if taken is not None and _home(taken) != _home(cls):
            raise DuplicateKind(
                f"{self._what} {name!r} is registered by {_home(taken)} and again by {_home(cls)}. "
                f"Give {cls.__qualname__} a name of its own, or uninstall the one that is not needed."
            )
        self.data[name] = cls

    def find(self, name: str) -> type[V]:
        """The class of that name.

        Raises:
            UnknownKind: there is none, neither here nor in a plugin.
        """
        found = self.search(name)
        if found is None:
            group = plugins.groups(self._part)[0]
            broken = "".join(f" Not loaded: {broken}." for broken in self._broken)
            raise UnknownKind(
                f"nobody registered the {self._what} {name!r}. Install the plugin that does (entry point group "
                f"{group}).{broken} Or check the spelling{self.nearest(name)}"
            )
        return found

    def search(self, name: str) -> type[V] | None:
        """The class of that name, or None; plugins are asked before the answer is None."""
        if name not in self.data:
            self.load_plugins()
        return self.data.get(name)

    def load_plugins(self) -> tuple[plugins.Broken, ...]:
        """Import what plugins add here, once, and return what cannot be imported.

        It blocks: a program that serves many people does it at its start.
        """
        if not self._plugins_loaded:
            self._plugins_loaded = True  # before the import: what a plugin does there may look something up
            self._broken = plugins.load_all(self._part)
        return self._broken

    def nearest(self, name: str) -> str:
        """The end of a sentence about an unknown name: what may have been meant, or what there is."""
        near = difflib.get_close_matches(name, self.data, n=1)
        return f'; did you mean "{near[0]}"?' if near else f"; known are {', '.join(sorted(self.data)) or 'none'}"


def _home(cls: type[Any]) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"
