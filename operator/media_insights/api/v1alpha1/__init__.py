"""The kinds of ``mediainsights.dev/v1alpha1`` as pydantic models: the one source of validation, CRDs and docs.

Belongs here: fields with their descriptions and what one value may be; labels, conditions and times of objects.
Must not be here: rules that need a second object (``domain``), or how objects are read and written (``kube``).
"""

from media_insights.api.v1alpha1.asset import AssetStatus, MediaAsset, MediaAssetSpec
from media_insights.api.v1alpha1.batch import BatchStatus, MediaBatch, MediaBatchSpec
from media_insights.api.v1alpha1.execution import ExecutionStatus, MediaExecution, MediaExecutionSpec
from media_insights.api.v1alpha1.media_source import MediaSource, MediaSourceSpec, SourceStatus
from media_insights.api.v1alpha1.operator import MediaOperator, MediaOperatorSpec, OperatorStatus
from media_insights.api.v1alpha1.workflow import MediaWorkflow, MediaWorkflowSpec, WorkflowStatus

GROUP = "mediainsights.dev"
VERSION = "v1alpha1"
API_VERSION = f"{GROUP}/{VERSION}"

Kind = MediaOperator | MediaWorkflow | MediaAsset | MediaExecution | MediaBatch | MediaSource
KINDS: tuple[type[Kind], ...] = (MediaOperator, MediaWorkflow, MediaAsset, MediaExecution, MediaBatch, MediaSource)

__all__ = [
    "API_VERSION",
    "GROUP",
    "KINDS",
    "VERSION",
    "AssetStatus",
    "BatchStatus",
    "ExecutionStatus",
    "Kind",
    "MediaAsset",
    "MediaAssetSpec",
    "MediaBatch",
    "MediaBatchSpec",
    "MediaExecution",
    "MediaExecutionSpec",
    "MediaOperator",
    "MediaOperatorSpec",
    "MediaSource",
    "MediaSourceSpec",
    "MediaWorkflow",
    "MediaWorkflowSpec",
    "OperatorStatus",
    "SourceStatus",
    "WorkflowStatus",
]
