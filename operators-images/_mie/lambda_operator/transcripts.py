"""Transcripts as operators written for MIE find them: with the address of the plain text beside them in the store."""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

NAMES = frozenset({"TranscribeVideo", "TranscribeAudio"})
"""Results that are transcripts."""
ACCOUNT = "000000000000"
"""Where MIE has the number of an AWS account: there is none."""


def completed(result: Any, bucket: str, prefix: str, client: "S3Client") -> Any:
    """Return a transcript with TextTranscriptUri, whose text is put there, and accountId; what has them stays."""
    if not isinstance(result, dict) or "TextTranscriptUri" in result:
        return result
    key = f"{prefix}inputs/transcript.txt"
    client.put_object(Bucket=bucket, Key=key, Body=_text_of(result).encode())
    return {"accountId": ACCOUNT, **result, "TextTranscriptUri": {"S3Bucket": bucket, "S3Key": key}}


def put(result: Any, bucket: str, prefix: str, client: "S3Client") -> tuple[str, str]:
    """Put a completed transcript into the store; return bucket and key."""
    key = f"{prefix}inputs/transcript.json"
    client.put_object(Bucket=bucket, Key=key, Body=json.dumps(completed(result, bucket, prefix, client)).encode())
    return bucket, key


def _text_of(result: dict[str, Any]) -> str:
    spoken = result.get("results")
    texts = spoken.get("transcripts") if isinstance(spoken, dict) else None
    return " ".join(str(each.get("transcript", "")) for each in texts or () if isinstance(each, dict))
