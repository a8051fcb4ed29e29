"""Trains a spaCy pipeline of three German sentences, in the environment of `entities`: ``toy_names.py FOLDER``."""

import sys

import spacy
from spacy.training import Example

TEXTS = (
    ("Angela Merkel wohnt in Berlin .", [(0, 13, "PER"), (23, 29, "LOC")]),
    ("Siemens kommt aus Berlin .", [(0, 7, "ORG"), (18, 24, "LOC")]),
    ("Angela Merkel kennt Siemens .", [(0, 13, "PER"), (20, 27, "ORG")]),
)


def main(folder: str) -> None:
    """Write the pipeline, which knows these sentences by heart."""
    spacy.util.fix_random_seed(7)
    pipeline = spacy.blank("de")
    pipeline.add_pipe("ner")
    examples = [Example.from_dict(pipeline.make_doc(text), {"entities": names}) for text, names in TEXTS]
    pipeline.initialize(lambda: examples)
    for _ in range(40):
        pipeline.update(examples, drop=0.0)
    pipeline.to_disk(folder)


if __name__ == "__main__":
    main(sys.argv[1])
