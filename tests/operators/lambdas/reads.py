"""Everything that the data plane answers, as MIE's operators ask it."""

from MediaInsightsEngineLambdaHelper import DataPlane, MediaInsightsOperationHelper


def lambda_handler(event, context):
    operation = MediaInsightsOperationHelper(event)
    plane, asset, execution = DataPlane(), operation.asset_id, operation.workflow_execution_id
    seen = {"event": event}
    stored = plane.store_asset_metadata(asset, "own", execution, {"a": 0.25})
    seen["stored"] = sorted(stored)
    seen["own"] = plane.retrieve_asset_metadata(asset, "own")["results"]
    seen["input"] = plane.retrieve_asset_metadata(asset, operator_name="TranscribeVideo")["results"]["jobName"]
    seen["elsewhere"] = plane.retrieve_asset_metadata(asset, "labelDetection")["results"]
    seen["missing"] = plane.retrieve_asset_metadata(asset, "nothing")
    page, walked = plane.retrieve_asset_metadata(asset), []
    seen["first"] = page["results"]
    while "cursor" in page:
        page = plane.retrieve_asset_metadata(asset, cursor=page["cursor"])
        walked.append(page["operator"])
    seen["walked"] = walked
    seen["asset"] = plane.create_asset("Video", "bucket", "key")["Code"]
    seen["other asset"] = plane.store_asset_metadata("other", "own", execution, {"a": 1})["Code"]
    seen["no object"] = plane.store_asset_metadata(asset, "own", execution, [1])["Code"]
    seen["route"] = plane.call_dataplane("/x", "/x", "GET")["Code"]
    plane.store_asset_metadata(asset, operation.name, execution, seen)
    operation.update_workflow_status("Complete")
    return operation.return_output_object()
