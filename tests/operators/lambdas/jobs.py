"""An asynchronous operation as MIE has it: a start that submits, a monitor that fetches a page a call."""

import decimal

from MediaInsightsEngineLambdaHelper import DataPlane, MasExecutionError, MediaInsightsOperationHelper, OutputHelper

output_object = OutputHelper("jobs")
PAGES = [[1, 2], [3], [4, 5]]


def start(event, context):
    output_object.add_workflow_metadata(
        JobId="job-1", AssetId=event["AssetId"], WorkflowExecutionId=event["WorkflowExecutionId"]
    )
    output_object.update_workflow_status("Executing")
    return output_object.return_output_object()


def monitor(event, context):
    operation = MediaInsightsOperationHelper(event)
    assert operation.metadata["JobId"] == "job-1"
    assert context.get_remaining_time_in_millis() > 0
    page = int(operation.metadata.get("PageToken", 0))
    last = page + 1 == len(PAGES)
    results = {"Items": PAGES[page], "VideoMetadata": [{"FrameRate": decimal.Decimal("29.97")}], "NextToken": str(page)}
    plane = DataPlane()
    for _ in range(2 if page == 1 else 1):
        stored = plane.store_asset_metadata(
            operation.asset_id, "jobs", operation.workflow_execution_id, results, paginate=True, end=last
        )
        assert stored["Status"] == "Success"
    operation.add_workflow_metadata_json({"PageToken": str(page + 1)})
    operation.update_workflow_status("Complete" if last else "Executing")
    return operation.return_output_object()


def reports_an_error(event, context):
    operation = MediaInsightsOperationHelper(event)
    operation.update_workflow_status("Error")
    operation.add_workflow_metadata(JobsError="the job was refused")
    return operation.return_output_object()


def raises(event, context):
    operation = MediaInsightsOperationHelper(event)
    operation.update_workflow_status("Error")
    operation.add_workflow_metadata(JobsError="the service is busy")
    raise MasExecutionError(operation.return_output_object())


def is_wrong(event, context):
    return event["Nothing"]


def returns_nothing(event, context):
    return None


def never_asked(event, context):
    return {"Name": "jobs", "Status": "Executing", "MetaData": {}, "Media": {}}


def stores_nothing(event, context):
    return {
        "Name": "jobs",
        "Status": "Complete",
        "MetaData": {"Pairs": "2"},
        "Media": {"Sound": {"S3Bucket": "b", "S3Key": "k"}},
    }


def names_a_missing_file(event, context):
    media = {"WordTable": {"S3Bucket": "media-insights", "S3Key": "private/nothing.csv"}}
    return {"Name": "jobs", "Status": "Complete", "MetaData": {}, "Media": media}
