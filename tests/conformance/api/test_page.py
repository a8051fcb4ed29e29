"""Commands of pages that ask the API, run one after the other as they stand there, but for the file and its content."""

import asyncio
import os
import re
import shutil
from pathlib import Path

import pytest

from media_insights.cli.local.serve_command import local_app
from tests.conformance.api.listening import listening
from tests.conformance.api.worlds import TEXT, workplace

DOCS = Path(__file__).parents[3] / "docs"
API = {
    "FILE=clip.mp4": "FILE=words.txt",
    "full-analysis": "reading",
    "labelDetection": "words",
    "Automobile": "deep",
    "media/ProxyEncode": "media/Frames",
    '{"name": "proxy"}, {"name": "transcribe"}': '{"name": "words"}',
}
"""What the page says → what this machine has."""
ENGINE = {"clip.mp4": "words.txt", "full-analysis": "reading", "labelDetection": "words", 'Video\\"': 'Text\\"'}
"""The same, of the page for those who come from Media Insights Engine."""
COMPLETE = """for _ in $(seq 900); do
  curl -sf {path} | jq -e '{done}' > done && break
  sleep 0.2
done"""
"""Waits for the analysis, three minutes at most."""
WAITING = {
    "ASSET=": COMPLETE.format(path="$URL/v1/assets/$ASSET", done='.state == "Complete"'),
    "ID=": COMPLETE.format(path="$BASE/workflow/execution/$ID", done='.Status == "Complete"'),
}
"""How the line begins that starts an analysis → what waits for its end."""
OF_CLUSTERS = "BATCH="
"""What a block of the page has that only a cluster answers."""


def script_of(page: str, here: dict[str, str], *, cluster: bool = False) -> str:
    """Return a page's commands that ask the API, as one script: those that a laptop answers, or only a ``cluster``."""
    blocks = re.findall(r"```sh\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    asking = (block for block in blocks if "$URL" in block or "$BASE" in block)
    script = "\n".join(block for block in asking if cluster == (OF_CLUSTERS in block))
    for said, meant in here.items():
        assert said in script, f"{said} is no longer on the page {page}"
        script = script.replace(said, meant)
    return script


def commands(script: str, url: str) -> str:
    """Return a script that asks an address, and waits for what it starts."""
    script = re.sub(r"^(URL|BASE)=http://127.0.0.1:8421", rf"\1={url}", script, flags=re.MULTILINE)
    lines = []
    for line in script.splitlines():
        lines += [line, *(waits for begins, waits in WAITING.items() if line.startswith(begins))]
    return "\n".join(("set -euo pipefail", *lines))


async def run_script(script: str, folder: Path) -> str:
    """Run a script in a folder that is its home, too; return what it wrote."""
    missing = [each for each in ("curl", "jq", "bash") if shutil.which(each) is None]
    assert not missing, f"install {', '.join(missing)}: the page's commands need them"
    started = await asyncio.create_subprocess_exec(
        "bash",
        "-x",
        "-c",
        script,
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(200):
        out, trace = await started.communicate()
    assert started.returncode == 0, trace.decode()[-2000:]
    return out.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("page", "here", "said"),
    [
        ("api.md", API, '"operation": "rename"'),
        ("migrating-from-mie.md", ENGINE, "from the dataplane"),
    ],
)
async def test_every_command_of_the_page_works(tmp_path: Path, page: str, here: dict[str, str], said: str) -> None:
    (tmp_path / "words.txt").write_bytes(TEXT)
    place = workplace(tmp_path)
    place.output.mkdir()
    app = local_app(place)
    script = script_of(page, here)
    assert script.count("curl") > 10
    async with app.router.lifespan_context(app), listening(app) as url:
        assert said in await run_script(commands(script, url), tmp_path)


async def test_the_program_of_the_page_prints_what_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (DOCS / "api.md").read_text("utf-8"), re.DOTALL)
    words = tmp_path / "words.txt"
    words.write_bytes(TEXT)
    place = workplace(tmp_path)
    place.output.mkdir()
    app = local_app(place)
    async with app.router.lifespan_context(app), listening(app) as url:
        here = {
            "http://127.0.0.1:8421": url,
            "clip.mp4": str(words),
            "full-analysis": "reading",
            "sleep(2)": "sleep(0.1)",
        }
        for said, meant in here.items():
            assert said in program
            program = program.replace(said, meant)
        await asyncio.to_thread(exec, program, {})
    assert "1500 words deep" in capsys.readouterr().out
