"""Quantities: numbers of CPUs, bytes and devices as Kubernetes writes them."""

_UNITS: dict[str, float] = {
    "": 1,
    "m": 1e-3,
    **{unit: 1000**power for power, unit in enumerate(("k", "M", "G", "T", "P"), 1)},
    **{unit: 1024**power for power, unit in enumerate(("Ki", "Mi", "Gi", "Ti", "Pi"), 1)},
}


def quantity_of(text: str | int) -> float:
    """Return the number that a Kubernetes quantity (``500m``, ``1Gi``) means; ValueError when it is none.

    The client's ``parse_quantity`` does the same, and costs two seconds of imports that a run without a cluster saves.
    """
    written = str(text).strip()
    number = written.rstrip("kKMGTPim")
    unit = written[len(number) :]
    if unit not in _UNITS:
        raise ValueError(f"{written!r} is not a valid quantity: write for instance 500m, 2, 600Mi or 1Gi")
    return float(number) * _UNITS[unit]
