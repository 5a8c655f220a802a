"""What a handler process sees of the bridge's environment: an allow-list, so that no token leaks by being forgotten."""

import os
from collections.abc import Mapping

ALLOWED = frozenset(
    {
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "SHELL",
        "LANG",
        "LANGUAGE",
        "TZ",
        "TMPDIR",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "REQUESTS_CA_BUNDLE",
        "LD_LIBRARY_PATH",
        "SYSTEMROOT",
    }
)
ALLOWED_PREFIXES = ("LC_",)


def handler_environment(own: Mapping[str, str], environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a handler process.

    Args:
        own: the agent's own variables, from [agents.env]; they win.
        environ: the bridge's environment.
    """
    source = os.environ if environ is None else environ
    kept = {k: v for k, v in source.items() if k in ALLOWED or k.startswith(ALLOWED_PREFIXES)}
    return {**kept, **own}
