"""Fields of the query language: the built-in ones, the names that MIE's clients know, and the verbs."""

from collections.abc import Mapping
from types import MappingProxyType

from media_insights.api.v1alpha1.operator_index import MomentKind

TITLE = "Title"
EXECUTION = "Execution"
"""The name of the execution that found a moment: the only name that may be unknown."""
NAMES = ("Operator", "Result", "Kind", "Asset", EXECUTION)
"""Fields of every moment that hold a name: compared whole, without case."""
SECONDS = ("Start", "End", "Duration")
"""Fields of every moment that hold a time; written in seconds, or as "00:01:30"."""
NUMBERS = ("Confidence", "Count")
"""Fields of every moment that hold a number: percent, and of how many detections it is made."""
CREATED = "Created"
"""When a moment's asset was made: a date."""
BUILT_IN = (TITLE, *NAMES, *SECONDS, *NUMBERS, CREATED)

SIMILAR = "similar"
"""What a sentence is written behind whose meaning is looked for."""
VERBS: Mapping[str, tuple[MomentKind, ...]] = MappingProxyType(
    {
        "says": ("Speech",),
        "text": ("Text",),
        "label": ("Label",),
        "person": ("Person", "Face"),
        "sound": ("Sound",),
        "shot": ("Segment",),
        "unsafe": ("Moderation",),
        "about": ("Entity", "Chapter"),
        "fact": ("Fact",),
    }
)
"""Verb → the kinds of moments whose words it looks at."""

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "assetid": "Asset",
        "startseconds": "Start",
        "endseconds": "End",
        "transcript": "Transcript",
        "translatedtext": "Translation",
        "language": "Language",
    }
)
"""Name in lower case → field: what Media Insights Engine calls a field that is called something else here."""
FAMILIAR = (
    *("Name", "ParentName", "Parents", "DetectedText", "PhraseText", "EntityText", "EntityType", "Type", "Transcript"),
    *("Translation", "Caption", "Language", "LanguageCode", "Speaker", "Sentiment", "Gender", "Emotions", "Summary"),
)
"""Fields that a query may name although no moment has them yet."""
