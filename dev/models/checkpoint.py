"""Reads the tensors of a PyTorch state dict without PyTorch.

A checkpoint since PyTorch 1.6 is a ZIP archive: one pickle, `data.pkl`, and each storage as raw little-endian data in a
file of its own (torch.serialization, `_save`). One of the format before is four pickles (magic, protocol, machine, the
dict), one pickle that lists the storage keys, and then each storage as an int64 element count and raw little-endian
data (`_legacy_save`). The unpickler here knows the few names that a state dict needs and refuses every other: a pickle
that could run code does not load.
"""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAGIC = 0x1950A86A20F9469CFC6C
TYPES = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


class CheckpointError(Exception):
    """The file is not a plain state dict of the format described above."""


@dataclass(frozen=True)
class Storage:
    """A run of numbers in the file, by its key; its data follow after the pickles."""

    key: str
    dtype: np.dtype[Any]


@dataclass(frozen=True)
class View:
    """A tensor as the pickle describes it: a strided window on a storage."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def _tensor(storage: Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object) -> View:
    return View(storage, offset, shape, strides)


class StateDictUnpickler(pickle.Unpickler):
    """Unpickles dicts of tensors and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """The stand-in for a name in the pickle; raises `CheckpointError` for anything a state dict does not need."""
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) in {("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor")}:
            return _tensor
        if module == "torch" and name in TYPES:
            return TYPES[name]
        raise CheckpointError(f"the checkpoint names {module}.{name}, which no plain state dict does")

    def persistent_load(self, pid: Any) -> Storage:
        """A reference to a storage: ("storage", type, key, location, elements, view)."""
        kind, dtype, key, *_ = pid
        if kind != "storage":
            raise CheckpointError(f"the checkpoint refers to a {kind!r}; only storages are known")
        return Storage(key, dtype)


def parse_state_dict(content: bytes) -> dict[str, NDArray[Any]]:
    """The tensors of a checkpoint by name; raises `CheckpointError`."""
    stream = io.BytesIO(content)
    if zipfile.is_zipfile(stream):
        with zipfile.ZipFile(stream) as archive:
            return _from_archive(archive)
    stream.seek(0)
    if _next(stream) != MAGIC:
        raise CheckpointError("the file does not begin as a PyTorch checkpoint of the format before 1.6")
    _next(stream)
    _next(stream)
    views: dict[str, View] = _next(stream)
    keys: list[str] = _next(stream)
    types = {view.storage.key: view.storage.dtype for view in views.values()}
    storages = {key: _storage(stream, types[key]) for key in keys}
    return {name: _array(view, storages[view.storage.key]) for name, view in views.items()}


def _from_archive(archive: zipfile.ZipFile) -> dict[str, NDArray[Any]]:
    folder = next((name.removesuffix("data.pkl") for name in archive.namelist() if name.endswith("/data.pkl")), None)
    if folder is None:
        raise CheckpointError("the archive holds no data.pkl, as a PyTorch checkpoint does")
    views: dict[str, View] = _next(io.BytesIO(archive.read(f"{folder}data.pkl")))
    storages = {view.storage for view in views.values()}
    data = {each: np.frombuffer(archive.read(f"{folder}data/{each.key}"), each.dtype) for each in storages}
    return {name: _array(view, data[view.storage]) for name, view in views.items()}


def _next(stream: io.BytesIO) -> Any:
    return StateDictUnpickler(stream).load()


def _storage(stream: io.BytesIO, dtype: np.dtype[Any]) -> NDArray[Any]:
    (count,) = struct.unpack("<q", stream.read(8))
    return np.frombuffer(stream.read(count * dtype.itemsize), dtype)


def _array(view: View, storage: NDArray[Any]) -> NDArray[Any]:
    strides = tuple(step * storage.itemsize for step in view.strides)
    window = np.lib.stride_tricks.as_strided(storage[view.offset :], view.shape, strides, writeable=False)
    return np.ascontiguousarray(window)
