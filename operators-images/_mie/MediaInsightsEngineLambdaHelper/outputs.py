"""What an operator returns, built step by step: state, metadata for the workflow, media."""

from collections.abc import Mapping
from typing import Any


class OutputHelper:
    """An output object with a name, and nothing of the event that it answers."""

    def __init__(self, name: str) -> None:
        """Start empty."""
        self.name = name
        self.status = ""
        self.metadata: dict[str, Any] = {}
        self.media: dict[str, Any] = {}
        self.base_s3_key = "private/media/"

    def return_output_object(self) -> dict[str, Any]:
        """Return the object that a handler returns, or gives to MasExecutionError."""
        return {"Name": self.name, "Status": self.status, "MetaData": self.metadata, "Media": self.media}

    def update_workflow_status(self, status: str) -> None:
        """Set the operation's state, one of ``Status.OPERATION_STATUS_*``."""
        self.status = status

    def add_workflow_metadata(self, **kwargs: Any) -> None:
        """Add facts for the monitor, and for whoever reads why something failed."""
        self.metadata.update(kwargs)

    def add_workflow_metadata_json(self, json_metadata: Mapping[str, Any]) -> None:
        """Add facts from a dictionary."""
        self.metadata.update(json_metadata)

    def add_media_object(self, media_type: str, s3_bucket: str, s3_key: str) -> None:
        """Name an object that was written as a medium for later operators."""
        self.media[media_type] = {"S3Bucket": s3_bucket, "S3Key": s3_key}


class MediaInsightsOperationHelper(OutputHelper):
    """An event that was taken apart, and the output object that answers it. A missing member is a KeyError."""

    def __init__(self, event: Mapping[str, Any]) -> None:
        """Take over what the event says, the metadata of an earlier call included."""
        super().__init__(event["Name"])
        self.asset_id: str = event["AssetId"]
        self.workflow_execution_id: str = event["WorkflowExecutionId"]
        self.input: dict[str, Any] = event["Input"]
        self.configuration: dict[str, Any] = event["Configuration"]
        self.status = event["Status"]
        self.metadata = event.get("MetaData", {})
        self.media = event.get("Media", {})

    def workflow_info(self) -> dict[str, str]:
        """Return which asset and execution this is about."""
        return {"AssetId": self.asset_id, "WorkflowExecutionId": self.workflow_execution_id}

    def return_output_object(self) -> dict[str, Any]:
        """Return the object that a handler returns, with the event's own members."""
        echoed = {**self.workflow_info(), "Input": self.input, "Configuration": self.configuration}
        return super().return_output_object() | echoed
