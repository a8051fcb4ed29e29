"""What operators that are allowed to reach the outside share: one address, bounded answers, a few patient tries.

Unlike the rest of the SDK it needs urllib3, which the operator declares, and so it is imported by name only:
`from media_operator.web import posting`.
"""
