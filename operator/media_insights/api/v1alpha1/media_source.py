"""MediaSource: a prefix of a bucket that is watched, and what runs over each file that comes."""

from typing import ClassVar, Literal

from pydantic import Field

from media_insights.api.v1alpha1.asset import AssetWorkflow, SourceType
from media_insights.api.v1alpha1.meta import (
    CHANGES,
    Conditions,
    ObjectMeta,
    Shape,
    StatusShape,
    fixed,
    keyed_list,
    rule,
    rules,
)
from media_insights.api.v1alpha1.prefix import Pattern, Prefix
from media_insights.api.v1alpha1.times import MaybeTime

MediaSourceState = Literal["", "Watching", "Suspended", "Error"]
_DAY = 86_400
MOST_PATTERNS = 128
"""Patterns of one source: each is compared with each name and path of a listing."""


def _few_patterns() -> dict[str, str]:
    counts = [f"(has(self.{name}) ? size(self.{name}) : 0)" for name in ("include", "exclude")]
    of_rules = "self.rules.map(each, has(each.patterns) ? size(each.patterns) : 0).sum()"
    sentence = f"include, exclude and the patterns of all rules are {MOST_PATTERNS} patterns together, at most"
    return rule(f"{' + '.join((*counts, of_rules))} <= {MOST_PATTERNS}", sentence, fieldPath=".rules")


class WatchRule(Shape):
    """What runs over files of some types and names."""

    types: tuple[SourceType, ...] = Field(
        default=(),
        max_length=4,
        json_schema_extra={"x-kubernetes-list-type": "set"},
        description="Media types, which the content says, not the name; absent: whatever it is.",
    )
    patterns: tuple[Pattern, ...] = Field(
        default=(),
        max_length=32,
        description="Patterns of names, or of paths below the prefix; absent: whatever the name.",
    )
    workflows: tuple[AssetWorkflow, ...] = Field(
        min_length=1,
        max_length=16,
        json_schema_extra=keyed_list("name"),
        description="The workflows of the asset that such a file becomes.",
    )


class MediaSourceSpec(Shape):
    """Which prefix is watched, and what becomes of the files below it."""

    model_config: ClassVar = {"json_schema_extra": rules(fixed("prefix", "MediaSource"), _few_patterns())}

    prefix: Prefix = Field(description="Where files come. What lies there already is taken too. Immutable.")
    include: tuple[Pattern, ...] = Field(
        default=(),
        max_length=32,
        description="Patterns of names, or of paths below the prefix, such as `*.jpg`; in any case of letters.",
    )
    exclude: tuple[Pattern, ...] = Field(
        default=(), max_length=32, description="Patterns of what is left out although it is included."
    )
    rules: tuple[WatchRule, ...] = Field(
        min_length=1, max_length=32, description="What runs: the first that fits. A file that none fits is left out."
    )
    every_seconds: int = Field(default=60, ge=10, le=_DAY, description="From the end of a listing to the next one.")
    settle_seconds: int = Field(
        default=30,
        ge=0,
        le=_DAY,
        description="For how long size, ETag and time of a file must have stayed the same before it is taken.",
    )
    parallelism: int = Field(
        default=100, ge=1, le=10_000, description="How many of its assets are unfinished at once, at most."
    )
    suspend: bool = Field(default=False, description="While true, nothing is listed and taken; what runs goes on.")


class SourceObjects(StatusShape):
    """How many objects a listing found, by what became of them."""

    seen: int = 0
    taken: int = Field(default=0, description="Those that have become assets, now or before.")
    settling: int = Field(default=0, description="Those that may still change.")
    skipped: int = Field(default=0, description="Those that include, exclude or the rules leave out, or that are none.")
    refused: int = Field(default=0, description="Those whose assets the API server finds invalid.")
    unreadable: int = Field(default=0, description="Those whose content the store refuses; each listing asks again.")


class SourceCheckpoint(StatusShape):
    """How far the listing is that goes on: where another replica goes on."""

    listed_up_to: str = Field(default="", max_length=1024, description="The last key that was listed.")
    objects: SourceObjects = SourceObjects()
    started_at: MaybeTime = None


class SourceStatus(StatusShape):
    """What the source has seen."""

    observed_generation: int = 0
    conditions: Conditions = ()
    state: MediaSourceState = ""
    message: str = Field(default="", max_length=1024, description="Why it is in this state, or what it waits for.")
    objects: SourceObjects | None = Field(default=None, description="Of the last listing that came to its end.")
    checkpoint: SourceCheckpoint | None = Field(default=None, description="Absent between two listings.")
    last_listing: MaybeTime = Field(default=None, description="When all of the prefix had last been listed.")
    next_listing: MaybeTime = Field(default=None, description="When it is listed again; absent while it is.")
    changes: int | None = Field(default=None, ge=0, description=CHANGES)


class MediaSource(StatusShape):
    """A prefix of a bucket that is watched: each version of a file becomes an asset, once."""

    PLURAL: ClassVar = "mediasources"
    SHORT: ClassVar = "ms"
    SCOPE: ClassVar = "Namespaced"
    COLUMNS: ClassVar = (
        ("State", "string", ".status.state", 0),
        ("Seen", "integer", ".status.objects.seen", 0),
        ("Taken", "integer", ".status.objects.taken", 0),
        ("Settling", "integer", ".status.objects.settling", 0),
        ("Listed", "date", ".status.lastListing", 0),
        ("Bucket", "string", ".spec.prefix.bucket", 1),
        ("Prefix", "string", ".spec.prefix.key", 1),
        ("Message", "string", ".status.message", 1),
        ("Age", "date", ".metadata.creationTimestamp", 0),
    )

    api_version: str = "mediainsights.dev/v1alpha1"
    kind: Literal["MediaSource"] = "MediaSource"
    metadata: ObjectMeta = ObjectMeta()
    spec: MediaSourceSpec
    status: SourceStatus = SourceStatus()
