"""The one exception of MIE's operators."""


class MasExecutionError(Exception):
    """An operator failed; carries its output object, whose MetaData says why. MIE tries such a step again."""
