"""The object store: S3 through boto3, or a local folder with the same layout.

What is asked of a store and the two that answer. Must not be here: what keys mean (``domain.layout``) or Kubernetes.
"""
