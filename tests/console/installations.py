"""Installations behind a socket of their own, and how files come into them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from fastapi import FastAPI

PREFIX = "/media/insights"
ATTACK = """<img src=x onerror="window.attacked=1">'"`${7*7}.txt"""
SECONDS = 90


@contextmanager
def served(app: FastAPI, prefix: str) -> Iterator[str]:
    """Run an application in a thread, and give its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + SECONDS
    while not server.started:
        assert time.monotonic() < until, "the application did not start"
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{prefix}"
    finally:
        server.should_exit = True
        thread.join(30)


def add(url: str, name: str, content: bytes, workflow: str = "reading") -> str:
    """Add a file as a program does, wait until it is analysed, and return the asset's id."""
    with httpx.Client(base_url=url, timeout=30) as client:
        new = {"namespace": "local", "name": name, "bytes": len(content)}
        upload = client.post("/v1/uploads", json=new).raise_for_status().json()["id"]
        client.put(f"/v1/uploads/{upload}/parts/1", content=content).raise_for_status()
        client.post(f"/v1/uploads/{upload}/complete").raise_for_status()
        body = {"namespace": "local", "upload": upload, "workflows": [{"name": workflow}]}
        asset = client.post("/v1/assets", json=body).raise_for_status().json()["id"]
        until = time.monotonic() + SECONDS
        while (found := client.get(f"/v1/assets/{asset}").json())["state"] != "Complete":
            assert time.monotonic() < until, f"{found['state']}: {found['message']}"
            time.sleep(0.2)
        while not client.get("/v1/search", params={"q": f"Asset:{asset}"}).json()["items"]:
            assert time.monotonic() < until, "nothing was indexed"
            time.sleep(0.2)
    return str(asset)
