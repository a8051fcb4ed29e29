"""Which voices are one person's: agglomerative clustering by mean cosine (average linkage).

The mean cosine between the members of two clusters is the product of the clusters' means, as voices have the length 1.
So no matrix of all pairs is held, and memory grows with the length of the recording, not with its square. The pairs are
found by chains of nearest neighbours (Murtagh 1983), which for average linkage is exact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from media_kits.audio.features import Array

ALIKE = 0.36
"""Mean cosine from which two clusters are one voice. One speaker's halves have 0.4 to 0.7, two speakers' 0 to 0.33."""
VERY_ALIKE = 0.5
"""The same within a part of a long recording, before the parts are compared: rather too many voices than too few."""
PART = 2_000
"""Stretches that are compared each with each; about 25 minutes of speech."""
LEAST = 3
"""Stretches that make a speaker, some three seconds: fewer are a cough, a mixture of two, or a guest that is missed."""


@dataclass(frozen=True)
class Merge:
    """Two clusters become one, which keeps the first one's number; `alike` is their mean cosine."""

    alike: float
    kept: int
    gone: int


def speakers_in(voices: Array, most: int) -> Array:
    """Return [speakers, 192] what each speaker's voice is in the mean, of length 1; at least one, at most `most`."""
    sums, sizes = _condensed(voices)
    members = _members(len(sums), _until(merges_of(sums, sizes), sizes, most))
    weights = {root: int(sizes[group].sum()) for root, group in members.items()}
    least = min(LEAST, max(weights.values()))
    means = np.stack([sums[members[root]].sum(axis=0) for root in members if weights[root] >= least])[:most]
    speakers: Array = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    return speakers


def merges_of(sums: Array, sizes: Array) -> list[Merge]:
    """Return how clusters, given as sums of their voices and their sizes, become one, the most alike first."""
    sums, sizes = sums.astype(np.float64), sizes.astype(np.float64)
    there = np.ones(len(sums), bool)
    lowest = np.full(len(sums), np.inf)
    chain: list[int] = []
    merges: list[Merge] = []
    while len(merges) < len(sums) - 1:
        if not chain:
            chain = [int(np.argmax(there))]
        last = chain[-1]
        alike = np.where(there, (sums @ sums[last]) / (sizes * sizes[last]), -np.inf)
        alike[last] = -np.inf
        nearest = int(np.argmax(alike))
        if len(chain) > 1 and alike[chain[-2]] >= alike[nearest]:
            kept, gone = sorted((chain.pop(), chain.pop()))
            # never above those that made the two, which rounding might have it: parents come after their children
            lowest[kept] = min(alike[kept if gone == last else gone], lowest[kept], lowest[gone])
            merges.append(Merge(float(lowest[kept]), kept, gone))
            sums[kept] += sums[gone]
            sizes[kept] += sizes[gone]
            there[gone] = False
        else:
            chain.append(nearest)
    return sorted(merges, key=lambda merge: -merge.alike)


def _condensed(voices: Array) -> tuple[Array, Array]:
    """Return sums and sizes of what to compare: each voice, or in a long recording those very alike of each part."""
    if len(voices) <= PART:
        return voices, np.ones(len(voices), np.float32)
    sums, sizes = [], []
    for start in range(0, len(voices), PART):
        part = voices[start : start + PART]
        alike = [merge for merge in merges_of(part, np.ones(len(part), np.float32)) if merge.alike >= VERY_ALIKE]
        for group in _members(len(part), alike).values():
            sums.append(part[group].sum(axis=0))
            sizes.append(len(group))
    return np.stack(sums), np.array(sizes, np.float32)


def _until(merges: Iterable[Merge], sizes: Array, most: int) -> Iterator[Merge]:
    """Yield merges while the clusters are alike, and on until no more than `most` are large enough to be speakers."""
    size = dict(enumerate(map(float, sizes)))
    large = sum(each >= LEAST for each in size.values())
    for merge in merges:
        if merge.alike < ALIKE and large <= most:
            return
        one, other = size[merge.kept], size.pop(merge.gone)
        size[merge.kept] = one + other
        large += (one + other >= LEAST) - (one >= LEAST) - (other >= LEAST)
        yield merge


def _members(count: int, merges: Iterable[Merge]) -> dict[int, list[int]]:
    """Return the clusters by number, in the order of their first members."""
    members = {number: [number] for number in range(count)}
    for merge in merges:
        members[merge.kept] = sorted(members[merge.kept] + members.pop(merge.gone))
    return members
