"""Who says which word: each word is given to the voice that sounds most like its moment, and speakers seldom change."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from changes import Scores, likeliest
from clustering import speakers_in
from recognition import SpokenWord
from voices import Ear, Stretches

from media_kits.text.sentence_ends import ends_sentence

CHANGE = 0.4
"""What a change of speaker costs amid a sentence, as a difference of cosines that must speak for it."""
CHANGE_AT_BREAK = 0.1
"""The same after a sentence or a breath."""
BREATH = 0.3
"""Seconds between words that are a break."""


def labelled(words: Sequence[SpokenWord], ear: Ear, most: int) -> list[SpokenWord]:
    """Return the words with their speakers: `spk_0` is who speaks first, at most `most` are told apart."""
    if not words:
        return []
    heard = ear.heard()
    scores = _scores(words, heard, speakers_in(heard.voices, most))
    path = likeliest(scores, [_price(*neighbours) for neighbours in pairwise(words)])
    names = {speaker: f"spk_{number}" for number, speaker in enumerate(dict.fromkeys(path))}
    return [replace(word, speaker=names[speaker]) for word, speaker in zip(words, path, strict=True)]


def _scores(words: Iterable[SpokenWord], heard: Stretches, speakers: Any) -> Scores:
    """Return [words, speakers] how much each word's moment sounds like each speaker, from -1 to 1."""
    likeness = heard.voices @ speakers.T
    middles, halves = (heard.starts + heard.ends) / 2, (heard.ends - heard.starts) / 2
    return np.stack([_score((word.start + word.end) / 2, middles, halves, likeness) for word in words])


def _score(moment: float, middles: Scores, halves: Scores, likeness: Any) -> Scores:
    """Return the likeness at a moment: the mean of the stretches around it, the nearer the weightier."""
    first, last = np.searchsorted(middles, [moment - 1, moment + 1])
    near = slice(max(0, first - 1), last + 1)
    weights = np.maximum(1e-6, 1 - np.abs(middles[near] - moment) / np.maximum(halves[near], 0.25))
    mean: Scores = weights @ likeness[near] / weights.sum()
    return mean


def _price(before: SpokenWord, word: SpokenWord) -> float:
    at_break = word.start - before.end >= BREATH or ends_sentence(before.text, word.text)
    return CHANGE_AT_BREAK if at_break else CHANGE
