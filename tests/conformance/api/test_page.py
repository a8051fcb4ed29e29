"""The commands of docs/api.md, run one after the other as they stand there, but for the file and what is in it."""

import asyncio
import re
import shutil
from pathlib import Path

from media_insights.cli.local.serve_command import local_app
from tests.conformance.api.listening import listening
from tests.conformance.api.worlds import TEXT, workplace

PAGE = Path(__file__).parents[3] / "docs/api.md"
HERE = {
    "FILE=clip.mp4": "FILE=words.txt",
    "full-analysis": "reading",
    "labelDetection": "words",
    "Automobile": "deep",
    "media/ProxyEncode": "media/Frames",
    '{"name": "proxy"}, {"name": "transcribe"}': '{"name": "words"}',
}
"""What the page says → what this machine has."""
COMPLETE = """for _ in $(seq 900); do
  curl -sf $URL/v1/assets/$ASSET | jq -e '.state == "Complete"' > done && break
  sleep 0.2
done"""
"""Waits for the analysis, three minutes at most."""


def commands(url: str) -> str:
    """Return the page's commands that ask the API, as one script."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    asking = [block for block in blocks if "$URL" in block]
    assert len(asking) >= 5
    script = "\n".join(asking)
    for said, meant in HERE.items():
        assert said in script, f"{said} is no longer on the page"
        script = script.replace(said, meant)
    script = re.sub(r"^URL=\S+ ", f"URL={url} ", script, flags=re.MULTILINE)
    made = next(line for line in script.splitlines() if line.startswith("ASSET="))
    return "set -euo pipefail\n" + script.replace(made, f"{made}\n{COMPLETE}")


async def test_every_command_of_the_page_works(tmp_path: Path) -> None:
    missing = [each for each in ("curl", "jq", "bash") if shutil.which(each) is None]
    assert not missing, f"install {', '.join(missing)}: the page's commands need them"
    (tmp_path / "words.txt").write_bytes(TEXT)
    place = workplace(tmp_path)
    place.output.mkdir()
    app = local_app(place)
    async with app.router.lifespan_context(app), listening(app) as url:
        ran = await asyncio.create_subprocess_exec(
            "bash",
            "-x",
            "-c",
            commands(url),
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(200):
            said, trace = await ran.communicate()
    assert ran.returncode == 0, trace.decode()[-2000:]
    assert '"operation": "rename"' in said.decode("utf-8", "replace")
