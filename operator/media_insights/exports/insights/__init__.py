"""Insights as Azure AI Video Indexer's "Get Video Index" gives them, for tools that read those.

Belongs here: what becomes of which result, one kind of insight per function. Must not be here: shapes of results
(``results``), or insights that no result holds.
Written from Microsoft's public documentation, "Examine the Azure AI Video Indexer output"
(https://learn.microsoft.com/azure/azure-video-indexer/video-indexer-output-json-v2). Confidences are 0 to 1, times are
``h:mm:ss.fff``, places of text are pixels. What no operator finds is empty: scenes, brands, emotions, topics. Faces
that were not distinguished are one entry, Unknown. A MIXED sentence counts as Neutral: Video Indexer has no other word.
"""
