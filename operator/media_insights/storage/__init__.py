"""The object store: S3 through boto3, or a local folder with the same layout."""
