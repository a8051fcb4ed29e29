"""What the chart runs inside the cluster besides the controller: it applies the catalogue and checks an installation.

Belongs here: small programs that start in a blink, so the standard library's HTTP client instead of a cluster library.
Does not: anything that watches or reconciles.
"""
