"""Durations and sizes as people write them."""

import re

SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
BYTES = {"b": 1, "kb": 1000, "mb": 1000**2, "gb": 1000**3, "kib": 1024, "mib": 1024**2, "gib": 1024**3}


def parse_duration(value: object) -> float:
    """Seconds of ``"2m"``, ``"1.5h"``, ``"30s"`` or a number of seconds.

    Raises:
        ValueError: saying what was found and expected.
    """
    return _parse(value, SECONDS, 'a duration such as "30s", "2m" or "1h"')


def parse_size(value: object) -> int:
    """Bytes of ``"512MiB"``, ``"4 MB"`` or a number of bytes.

    Raises:
        ValueError: saying what was found and expected.
    """
    return int(_parse(value, BYTES, 'a size such as "512MiB" or "4MB"'))


def in_words(seconds: float) -> str:
    """A duration for a person: "2 minutes", "1.5 seconds"."""
    for unit, name in (("d", "day"), ("h", "hour"), ("m", "minute"), ("s", "second")):
        if seconds >= SECONDS[unit] or unit == "s":
            count = f"{seconds / SECONDS[unit]:.3g}"
            return f"{count} {name}{'' if count == '1' else 's'}"
    raise AssertionError("the loop ends with seconds")


def _parse(value: object, units: dict[str, float] | dict[str, int], expected: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return float(value)
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", str(value).lower())
    if match is None or match[2] not in units or float(match[1]) == 0:
        raise ValueError(f"found {value!r}, expected {expected}")
    return float(match[1]) * units[match[2]]
