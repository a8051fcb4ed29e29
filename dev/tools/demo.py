"""The demo: a real clip with speech, people, text and cuts, analysed on the cluster or right here.

``python -m dev.tools.demo cluster`` uses `kubectl media`, ``… embedded`` uses `media-insights run`; with `--open`, what
was found is then served and opened in the browser.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from tests.operators.demo import demo_clip

NEXT_STEPS = {
    "cluster": """
Look further:
  export KUBECONFIG="$(make -s kubeconfig)" PATH="$PWD/.venv/bin:$(make -s tools-path):$PATH"
  kubectl get mediaassets,mediaexecutions          what ran
  kubectl describe mediaexecution                  its story
  kubectl media results {name} label-detection     a result as JSON
  kubectl media analyze YOUR-FILE                  your own video, audio or image
  make cluster-down                                stop everything
""",
    "embedded": """
Look at it:
  .venv/bin/media-insights serve --open            opens http://127.0.0.1:8421/ in your browser

Look further:
  find results -name '*.json'                      results, laid out as in the object store
  .venv/bin/media-insights run YOUR-FILE           your own video, audio or image
  make operator NAME=my-operator                   start an operator of your own
""",
}


def main() -> int:
    """Analyse the demo clip and say where to look next; the exit code is that of the analysis."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=sorted(NEXT_STEPS))
    parser.add_argument("--open", action="store_true", help="then serve the results and open them in the browser")
    options = parser.parse_args()
    engine = options.engine
    if options.open and engine == "cluster":
        parser.error("--open is for the embedded engine")
    say("the sample: a minute of video and speech from registry packages (about 110 MB to fetch, once)")
    clip = demo_clip().path
    if engine == "embedded":
        say(f"analysing {clip}; each operator fetches its packages and models when it is first used: 0.9 GB, once")
    code = subprocess.run(_command(engine, clip), check=False).returncode
    sys.stdout.write(NEXT_STEPS[engine].format(name=clip.stem))
    if options.open and code == 0:
        return subprocess.run(["media-insights", "serve", "--open"], check=False).returncode
    return code


def say(line: str) -> None:
    """Tell what comes next, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _command(engine: str, clip: Path) -> list[str]:
    if engine == "cluster":
        return ["kubectl-media", "analyze", str(clip), "--namespace", "default"]
    return ["media-insights", "run", str(clip)]


if __name__ == "__main__":
    sys.exit(main())
