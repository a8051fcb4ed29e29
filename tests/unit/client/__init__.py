"""The client of the HTTP API, against servers that answer as one may."""
