"""Names of the operator contract: exit codes, folders, files, environment variables, and causes of a failure.

Both engines spell none of these themselves. The SDK of operators is a distribution of its own and spells its own;
``tests/unit/domain/running/test_contract.py`` compares the two.
"""

from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """How an operator's process ends. Any other code is a defect of the operator."""

    DONE = 0
    BAD_PARAMETERS = 2
    """A parameter is wrong; never repeated."""
    UNUSABLE_INPUT = 66
    """EX_NOINPUT: the input cannot be analysed; never repeated."""
    TRY_AGAIN = 75
    """EX_TEMPFAIL: the surroundings failed; repeated with backoff."""


SIGNALLED = 128
"""Added to a signal's number in an exit code, as Kubernetes has it."""
_LAST_SIGNAL = 64


def signal_of(exit_code: int) -> int:
    """Return the number of the signal that ended a process with this exit code; 0 when none did."""
    number = exit_code - SIGNALLED
    return number if 0 < number <= _LAST_SIGNAL else 0


IN = "/in"
"""Folder of a container in which inputs lie, under the names of operator.yaml."""
OUT = "/out"
"""Folder of a container to which outputs are written."""
MOUNTED_MODELS = "/mounted-models"
"""Folder of a container in which the models lie that are mounted."""
TERMINATION_LOG = "/dev/termination-log"
"""File of a container to which an operator that fails writes one sentence; the kubelet reads it."""
GPU_FILE = ".gpu"
"""File below :data:`OUT` by which an operator tells its engine of the GPU that was reserved for it."""
GPU_IDLE = "Idle"
"""Its content where nothing computed there; the result's warnings say why."""
CPU_TIME_FILE = ".cpu"
"""File below :data:`OUT` in which an operator tells the CPU seconds of its process, where its engine asks for them."""
PARAMETERS_FILE = "parameters.json"
CONTEXT_FILE = "context.json"

ITEMS = "items"
"""Folder of :data:`IN` and of :data:`OUT` in which many items lie, each in a folder of its own: inputs and context
there, outputs here, where it is made when the item's turn comes."""
VERDICTS = "verdicts"
"""Folder of :data:`OUT` in which an item's verdict is written when it has ended, as ``<id>.json``."""
LOGS = "logs"
"""Folder of :data:`OUT` with what was printed while an item was worked on, as ``<id>.log``."""

SENTENCE_LENGTH = 512
"""Characters of an operator's sentence that a status keeps."""
TERMINATION_BYTES = 4096
"""The end of the termination log that counts: the kubelet reads no more (``MaxContainerTerminationMessageLength``)."""
LOG_BYTES = 2048
"""The end of the log that stands for a missing sentence (``MaxContainerTerminationMessageLogLength``)."""


class Variable(StrEnum):
    """Environment variables that an operator may read."""

    IN = "MEDIA_INSIGHTS_IN"
    """The folder of inputs, where it is not :data:`IN`."""
    OUT = "MEDIA_INSIGHTS_OUT"
    MODELS = "MEDIA_INSIGHTS_MODELS"
    """The folder of the models that are shipped, where it is not ``/models``."""
    MOUNTED_MODELS = "MEDIA_INSIGHTS_MOUNTED_MODELS"
    """The folder of the models that are mounted; absent: none are."""
    MOUNTED_DIGEST = "MEDIA_INSIGHTS_MOUNTED_DIGEST"
    """``sha256:…`` of that folder, which the operator checks at its start; absent: the engine vouches for it."""
    MOUNTED_MODE = "MEDIA_INSIGHTS_MOUNTED_MODE"
    """``Replace``: nothing that is shipped counts; else what is mounted comes before it."""
    GPU = "MEDIA_INSIGHTS_GPU"
    """``Preferred`` or ``Required``: a GPU was reserved; absent: none was."""
    CPU_TIME = "MEDIA_INSIGHTS_CPU_TIME"
    """File to which the CPU seconds of the process are written at its end; absent: the engine measures them."""
    TERMINATION_LOG = "MEDIA_INSIGHTS_TERMINATION_LOG"
    PROGRESS_FILE = "ARGO_PROGRESS_FILE"
    """File to which ``N/M`` is written, a line per change; Argo's own name for it."""
    CPUS = "MEDIA_INSIGHTS_CPUS"
    """How many threads are worth starting, where no cgroup says so."""
    MEMORY = "MEDIA_INSIGHTS_MEMORY"
    """Bytes that the process may use, where it does many items: one that nears them lets a fresh one go on."""
    ATTEMPT = "MEDIA_INSIGHTS_ATTEMPT"
    """How many attempts there were before this one."""
    TRACEPARENT = "TRACEPARENT"
    """Place of the run in a trace, as W3C Trace Context has it; absent: nothing is traced. OpenTelemetry's own name."""
    STUB = "STUB"
    """``1``: emit the output of the first example instead of computing one."""
    SECRET = "MEDIA_INSIGHTS_SECRET"  # noqa: S105 - the name of a Secret, not its content
    """Name of the Secret whose keys are environment variables too."""
    STORE = "MEDIA_INSIGHTS_STORE"
    """The folder that stands for the object store where there is no S3."""
    BUCKET = "MEDIA_INSIGHTS_BUCKET"
    PREFIX = "MEDIA_INSIGHTS_PREFIX"
    """Prefix of the execution's own objects."""


class Cause(StrEnum):
    """Why an attempt of a step did not end well; one word in CamelCase for programs."""

    BAD_PARAMETERS = "BadParameters"
    UNUSABLE_INPUT = "UnusableInput"
    TRY_AGAIN = "TryAgain"
    DEFECT = "Defect"
    """It ended with a code that the contract does not know, or crashed."""
    NOT_WRITTEN = "NotWritten"
    """It ended well without writing an output that it must write."""
    OUT_OF_MEMORY = "OutOfMemory"
    KILLED = "Killed"
    """SIGKILL from outside, and not for want of memory as far as is known."""
    LOST = "Lost"
    """Its surroundings were taken away or failed, which may pass: a node, a pod, the object store."""
    NOT_RUN = "NotRun"
    """It could not be run at all, and another attempt would not help."""
    STEP_TIMEOUT = "StepTimeout"
    RUN_TIMEOUT = "RunTimeout"
    WAIT_TIMEOUT = "WaitTimeout"
    """Nobody answered a step that waits for a person."""
    CANCELLED = "Cancelled"
