"""What one operator of MIE leaves for the next, and what it finds of operators that are not MIE's."""

import json

import boto3
from botocore.exceptions import ClientError

from MediaInsightsEngineLambdaHelper import DataPlane, MasExecutionError, MediaInsightsOperationHelper

s3 = boto3.client("s3")


def leaves(event, context):
    operation = MediaInsightsOperationHelper(event)
    operation.add_workflow_metadata(TranslateJobId="job-7", SourceLanguage="en")
    operation.update_workflow_status("Complete")
    return operation.return_output_object()


def finds(event, context):
    operation = MediaInsightsOperationHelper(event)
    told = operation.input["Media"]["Text"]
    transcript = json.loads(s3.get_object(Bucket=told["S3Bucket"], Key=told["S3Key"])["Body"].read())
    uri = transcript["TextTranscriptUri"]
    text = s3.get_object(Bucket=uri["S3Bucket"], Key=uri["S3Key"])["Body"].read().decode()
    plane = DataPlane()
    spanish = plane.retrieve_asset_metadata(operation.asset_id, "WebCaptions_es")["results"]
    english = plane.retrieve_asset_metadata(operation.asset_id, "WebCaptions_en")["results"]
    french = plane.retrieve_asset_metadata(operation.asset_id, "WebCaptions_fr")["Code"]
    seen = {
        "metadata": operation.input["MetaData"],
        "text": text,
        "account": transcript["accountId"],
        "again": plane.retrieve_asset_metadata(operation.asset_id, "TranscribeVideo")["results"] == transcript,
        "captions": [spanish, english, french],
    }
    plane.store_asset_metadata(operation.asset_id, operation.name, operation.workflow_execution_id, seen)
    operation.update_workflow_status("Complete")
    return operation.return_output_object()


def asks_for_what_is_not_there(event, context):
    operation = MediaInsightsOperationHelper(event)
    try:
        s3.get_object(Bucket=operation.input["Media"]["Text"]["S3Bucket"], Key="private/nothing.json")
    except ClientError as error:
        operation.update_workflow_status("Error")
        operation.add_workflow_metadata(ChainError=str(error))
        raise MasExecutionError(operation.return_output_object())  # noqa: B904 - as MIE's operators write it


def names_its_keys(event, context):
    operation = MediaInsightsOperationHelper(event)
    own = boto3.Session(aws_access_key_id="mine", aws_secret_access_key="x").client("s3")
    clients = {"store": boto3.client("s3"), "translate": boto3.client("translate"), "own": own}
    keys = {name: each._request_signer._credentials.access_key for name, each in clients.items()}
    keys |= {"region": clients["translate"].meta.region_name}
    DataPlane().store_asset_metadata(operation.asset_id, operation.name, operation.workflow_execution_id, keys)
    operation.update_workflow_status("Complete")
    return operation.return_output_object()
