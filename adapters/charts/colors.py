"""CSS colours of agents, read safely: what is no colour is None, and whoever draws uses a colour of their own."""

import colorsys
import re

from adapters.charts.css import NAMED

Rgba = tuple[float, float, float, float]
"""Parts from 0 to 1."""

_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.ASCII)
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_PART = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(%|deg)?", re.ASCII)
_SEPARATOR = re.compile(r"[\s,/]+")


def read_color(css: str | None) -> Rgba | None:
    """A colour by name, ``#hex``, ``rgb()``, ``rgba()``, ``hsl()`` or ``hsla()`` (CSS Color Level 4)."""
    words = (css or "").strip().lower()
    words = NAMED.get(words, words)
    if _HEX.fullmatch(words):
        return _hex(words[1:])
    if (function := _FUNCTION.fullmatch(words)) and (parts := _parts(function[2])):
        return _rgb(parts) if function[1] == "rgb" else _hsl(parts)
    return None


def _hex(digits: str) -> Rgba:
    doubled = "".join(digit * 2 for digit in digits) if len(digits) in (3, 4) else digits
    pairs = [doubled[i : i + 2] for i in range(0, len(doubled), 2)]
    red, green, blue, *alpha = (int(pair, 16) / 255 for pair in pairs)
    return red, green, blue, alpha[0] if alpha else 1.0


def _parts(arguments: str) -> list[tuple[float, str]] | None:
    """Three or four numbers with their unit."""
    found = [_PART.fullmatch(part) for part in _SEPARATOR.split(arguments.strip())]
    if len(found) not in (3, 4):
        return None
    parts = [(float(part[1]), part[2] or "") for part in found if part]
    return parts if len(parts) == len(found) else None


def _rgb(parts: list[tuple[float, str]]) -> Rgba:
    red, green, blue = (_clamped(number / (100 if unit == "%" else 255)) for number, unit in parts[:3])
    return red, green, blue, _alpha(parts)


def _hsl(parts: list[tuple[float, str]]) -> Rgba:
    hue, saturation, lightness = (number for number, _ in parts[:3])
    return *colorsys.hls_to_rgb(hue / 360 % 1, _clamped(lightness / 100), _clamped(saturation / 100)), _alpha(parts)


def _alpha(parts: list[tuple[float, str]]) -> float:
    if len(parts) < 4:
        return 1.0
    number, unit = parts[3]
    return _clamped(number / 100 if unit == "%" else number)


def _clamped(part: float) -> float:
    return min(1.0, max(0.0, part))
