"""Makes a Marian-like model in CTranslate2's format that is small, real, and right by construction.

Runs in the environment of `translate`: ``python toy_translation.py FOLDER [multilingual]``. The network has one layer.
An encoder's state is a word and its place; the decoder at place t looks at the word at place t, and a matrix gives the
word that stands for it in the other language. So "the cat" is "die katze", word by word, in whatever order they come.
"""

import json
import sys
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece

WORDS = {"the": "die", "cat": "katze", "sees": "sieht", "house": "wohnung", "and": "und", "a": "eine", ".": "."}
PLACES = 256
SPECIAL = ["<unk>", "<s>", "</s>"]
SHARP = 400.0
"""How decidedly a place looks at its own word: softmax gives it all but nothing."""

Array = np.ndarray[Any, np.dtype[np.float32]]


LANGUAGES = {"en": "eng_Latn", "de": "deu_Latn"}
"""What a model of many languages calls two of them: tokens that begin either side."""


def multilingual(folder: Path) -> None:
    """Write a model of two languages with one tokenizer, and its manifest; German stays as it is."""
    words = list(dict.fromkeys([*WORDS, *WORDS.values()]))
    pieces = [*_tokenizer(folder / "both.spm", words), *LANGUAGES.values()]
    _save(folder / "many", {"source": pieces, "target": pieces}, ended=False)
    manifest = {
        "name": "toy-many",
        "task": "translation",
        "decoder": "ctranslate2-multilingual",
        "file": "many",
        "tokenizer": "both.spm",
        "languageTokens": LANGUAGES,
    }
    (folder / "toy-many.json").write_text(json.dumps(manifest))


def main(folder: Path) -> None:
    """Write the model, its tokenizers and its manifest."""
    sides = {"source": list(WORDS), "target": list(WORDS.values())}
    vocabularies = {side: _tokenizer(folder / f"{side}.spm", words) for side, words in sides.items()}
    _save(folder / "toy", vocabularies, ended=True)
    manifest = {
        "name": "toy-en-de",
        "version": "1",
        "task": "translation",
        "decoder": "ctranslate2-marian",
        "file": "toy",
        "tokenizers": {"source": "source.spm", "target": "target.spm"},
        "sourceLanguages": ["en"],
        "targetLanguages": ["de"],
    }
    (folder / "toy-en-de.json").write_text(json.dumps(manifest))


def _save(folder: Path, vocabularies: dict[str, list[str]], *, ended: bool) -> None:
    """Write the network; `ended`: it ends a source itself."""
    spec = ctranslate2.specs.TransformerSpec.from_config((1, 1), 1, pre_norm=True)
    _fill(spec, vocabularies)
    spec.register_source_vocabulary(vocabularies["source"])
    spec.register_target_vocabulary(vocabularies["target"])
    spec.config.add_source_eos = ended
    spec.validate()
    folder.mkdir()
    spec.save(str(folder))


def _tokenizer(path: Path, words: list[str]) -> list[str]:
    """Train SentencePiece on the words alone: each becomes one piece."""
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([" ".join(words)] * 20),
        model_prefix=str(path.with_suffix("")),
        model_type="word",
        vocab_size=len(words) + len(SPECIAL),
        bos_id=1,
        eos_id=2,
        unk_id=0,
        minloglevel=2,
    )
    path.with_suffix(".model").rename(path)
    path.with_suffix(".vocab").unlink()
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [pieces.id_to_piece(number) for number in range(pieces.get_piece_size())]


def _fill(spec: Any, vocabularies: dict[str, list[str]]) -> None:
    count = len(vocabularies["source"])
    width = count + PLACES
    places = np.hstack([np.zeros((PLACES, count)), np.eye(PLACES)])
    words = np.hstack([np.eye(count), np.zeros((count, PLACES))])
    spec.encoder.embeddings[0].weight = _floats(words)
    spec.decoder.embeddings.weight = _floats(np.zeros((count, width)))
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = _floats(places)
        _norm(side.layer_norm, width)
        _silent(side.layer[0], width)
    _look(spec.decoder.layer[0].attention, width, count)
    spec.decoder.projection.weight = _floats(np.hstack([_translation(vocabularies), np.zeros((count, PLACES))]))
    spec.decoder.projection.bias = _floats(np.zeros(count))


def _look(attention: Any, width: int, count: int) -> None:
    """Query and key are the places; the value is the word."""
    place, word = np.zeros((width, width)), np.zeros((width, width))
    place[count:, count:] = np.eye(PLACES)
    word[:count, :count] = np.eye(count)
    _norm(attention.layer_norm, width)
    _linear(attention.linear[0], SHARP * place)
    _linear(attention.linear[1], np.vstack([place, word]))
    _linear(attention.linear[2], SHARP * word)


def _translation(vocabularies: dict[str, list[str]]) -> Array:
    """Return the matrix from source words to target words; what is unknown and the end stand for themselves."""
    matrix = np.zeros((len(vocabularies["target"]), len(vocabularies["source"])))
    for number, piece in enumerate(vocabularies["source"]):
        word = piece.lstrip("\u2581")
        matrix[vocabularies["target"].index(f"\u2581{WORDS[word]}" if word in WORDS else piece), number] = 1
    return _floats(matrix)


def _silent(layer: Any, width: int) -> None:
    """Let self-attention and the feed-forward network add nothing."""
    _norm(layer.self_attention.layer_norm, width)
    _linear(layer.self_attention.linear[0], np.zeros((3 * width, width)))
    _linear(layer.self_attention.linear[1], np.zeros((width, width)))
    _norm(layer.ffn.layer_norm, width)
    _linear(layer.ffn.linear_0, np.zeros((4, width)))
    _linear(layer.ffn.linear_1, np.zeros((width, 4)))


def _linear(spec: Any, weight: Any) -> None:
    spec.weight, spec.bias = _floats(weight), _floats(np.zeros(len(weight)))


def _norm(spec: Any, width: int) -> None:
    spec.gamma, spec.beta = _floats(np.ones(width)), _floats(np.zeros(width))


def _floats(array: Any) -> Array:
    return np.ascontiguousarray(array, dtype=np.float32)


if __name__ == "__main__":
    (multilingual if "multilingual" in sys.argv else main)(Path(sys.argv[1]))
