"""The HTTP API: the same requests over both adapters, a results folder and a cluster."""
