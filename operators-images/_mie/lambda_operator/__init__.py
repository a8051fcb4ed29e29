"""Runs AWS Lambda handlers that were written as operators of Media Insights Engine, by this product's contract.

``python -m lambda_operator worddist.lambda_handler [--monitor check.lambda_handler] [--every SECONDS]``, handlers named
as Lambda names them. Belongs here: event and context of a call, the calls, what becomes of their output, the way to the
object store. Must not be here: MIE's own vocabulary, which is ``MediaInsightsEngineLambdaHelper``.
"""
