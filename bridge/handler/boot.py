"""The program the host starts: ``python -I boot.py OUTPUT_BYTES MEMORY FD``, in the agent's folder.

FD is our end of the socket pair; the sizes are bytes, and 0 is no limit of memory. Runs isolated (-I), so that neither
this folder nor anything of the bridge is importable by the agent. Only what the first turn needs is imported: the start
of an interpreter is most of the start of a conversation.
"""

import os
import sys
from types import ModuleType

PACKAGE = "_chatbridge_handler"


def main() -> None:
    """Load this folder as a package under a private name and serve."""
    package = ModuleType(PACKAGE)
    package.__path__ = [os.path.dirname(os.path.abspath(__file__))]
    sys.modules[PACKAGE] = package
    from _chatbridge_handler.serve import serve  # pyright: ignore[reportMissingImports]

    output_bytes, memory, fd = map(int, sys.argv[1:])
    serve(fd, os.getcwd(), output_bytes, memory)


if __name__ == "__main__":
    main()
