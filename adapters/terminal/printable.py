"""Text that a terminal shows and does not obey: nothing an agent says can move the cursor, recolour or retitle it."""

SHOWN_AS = {
    **{code: 0x2400 + code for code in range(0x20)},  # ␀ … ␟, the pictures Unicode has for the C0 controls
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),  # C1 controls: 0x9B begins a control sequence as ESC [ does
    ord("\n"): ord("\n"),
    ord("\t"): ord("\t"),
}
"""Every control character but newline and tab, by code point, and the character that stands for it (ECMA-48, 5.2)."""


def printable(text: str) -> str:
    """The text with every control character made visible."""
    return text.replace("\r\n", "\n").translate(SHOWN_AS)
