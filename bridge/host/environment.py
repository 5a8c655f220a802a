"""What a handler process sees of the bridge's environment: an allow-list, so that no token leaks by being forgotten."""

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


def inheritable(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what of the bridge's environment a handler process may see."""
    return {name: value for name, value in environ.items() if name in ALLOWED or name.startswith(ALLOWED_PREFIXES)}
