"""What user code does with boto3, as a handler: told what comes of it, two stores can be compared."""

import io
import os
import urllib.request

import boto3
from botocore.exceptions import ClientError

from MediaInsightsEngineLambdaHelper import DataPlane, MediaInsightsOperationHelper

s3 = boto3.client("s3")


def _code(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    return "no error"


def lambda_handler(event, context):
    operation = MediaInsightsOperationHelper(event)
    told = operation.input["Media"]["Text"]
    path = DataPlane().generate_media_storage_path(operation.asset_id, operation.workflow_execution_id)
    bucket, prefix = path["S3Bucket"], path["S3Key"]
    seen = {"input": s3.get_object(Bucket=told["S3Bucket"], Key=told["S3Key"])["Body"].read().decode()}
    for number in range(5):
        s3.put_object(
            Bucket=bucket, Key=f"{prefix}many/{number}/ü & x.txt", Body=b"x" * number, ContentType="text/plain"
        )
    one = f"{prefix}many/4/ü & x.txt"
    seen["range"] = s3.get_object(Bucket=bucket, Key=one, Range="bytes=1-2")["Body"].read().decode()
    seen["tail"] = s3.get_object(Bucket=bucket, Key=one, Range="bytes=-1")["ContentRange"]
    seen["size"] = s3.head_object(Bucket=bucket, Key=one)["ContentLength"]
    seen["empty"] = s3.get_object(Bucket=bucket, Key=f"{prefix}many/0/ü & x.txt")["Body"].read().decode()
    grouped = s3.list_objects_v2(Bucket=bucket, Prefix=f"{prefix}many/", Delimiter="/")
    seen["groups"] = [each["Prefix"].removeprefix(prefix) for each in grouped["CommonPrefixes"]]
    pages = list(
        s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix, PaginationConfig={"PageSize": 2})
    )
    seen["pages"] = [[(each["Key"].removeprefix(prefix), each["Size"]) for each in page["Contents"]] for page in pages]
    seen["old listing"] = len(s3.list_objects(Bucket=bucket, Prefix=f"{prefix}many/")["Contents"])
    s3.copy_object(Bucket=bucket, Key=f"{prefix}copy.txt", CopySource={"Bucket": bucket, "Key": one})
    seen["copied"] = s3.get_object(Bucket=bucket, Key=f"{prefix}copy.txt")["Body"].read().decode()
    large = os.urandom(1 << 20) * 20
    s3.upload_fileobj(io.BytesIO(large), bucket, f"{prefix}large.bin")
    back = io.BytesIO()
    s3.download_fileobj(bucket, f"{prefix}large.bin", back)
    seen["large"] = back.getvalue() == large
    s3.copy({"Bucket": bucket, "Key": f"{prefix}large.bin"}, bucket, f"{prefix}twin.bin")  # in parts, as it is large
    seen["large copied"] = s3.get_object(Bucket=bucket, Key=f"{prefix}twin.bin")["Body"].read() == large
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": one}, ExpiresIn=60)
    seen["presigned"] = urllib.request.urlopen(url).read().decode()
    keys = [{"Key": f"{prefix}many/{number}/ü & x.txt"} for number in range(5)]
    s3.delete_objects(Bucket=bucket, Delete={"Objects": keys})
    for name in ("large.bin", "twin.bin"):
        s3.delete_object(Bucket=bucket, Key=f"{prefix}{name}")
    seen["no such prefix"] = [
        s3.list_objects_v2(Bucket=bucket, Prefix=each)["KeyCount"] for each in ("/", "../", f"{prefix}../")
    ]
    seen["none wanted"] = s3.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=0)["IsTruncated"]
    seen["left"] = [
        each["Key"].removeprefix(prefix) for each in s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]
    ]
    seen["missing"] = _code(s3.get_object, Bucket=bucket, Key=f"{prefix}nothing")
    seen["missing head"] = _code(s3.head_object, Bucket=bucket, Key=f"{prefix}nothing")
    seen["beyond"] = _code(s3.get_object, Bucket=bucket, Key=f"{prefix}copy.txt", Range="bytes=99-")
    DataPlane().store_asset_metadata(operation.asset_id, operation.name, operation.workflow_execution_id, seen)
    operation.update_workflow_status("Complete")
    return operation.return_output_object()
