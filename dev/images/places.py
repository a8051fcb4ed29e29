"""Places of sources and images: the checkout, and one folder outside it."""

from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
"""The repository's root."""


@dataclass(frozen=True)
class Places:
    """The folders of a checkout and of the cache ``$MEDIA_INSIGHTS_CACHE``; none is made by asking for it."""

    checkout: Path
    cache: Path

    @property
    def bases(self) -> Path:
        """One folder per shared base image."""
        return self.checkout / "operators-images" / "_base"

    @property
    def shared(self) -> Path:
        """The Dockerfile of every operator that brings none."""
        return self.bases / "operator.Dockerfile"

    @property
    def packages(self) -> Path:
        """The Dockerfile of every base that is nothing but packages."""
        return self.bases / "packages.Dockerfile"

    @property
    def model_layer(self) -> Path:
        """The Dockerfile of model files that several operators share."""
        return self.bases / "models.Dockerfile"

    @property
    def models(self) -> Path:
        """One folder of model files per operator, made by ``make models``."""
        return self.cache / "models"

    @property
    def images(self) -> Path:
        """Everything that this package keeps; ``make images-clean`` removes it."""
        return self.cache / "images"

    @property
    def contexts(self) -> Path:
        """Build contexts, one folder per image, made anew for each build."""
        return self.images / "contexts"

    @property
    def layout(self) -> Path:
        """The built images as blobs and references, whichever builder made them."""
        return self.images / "layout"

    @property
    def storage(self) -> Path:
        """The own storage of buildah, so that a user's other images are left alone."""
        return self.images / "storage"

    @property
    def provenance(self) -> Path:
        """What each image was made from, one file per image."""
        return self.images / "provenance"

    @property
    def values(self) -> Path:
        """Helm values that name every image: ``helm install -f``."""
        return self.images / "images.yaml"
