"""Models that an installation mounts into an operator's pods, beside those of its image or in their place."""

import re
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from media_insights.api.v1alpha1.meta import Shape, rule, rules

SHA256 = "sha256:"
ONE_PLACE = "models lie in an image or in a claim: set one of the two"
PINNED_IMAGE = "an image of models is named by its digest: write REFERENCE@sha256: and 64 hexadecimal digits"
REFERENCE = "[A-Za-z0-9][-A-Za-z0-9._:/]*@sha256:[0-9a-f]{64}"
"""What names an image by its digest; without braces, which Argo would read as a template."""
DECLARED = "models in a claim have a declared digest: set digest, as media-insights operator check-model prints it"
SOURCE_RULES = (
    rule("(has(self.image) && self.image != '') != (has(self.claim) && self.claim != '')", ONE_PLACE),
    rule(f"!has(self.image) || self.image == '' || self.image.matches('^{REFERENCE}$')", PINNED_IMAGE),
    rule("!has(self.claim) || self.claim == '' || (has(self.digest) && self.digest != '')", DECLARED),
)


class ModelSource(Shape):
    """Where the models lie that are mounted, read-only, and what they must be.

    In the cluster they lie in an image or a claim. On a machine they are a folder that its user names: the digest alone
    stands here then, which identifies them in plans, reruns and lineage.
    """

    model_config: ClassVar = {"json_schema_extra": rules(*SOURCE_RULES)}

    image: str = Field(
        default="",
        max_length=512,
        description="An image of which the files are the models, by its digest; the nodes mount it as a volume.",
    )
    claim: str = Field(
        default="",
        max_length=253,
        pattern=r"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$",
        description="A PersistentVolumeClaim of the asset's namespace, of this name in each that runs the operator.",
    )
    digest: str = Field(
        default="",
        max_length=71,
        pattern=r"^(sha256:[0-9a-f]{64})?$",
        description="Digest of the folder, which the operator checks before it computes anything; with claim, needed.",
    )
    folder: str = Field(
        default="",
        max_length=253,
        pattern=r"^([A-Za-z0-9_][-A-Za-z0-9._]*(/[A-Za-z0-9_][-A-Za-z0-9._]*)*)?$",
        description="The folder of the image or claim in which the models lie; default: its top.",
    )
    mode: Literal["Add", "Replace"] = Field(
        default="Add",
        description="Add: what is mounted comes before what the image ships. Replace: nothing that it ships counts.",
    )

    @model_validator(mode="after")
    def _is_one_place(self) -> "ModelSource":
        if self.image and self.claim:
            raise ValueError(ONE_PLACE)
        if self.image and not re.fullmatch(REFERENCE, self.image):
            raise ValueError(PINNED_IMAGE)
        if not self.image and not self.digest:
            raise ValueError(DECLARED)
        return self

    @property
    def content(self) -> str:
        """The digest of the folder, else that of the image."""
        return self.digest or self.image.rpartition("@")[2]

    @property
    def identity(self) -> str:
        """What says that models are the same: their content, and whether they stand beside what is shipped."""
        return " ".join(filter(None, (self.content, self.folder if not self.digest else "", self.mode)))
