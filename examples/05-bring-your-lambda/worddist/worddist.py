# An operator as it ran in AWS Lambda for Media Insights Engine: which words a transcript holds, and how often.

import json
import re

import boto3

from MediaInsightsEngineLambdaHelper import DataPlane, MasExecutionError, MediaInsightsOperationHelper

s3 = boto3.client("s3")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def lambda_handler(event, context):
    operator_object = MediaInsightsOperationHelper(event)
    try:
        source = operator_object.input["Media"]["Text"]
        shortest = int(operator_object.configuration.get("MinLength", 1))
    except (KeyError, ValueError) as error:
        operator_object.update_workflow_status("Error")
        operator_object.add_workflow_metadata(WordDistError=f"Text and MinLength are needed: {error}")
        raise MasExecutionError(operator_object.return_output_object())

    stored = s3.get_object(Bucket=source["S3Bucket"], Key=source["S3Key"])["Body"].read()
    transcript = json.loads(stored)["results"]["transcripts"][0]["transcript"]
    counts = {}
    for word in WORD.findall(transcript.lower()):
        if len(word) >= shortest:
            counts[word] = counts.get(word, 0) + 1

    dataplane = DataPlane()
    metadata = dataplane.store_asset_metadata(
        operator_object.asset_id, operator_object.name, operator_object.workflow_execution_id, {"Results": counts}
    )
    if metadata.get("Status") != "Success":
        operator_object.update_workflow_status("Error")
        operator_object.add_workflow_metadata(WordDistError=f"Unable to store metadata: {metadata}")
        raise MasExecutionError(operator_object.return_output_object())

    path = dataplane.generate_media_storage_path(operator_object.asset_id, operator_object.workflow_execution_id)
    key = path["S3Key"] + "words.csv"
    rows = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    s3.put_object(Bucket=path["S3Bucket"], Key=key, Body="\n".join(f"{word},{count}" for word, count in rows))
    operator_object.add_media_object("WordTable", path["S3Bucket"], key)
    operator_object.add_workflow_metadata(WordCount=str(sum(counts.values())))
    operator_object.update_workflow_status("Complete")
    return operator_object.return_output_object()
