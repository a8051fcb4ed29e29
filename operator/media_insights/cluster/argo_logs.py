"""What Argo adds to the logs of pods, and how it names them."""

import re

OF_ARGO = re.compile(r"\bargo=true\b|^Error: exit status \d+$")
"""Lines of Argo's emissary in an operator's log, which say nothing about the operator."""
CONTAINER = "main"
"""The operator's own container in a pod of Argo."""


def operator_of(pod: str, execution: str) -> str:
    """Return the step of a pod: Argo names it ``<workflow>-<step>-<digits>``, and cuts what is very long."""
    return pod.removeprefix(f"{execution}-").rpartition("-")[0] or pod
