"""The operator contract of Media Insights for Python: files in, files out, and a sentence when it fails.

Belongs here: what any operator needs to meet the contract, on the standard library alone; and in packages of its own,
never imported by that, what several operators of one kind need. Does not: anything that only one operator needs.
"""

import os

# Operators never use the network, and ONNX Runtime 1.32 reports to its makers from its import on unless told not to.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

from media_operator.cpus import cpus
from media_operator.errors import BadParameters, OperatorError, Terminated, TryAgain, UnusableInput
from media_operator.frames import Frame, Frames, read_frames
from media_operator.operators import Operator
from media_operator.running import execute, run
from media_operator.texts import Text, read_text

__all__ = [
    "BadParameters",
    "Frame",
    "Frames",
    "Operator",
    "OperatorError",
    "Terminated",
    "Text",
    "TryAgain",
    "UnusableInput",
    "cpus",
    "execute",
    "read_frames",
    "read_text",
    "run",
]
