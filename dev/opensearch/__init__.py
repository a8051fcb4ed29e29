"""A real OpenSearch for tests: its jars come from Maven Central, and stay in the cache outside of the checkout.

Must not be here: anything that an installation uses; the server that is started here has no users and no TLS.
"""
