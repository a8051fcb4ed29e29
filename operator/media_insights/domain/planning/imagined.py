"""Runs of which nothing is known but what is to be done, and over what kind of file: a dry run without an asset.

What only a real asset decides – earlier results, files that parameters name – is taken as given.
"""

from collections.abc import Mapping
from typing import Any

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflowSpec
from media_insights.api.v1alpha1.asset import MediaFacts, S3Source, Source, SourceType
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity
from media_insights.domain.planning.resolve import Request

_NAME = "imagined"


def imagined_run(
    type_: SourceType,
    workflow: MediaWorkflowSpec,
    operators: Mapping[str, MediaOperatorSpec],
    configuration: Mapping[str, Mapping[str, Any]],
) -> Request:
    """Return the request of a run over an asset of a type that does not exist; problems name ``configuration``."""
    return Request(
        asset=AssetIdentity(
            name=_NAME,
            namespace=_NAME,
            uid=_NAME,
            source=Source(s3=S3Source(bucket=_NAME, key=_NAME)),
            media=MediaFacts(type=type_),
        ),
        execution=ExecutionIdentity(name=_NAME, uid=_NAME),
        workflow=_NAME,
        workflow_spec=workflow,
        operators=operators,
        configuration=configuration,
        configuration_path="configuration",
    )
