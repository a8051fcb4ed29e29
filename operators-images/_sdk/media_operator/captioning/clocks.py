"""Times as WebVTT and SubRip write them."""


def clock_of(millis: int, point: str = ".") -> str:
    """Return hours, minutes, seconds and milliseconds: 01:02:03.004; SubRip has a comma for the point."""
    seconds, rest = divmod(millis, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"
