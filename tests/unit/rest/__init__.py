"""The HTTP API by itself; tests/conformance/api asks it over both adapters."""
