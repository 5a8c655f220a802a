"""Numbers as people write and read them. Pure."""

import math
import re
from decimal import Decimal

SPACES = re.compile(r"[\s_\u00a0\u2007\u2009\u202f]+")
COMMAS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
"""Groups of three, as in 1,234,567.8."""
POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d*|[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}")
"""The same where the comma is the decimal sign: 1.234.567,8."""
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")


def written(number: float) -> str:
    """A number as people write it: no exponent, no needless zeros."""
    if not math.isfinite(number):
        return str(number)
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(text: str, unit: str = "", *, whole: bool = False) -> str:
    """A typed number as Python reads it: without its unit, spaces and separators of thousands, with a decimal point.

    What is no number stays none. Of a whole one, a comma can only separate thousands.

    >>> [plain(text, "kg") for text in ("12 kg", "kg 12", "1 000", "1,5", "1.234,5", "\u22121,234.5", "many")]
    ['12', '12', '1000', '1.5', '1234.5', '-1234.5', 'many']

    Raises:
        ValueError: it can be read in two ways; one sentence for the person, with both.
    """
    bare = SPACES.sub("", _without_unit(text.strip(), unit.strip())).replace("\u2212", "-")
    grouped, decimal = COMMAS.fullmatch(bare) is not None, DECIMAL_COMMA.fullmatch(bare) is not None
    if grouped and decimal and not whole:
        two = f"{bare.replace(',', '')} or {bare.replace(',', '.')}"
        raise ValueError(f"{text.strip()} can be read in two ways. Write {two}.")
    if grouped:
        return bare.replace(",", "")
    if POINTS.fullmatch(bare):
        return bare.replace(".", "").replace(",", ".")
    return bare.replace(",", ".") if decimal else bare


def _without_unit(text: str, unit: str) -> str:
    """A currency often stands before its number."""
    if unit and text[-len(unit) :].casefold() == unit.casefold():
        return text[: -len(unit)]
    if unit and text[: len(unit)].casefold() == unit.casefold():
        return text[len(unit) :]
    return text
