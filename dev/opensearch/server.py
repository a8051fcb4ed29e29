"""OpenSearch on loopback: fetched once, then started over an empty folder.

It is the server's own code in one JVM, without TLS, users and checks of the machine: for tests, never for production.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("MEDIA_INSIGHTS_CACHE") or Path.home() / ".cache/media-insights") / "opensearch"
OLDEST_JAVA = 21
READY_SECONDS = 300.0
_JAVA = (
    *("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"),
    *("--add-modules", "jdk.incubator.vector"),
)


@contextmanager
def running(folder: Path, port: int) -> Iterator[str]:
    """Run a server over a folder; gives its address when it answers. RuntimeError says what is missing."""
    with process(folder, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def process(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the same, and give its process."""
    log = folder / "server.log"
    with log.open("wb") as written:
        started = subprocess.Popen(command(folder, port), stdout=written, stderr=written)
    try:
        _wait(started, log)
        yield started
    finally:
        started.terminate()
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait(20)


def command(folder: Path, port: int) -> list[str]:
    """Return the command that starts a server; fetches and compiles what it needs on first use."""
    jdk, made = java_home(), _made()
    classes = f"{made / 'classes'}:{made / 'target/lib'}/*:{made / 'target/knn'}/*"
    return [str(jdk / "bin/java"), *_JAVA, "-cp", classes, "OpenSearchServer", str(folder), str(port)]


def java_home() -> Path:
    """Return a JDK that is new enough. Raises RuntimeError, which says how to get one."""
    named = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    for each in (*named, *sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)):
        if (each / "bin/javac").is_file() and _version(each) >= OLDEST_JAVA:
            return each
    raise RuntimeError(f"OpenSearch needs a JDK {OLDEST_JAVA} or newer: install one, and name it in JAVA_HOME")


def _version(jdk: Path) -> int:
    told = subprocess.run([jdk / "bin/javac", "-version"], capture_output=True, text=True, timeout=60, check=False)
    found = re.search(r"javac (\d+)", told.stdout + told.stderr)
    return int(found[1]) if found else 0


def _made() -> Path:
    """Return the folder of jars and classes of these very sources."""
    pom, stubs = HERE / "pom.xml", sorted((HERE / "stubs").rglob("*.java"))
    sources = [HERE / "OpenSearchServer.java", *stubs]
    digest = hashlib.sha256(b"".join(each.read_bytes() for each in (pom, *sources))).hexdigest()[:12]
    folder = CACHE / digest
    if not (folder / "classes/OpenSearchServer.class").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(pom, folder)
        _fetch(folder)
        jars = f"{folder / 'target/lib'}/*"
        compiler = [str(java_home() / "bin/javac"), "-proc:none", "-cp", jars, "-d", str(folder / "classes")]
        subprocess.run([*compiler, *map(str, sources)], check=True, timeout=300)
    return folder


def _fetch(folder: Path) -> None:
    if shutil.which("mvn") is None:
        raise RuntimeError("OpenSearch is fetched by Maven: install the package maven")
    subprocess.run(["mvn", "--batch-mode", "--quiet", "package"], cwd=folder, check=True, timeout=900)


def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while b"READY" not in log.read_bytes():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"OpenSearch does not start: {log.read_text('utf-8', 'replace')[-2000:]}")
        time.sleep(0.2)


if __name__ == "__main__":
    home = Path(sys.argv[1] if len(sys.argv) > 1 else "opensearch-data")
    home.mkdir(parents=True, exist_ok=True)
    raise SystemExit(subprocess.run(command(home, 9200), check=False).returncode)
