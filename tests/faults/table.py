"""All faults, in the order of docs/reliability.md."""

from tests.faults import (
    api_faults,
    argo_faults,
    batch_faults,
    clock_faults,
    controller_faults,
    object_faults,
    source_faults,
    store_faults,
)
from tests.faults.fault import Fault

FAULTS: tuple[Fault, ...] = (
    *controller_faults.FAULTS,
    *clock_faults.FAULTS,
    *api_faults.FAULTS,
    *store_faults.FAULTS,
    *argo_faults.FAULTS,
    *object_faults.FAULTS,
    *batch_faults.FAULTS,
    *source_faults.FAULTS,
)


def rows() -> list[str]:
    """Return the table's rows, as docs/reliability.md has them."""
    return [f"| {each.title} | {each.after} |" for each in FAULTS]
