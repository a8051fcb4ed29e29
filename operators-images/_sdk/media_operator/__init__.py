"""The operator contract of Media Insights for Python: files in, files out, and a sentence when it fails.

Belongs here: what every operator needs to meet the contract, on the standard library alone. Must not be here: what
operators of one kind share – that is a kit of its own, below `operators-images/_kits` – or what one operator needs.
"""

import os

# Operators never use the network, and ONNX Runtime 1.32 reports to its makers from its import on unless told not to.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

from media_operator.cpus import cpus
from media_operator.errors import (
    BadParameters,
    OperatorError,
    Terminated,
    TryAgain,
    UnusableInput,
    WrongDevice,
    WrongModels,
)
from media_operator.mounted_models import manifest_of, manifests_in
from media_operator.operators import Operator
from media_operator.result_warnings import Reason, ResultWarning
from media_operator.running import execute, run

__all__ = [
    "BadParameters",
    "Operator",
    "OperatorError",
    "Reason",
    "ResultWarning",
    "Terminated",
    "TryAgain",
    "UnusableInput",
    "WrongDevice",
    "WrongModels",
    "cpus",
    "execute",
    "manifest_of",
    "manifests_in",
    "run",
]
