"""Text from results as a terminal may show it."""


def printable(text: str) -> str:
    """Return a text on one line, without the control characters that a terminal would obey."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
