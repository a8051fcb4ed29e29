"""An operator that says what it is told: run by the engine as ``told.py TASK``."""

import json
import sys
import time
from pathlib import Path

task = json.loads(Path(sys.argv[1]).read_text("utf-8"))
deadline = time.monotonic() + 120
while task["waits"] and not Path(task["waits"]).exists():
    if time.monotonic() > deadline:
        sys.exit("nobody let it go on")
    time.sleep(0.05)
if "fails" in task["says"]:
    sys.exit(task["says"]["fails"])
out = Path(task["out"])
(out / "result.json").write_text(json.dumps(task["says"]), "utf-8")
for name, content in task["files"].items():
    (out / name).write_bytes(bytes.fromhex(content))
