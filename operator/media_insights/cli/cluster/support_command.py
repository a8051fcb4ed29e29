"""``kubectl media support-bundle``: the state of an installation in one archive, without secrets."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from media_insights import __version__
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster.clusters import Place, ask, connect
from media_insights.cli.cluster.doctor_command import CHECKS
from media_insights.cli.cluster.support import redaction
from media_insights.cli.cluster.support.archive import BundleFiles
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import Failure, say


def support_bundle(
    *,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="The archive; default: named by the time.", show_default=False)
    ] = None,
    installation: Annotated[
        str, typer.Option("--installation", help="Namespace of the installation; default: where its controller is.")
    ] = "",
    place: Place,
) -> None:
    """Collect the state of the installation into one archive, without secrets, for whoever helps you.

    Read it before you send it: names of files, namespaces and people's own words in messages stay in it.
    """
    from media_insights.cli.cluster.doctor.gathering import Gatherer  # noqa: PLC0415 - a second that --help need not pay
    from media_insights.cli.cluster.support.collection import Collector  # noqa: PLC0415 - the same
    from media_insights.kube.client import Api  # noqa: PLC0415 - the same

    now = datetime.now(UTC)
    target = file or Path(f"media-insights-support-{now:%Y%m%d-%H%M%S}.tar.gz")
    if target.exists():
        raise Failure(f"{target} exists: name another file with --file")
    cluster = connect(place)

    async def collect(api: Api) -> BundleFiles:
        facts = await Gatherer(api, cluster.namespace).facts(now, installation)
        files = BundleFiles()
        found = [each.to_json() for check in CHECKS for each in check(facts)]
        files.add_json("doctor.json", redaction.of_object(found))
        files.add_json("versions.json", _versions(facts.deployments.objects, facts.argo.objects))
        return await Collector(api, cluster.namespace, files).collect(facts)

    bundle = ask("read the installation", lambda: cluster.api.run(collect))
    bundle.write(target)
    for each in bundle.left_out:
        say(f"left out: {each}")
    tell(str(target))


def _versions(*deployments: tuple[Manifest, ...]) -> Manifest:
    """Return this program's version and Python's, and the images of each Deployment."""
    images = {
        f"{each['metadata'].get('namespace', '')}/{each['metadata']['name']}": [
            container.get("image", "")
            for container in each["spec"].get("template", {}).get("spec", {}).get("containers") or ()
        ]
        for group in deployments
        for each in group
    }
    return {"kubectl-media": __version__, "python": sys.version.split()[0], "images": redaction.of_object(images)}
