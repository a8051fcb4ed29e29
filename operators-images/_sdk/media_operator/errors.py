"""Whose fault a failure is. The type chooses the exit code, the message is the sentence people read.

OperatorError
├── BadParameters   2   a parameter is wrong: whoever wrote the configuration can fix it; never retried
├── UnusableInput  66   the input cannot be analysed: corrupt, empty, not media; never retried
├── TryAgain       75   the surroundings failed: no disk space, a device is busy; retried with backoff
├── WrongModels     1   mounted models are not what was declared: an administrator can fix it; never retried
└── WrongDevice     1   a GPU is required and cannot be used: an administrator can fix it; never retried

Any other exception is a defect of the operator: exit code 1. Where a library says that memory ran out, in an exception
of its own or in the cause of a WrongModels, it ends as a TryAgain does (:mod:`~media_operator.exhaustion`).
"""
# ruff: noqa: N818 - the names say what to do, as they are written in `raise UnusableInput(...)`


class OperatorError(Exception):
    """A failure that the operator explains in one sentence; raise one of the subclasses."""

    exit_code = 1


class BadParameters(OperatorError):
    """A parameter is wrong. Say which, what it was, and what would be right."""

    exit_code = 2


class UnusableInput(OperatorError):
    """The input cannot be used. Say which input and what is wrong with it, in plain words."""

    exit_code = 66


class TryAgain(OperatorError):
    """The same run may work later. Say what was missing."""

    exit_code = 75


class WrongModels(OperatorError):
    """Mounted models are not what was declared, or unfit. Say which file and field, and what would be right."""


class WrongDevice(OperatorError):
    """A device that is required cannot be used. Say why."""


class Terminated(BaseException):
    """SIGTERM arrived. Not an Exception, so that broad handlers in libraries cannot swallow it."""
