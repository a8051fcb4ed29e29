"""What operators of Media Insights Engine import, by the names that they import: classes, methods, words of states.

Belongs here: MIE's own vocabulary, fresh in every run. Must not be here: how a run is started and what becomes of
its outputs, which is ``lambda_operator``.
"""

from MediaInsightsEngineLambdaHelper.dataplane import DataPlane
from MediaInsightsEngineLambdaHelper.errors import MasExecutionError
from MediaInsightsEngineLambdaHelper.outputs import MediaInsightsOperationHelper, OutputHelper
from MediaInsightsEngineLambdaHelper.statuses import Status

__all__ = ["DataPlane", "MasExecutionError", "MediaInsightsOperationHelper", "OutputHelper", "Status"]
