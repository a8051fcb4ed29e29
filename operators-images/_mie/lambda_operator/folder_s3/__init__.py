"""A folder that answers as an S3 does, for the engine without a cluster: what operators' boto3 asks for, no more.

Objects are files; metadata of objects, versions and access lists are not kept. Belongs here: requests and their answers
in S3's REST API (https://docs.aws.amazon.com/AmazonS3/latest/API/), and the folder behind them.
Must not be here: handlers and their calls.
"""
