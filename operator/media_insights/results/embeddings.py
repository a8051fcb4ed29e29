"""imageEmbedding and textEmbedding: vectors of images, frames and sentences; similar content has near vectors."""

from typing import Literal

from media_insights.results.media import VideoResult
from media_insights.results.shapes import Computed, Count, Language, Millis, Pascal, Seconds


class Embedding(Pascal):
    """The vector of one frame or image."""

    timestamp: Millis
    """When the frame is; 0 for an image."""
    index: Count
    """Its row in the file, from 0."""


class VectorFile(Pascal):
    """Where the vectors are: a file beside the result, the medium `ImageEmbeddings` or `TextEmbeddings`."""

    name: str
    """Its name."""
    format: Literal["npy"]
    """NumPy's format: a header that says what follows, then row by row."""
    element_type: Literal["float16"]
    """Half-precision floating point, little-endian."""
    rows: Count
    """How many vectors there are."""
    dimension: Count
    """How many numbers a vector has. Each vector has the length 1, so that the cosine of two is their inner product."""


class VideoEmbeddings(VideoResult):
    """Vectors of the frames of a video, in time order."""

    embeddings: tuple[Embedding, ...]
    """One for each frame."""
    file: VectorFile
    """The numbers."""


class ImageEmbedding(Computed):
    """The vector of an image."""

    embeddings: tuple[Embedding, ...]
    """One."""
    file: VectorFile
    """The numbers."""


class EmbeddedSentence(Pascal):
    """The vector of one sentence."""

    text: str
    """The sentence."""
    index: Count
    """Its row in the file, from 0."""
    begin_offset: Count
    """Characters (Unicode code points) before it in the text."""
    end_offset: Count
    """Characters up to its end."""
    start_time: Seconds | None = None
    """When it is said; where the text is a transcript."""
    end_time: Seconds | None = None
    """When it has been said; where the text is a transcript."""


class TextEmbedding(Computed):
    """Vectors of the sentences of a text, in its order; an empty text has none."""

    language_code: Language
    """The text's language; `und` for a text file that is not English."""
    embeddings: tuple[EmbeddedSentence, ...]
    """One for each sentence with a letter or a digit."""
    file: VectorFile
    """The numbers."""
