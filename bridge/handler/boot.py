"""The program the host starts: ``python -I boot.py ROLE OPTIONS FD``, in the agent's folder.

ROLE is `serve`, for one conversation, or `zygote`, for a process that conversations are forked from. OPTIONS is JSON,
FD our end of the socket pair. Runs isolated (-I), so that neither this folder nor anything of the bridge is importable
by the agent. Only what the first turn needs is imported: the start of an interpreter is most of the start of a
conversation.
"""

import json
import os
import sys
from types import ModuleType

PACKAGE = "_chatbridge_handler"


def main() -> None:
    """Load this folder as a package under a private name and do what we were started for."""
    package = ModuleType(PACKAGE)
    package.__path__ = [os.path.dirname(os.path.abspath(__file__))]
    sys.modules[PACKAGE] = package
    role, options, fd = sys.argv[1:]
    from _chatbridge_handler.absent import stand_in  # pyright: ignore[reportMissingImports]

    stand_in()
    if role == "zygote":
        from _chatbridge_handler.zygote import serve  # pyright: ignore[reportMissingImports]
    else:
        from _chatbridge_handler.serve import serve  # pyright: ignore[reportMissingImports]
    serve(int(fd), json.loads(options))


if __name__ == "__main__":
    main()
