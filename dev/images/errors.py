"""The one error of this package."""


class ImagesError(Exception):
    """The images cannot be made or delivered; the message says what is wrong and what would help."""
