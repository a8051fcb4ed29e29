"""The one error of this package."""


class ClusterError(Exception):
    """The cluster cannot be brought into the wanted state; the message says what is wrong and what would help."""
