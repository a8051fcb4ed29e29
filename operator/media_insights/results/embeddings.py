"""imageEmbedding: vectors of frames and images; similar content has near vectors."""

from typing import Literal

from media_insights.results.media import VideoResult
from media_insights.results.shapes import Computed, Count, Millis, Pascal


class Embedding(Pascal):
    """The vector of one frame or image."""

    timestamp: Millis
    """When the frame is; 0 for an image."""
    index: Count
    """Its row in the file, from 0."""


class VectorFile(Pascal):
    """Where the vectors are: a file beside the result, the medium `ImageEmbeddings`."""

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
