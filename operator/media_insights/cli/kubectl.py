"""``kubectl media``: analyse files on a cluster and read what was found."""

# ruff: noqa: PLR0913, PLR0917, FBT001, FBT002 - typer reads the options of a command from its signature

from pathlib import Path
from typing import Annotated

import typer

from media_insights import __version__
from media_insights.api.v1alpha1 import MediaAsset
from media_insights.cli import (
    analyze as analysing,
)
from media_insights.cli import (
    archived_logs,
    downloads,
    exports,
    faces_there,
    imports,
    imports_there,
    listing,
    runs,
    stored,
    uploads,
)
from media_insights.cli import (
    logs as logging_,
)
from media_insights.cli.answers import data_of
from media_insights.cli.assignments import configuration_of
from media_insights.cli.clusters import Cluster, Place, connect
from media_insights.cli.failures import ending
from media_insights.cli.following import Following, deadline_of
from media_insights.cli.formats import Format, emit
from media_insights.cli.objects import ASSETS, Objects
from media_insights.cli.outcome import Outcome
from media_insights.cli.progress import shown
from media_insights.cli.stores import StoreFlags, opened
from media_insights.cli.summary import print_summary

CLUSTER = "Cluster"
STORE = "Object store (found by itself when the chart is installed)"

Namespace = Annotated[
    str, typer.Option("--namespace", "-n", help="Namespace; default: the context's.", rich_help_panel=CLUSTER)
]
Context = Annotated[str, typer.Option("--context", help="Context of the kubeconfig.", rich_help_panel=CLUSTER)]
Kubeconfig = Annotated[str, typer.Option("--kubeconfig", help="Path of the kubeconfig.", rich_help_panel=CLUSTER)]
Endpoint = Annotated[
    str,
    typer.Option("--s3-endpoint", envvar="MEDIA_INSIGHTS_S3_ENDPOINT", help="URL of the S3.", rich_help_panel=STORE),
]
Bucket = Annotated[
    str, typer.Option("--s3-bucket", envvar="MEDIA_INSIGHTS_S3_BUCKET", help="Its bucket.", rich_help_panel=STORE)
]
Region = Annotated[
    str,
    typer.Option("--s3-region", envvar="MEDIA_INSIGHTS_S3_REGION", help="Its region.", rich_help_panel=STORE),
]
AccessKey = Annotated[
    str,
    typer.Option(
        "--s3-access-key",
        envvar="MEDIA_INSIGHTS_S3_ACCESS_KEY",
        help="Access key; default: the installation's, else AWS_ACCESS_KEY_ID or a profile.",
        rich_help_panel=STORE,
    ),
]
SecretKey = Annotated[
    str,
    typer.Option(
        "--s3-secret-key",
        envvar="MEDIA_INSIGHTS_S3_SECRET_KEY",
        help="Secret key; better given by the environment.",
        rich_help_panel=STORE,
    ),
]
CaFile = Annotated[
    str,
    typer.Option("--s3-ca-file", envvar="MEDIA_INSIGHTS_S3_CA_FILE", help="CA (PEM).", rich_help_panel=STORE),
]
Output = Annotated[Format, typer.Option("-o", "--output", help="How to print the answer.")]
Wait = Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for the end and report it.")]
Timeout = Annotated[float, typer.Option("--timeout", min=0, help="Seconds to wait; 0: without limit.")]
Asset = Annotated[str, typer.Argument(help="Name of a MediaAsset.", show_default=False)]
Either = Annotated[str, typer.Argument(metavar="ASSET|EXECUTION", help="Name of either.", show_default=False)]

app = typer.Typer(
    name="kubectl media",
    help="Analyse media files on a Kubernetes cluster and read what was found.",
    epilog="Example: kubectl media analyze film.mp4 --set label-detection.minConfidence=60",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kubectl-media {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Analyse media files on a Kubernetes cluster and read what was found."""


@app.command()
def analyze(
    file: Annotated[
        Path, typer.Argument(help="A video, a recording, a picture or a text.", show_default=False, readable=False)
    ],
    workflow: Annotated[str, typer.Option("--workflow", "-w", help="The MediaWorkflow to run.")] = "full-analysis",
    name: Annotated[str, typer.Option("--name", help="Name of the MediaAsset; default: from the file's name.")] = "",
    assignments: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="OPERATOR.KEY=VALUE", help="A parameter of an operator; may be repeated."),
    ] = None,
    wait: Wait = True,
    timeout: Timeout = 0,
    output: Output = Format.TABLE,
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
    bucket: Bucket = "",
    region: Region = "",
    access_key: AccessKey = "",
    secret_key: SecretKey = "",
    ca_file: CaFile = "",
) -> None:
    """Upload FILE, run a workflow over it, show progress, and end with what was found.

    The exit code is 0 only when the execution ended in Complete.
    """
    wanted = analysing.Analysis(
        file=file,
        workflow=workflow,
        name=name,
        configuration=configuration_of(assignments or ()),
        wait=wait,
        timeout=timeout,
        format=output,
    )
    uploads.checked(file)
    flags = _flags(endpoint, bucket, region, access_key, secret_key, ca_file)
    raise typer.Exit(analysing.analyze(_cluster(namespace, context, kubeconfig), flags, wanted))


@app.command()
def upload(
    file: Annotated[Path, typer.Argument(help="The file.", show_default=False, readable=False)],
    key: Annotated[str, typer.Option("--key", help="Key in the bucket; default: one that nobody else has.")] = "",
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
    bucket: Bucket = "",
    region: Region = "",
    access_key: AccessKey = "",
    secret_key: SecretKey = "",
    ca_file: CaFile = "",
) -> None:
    """Put FILE into the object store and print its address, for manifests of your own."""
    uploads.checked(file)
    cluster = _cluster(namespace, context, kubeconfig)
    with opened(cluster, _flags(endpoint, bucket, region, access_key, secret_key, ca_file)) as store:
        key = key or uploads.key_of(file, cluster.namespace)
        uploads.put(store, key, file)
        typer.echo(f"s3://{store.bucket}/{key}")


@app.command()
def results(
    asset: Asset,
    operator: Annotated[
        str, typer.Argument(help="Operator, alias or result name; default: all.", show_default=False)
    ] = "",
    output: Annotated[
        Format | None,
        typer.Option("-o", "--output", help="Default: a readable summary of all, JSON of one.", show_default=False),
    ] = None,
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
    bucket: Bucket = "",
    region: Region = "",
    access_key: AccessKey = "",
    secret_key: SecretKey = "",
    ca_file: CaFile = "",
) -> None:
    """Print stored results: of one operator, or of all as an object of result name and result."""
    cluster = _cluster(namespace, context, kubeconfig)
    flags = _flags(endpoint, bucket, region, access_key, secret_key, ca_file)
    listed = stored.results_of_asset(cluster, asset)
    if operator:
        one = stored.chosen(listed, operator, asset)
        found = stored.read(cluster, flags, [one])
        if output is Format.TABLE:
            print_summary(Outcome(asset=asset, namespace="", execution="", status="Complete"), found)
        else:
            emit(found[one.name], output or Format.JSON)
        return
    found = stored.read(cluster, flags, listed)
    if output in (None, Format.TABLE):
        more = [f"kubectl media results {asset} {each.operator or each.name}" for each in listed]
        print_summary(Outcome(asset=asset, namespace="", execution="", status="Complete"), found, more)
    else:
        emit(found, output or Format.JSON)


@app.command()
def get(
    asset: Annotated[str, typer.Argument(help="Name of a MediaAsset; default: list all.", show_default=False)] = "",
    output: Output = Format.TABLE,
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
) -> None:
    """List the assets, or show one with its executions, operators and files."""
    cluster = _cluster(namespace, context, kubeconfig)
    if asset:
        listing.show_one(cluster, asset, output)
    else:
        listing.show_all(cluster, output)


app.add_typer(faces_there.app, name="faces")


@app.command("import")
def import_(
    asset: Asset,
    files: imports.Paths,
    as_: imports.As = "",
    wait: Wait = True,
    timeout: Timeout = 0,
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
    bucket: Bucket = "",
    region: Region = "",
    access_key: AccessKey = "",
    secret_key: SecretKey = "",
    ca_file: CaFile = "",
) -> None:
    """Make results that were made elsewhere results of ASSET, under the names by which they are found and searched."""
    found = imports.read(files, as_)
    cluster = _cluster(namespace, context, kubeconfig)
    flags = _flags(endpoint, bucket, region, access_key, secret_key, ca_file)
    begun = imports_there.started(cluster, flags, asset, found)
    ended = list(imports_there.ended(cluster, begun, timeout)) if wait else begun
    for each, outcome in zip(found, ended, strict=True):
        typer.echo(f"{each.name}: {outcome.status} {outcome.message} ({outcome.execution})".replace("  ", " "))
    if wait:
        raise typer.Exit(max((outcome.exit_code for outcome in ended), default=0))


@app.command()
def cancel(name: Either, namespace: Namespace = "", context: Context = "", kubeconfig: Kubeconfig = "") -> None:
    """Stop an execution, or all of an asset; what was found so far stays."""
    for each in runs.cancel(_cluster(namespace, context, kubeconfig), name):
        typer.echo(f"{each} is being cancelled")


@app.command()
def resume(
    name: Either,
    stage: Annotated[str, typer.Option("--stage", help="The waiting stage; needed when several wait.")] = "",
    data: Annotated[str, typer.Option("--data", metavar="JSON", help="The answer, for the operators after it.")] = "{}",
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
) -> None:
    """Let an execution go on that waits for a person."""
    execution, resumed = runs.resume(_cluster(namespace, context, kubeconfig), name, stage, data_of(data))
    typer.echo(f"{execution} is resumed in stage {resumed}")


@app.command()
def rerun(
    name: Either,
    from_failed: Annotated[
        bool, typer.Option("--from-failed", help="Only what failed, and what depends on it; keep the rest.")
    ] = False,
    operators: Annotated[
        list[str] | None, typer.Option("--operator", help="Only this operator, and what depends on it.")
    ] = None,
    wait: Wait = True,
    timeout: Timeout = 0,
    output: Output = Format.TABLE,
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
    bucket: Bucket = "",
    region: Region = "",
    access_key: AccessKey = "",
    secret_key: SecretKey = "",
    ca_file: CaFile = "",
) -> None:
    """Run an execution again: everything, what failed, or single operators."""
    cluster = _cluster(namespace, context, kubeconfig)
    made = runs.rerun(cluster, name, from_failed=from_failed, operators=tuple(operators or ()))
    execution = made.metadata.name
    if not wait:
        outcome = Outcome(asset=made.spec.asset, namespace=cluster.namespace, execution=execution, status="Queued")
        _say_started(outcome, output)
        return
    with shown(f"{made.spec.asset}: {made.spec.workflow} again") as watcher:
        following = Following(
            cluster=cluster,
            asset=made.spec.asset,
            workflow=made.spec.workflow,
            watcher=watcher,
            deadline=deadline_of(timeout),
        )
        outcome = analysing.followed(following, execution)
    analysing.report(cluster, _flags(endpoint, bucket, region, access_key, secret_key, ca_file), outcome, output)
    raise typer.Exit(outcome.exit_code)


@app.command()
def logs(
    name: Either,
    operator: Annotated[str, typer.Argument(help="Operator or alias; default: all.", show_default=False)] = "",
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on until the pods end.")] = False,
    argo_server: Annotated[
        str,
        typer.Option(
            "--argo-server",
            envvar="MEDIA_INSIGHTS_ARGO_SERVER_URL",
            help="Argo Server to ask when the pods are gone, in place of the object store.",
        ),
    ] = "",
    argo_token: Annotated[
        str, typer.Option("--argo-token", envvar=["MEDIA_INSIGHTS_ARGO_TOKEN", "ARGO_TOKEN"], help="Its bearer token.")
    ] = "",
    argo_insecure: Annotated[bool, typer.Option("--argo-insecure", help="Accept its certificate unseen.")] = False,
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
    bucket: Bucket = "",
    region: Region = "",
    access_key: AccessKey = "",
    secret_key: SecretKey = "",
    ca_file: CaFile = "",
) -> None:
    """Print what the operators of the newest run wrote: from their pods, or from where it was kept."""
    server = archived_logs.ArgoServer(url=argo_server, token=argo_token, insecure=argo_insecure)
    kept = archived_logs.Kept(server=server, store=_flags(endpoint, bucket, region, access_key, secret_key, ca_file))
    logging_.show(_cluster(namespace, context, kubeconfig), name, operator, kept, follow=follow)


@app.command()
def delete(asset: Asset, namespace: Namespace = "", context: Context = "", kubeconfig: Kubeconfig = "") -> None:
    """Delete an asset with everything that was found; its source file only if its deletionPolicy says so."""
    Objects(_cluster(namespace, context, kubeconfig), ASSETS).delete(asset)
    typer.echo(f"{asset} is being deleted")


@app.command()
def download(
    asset: Asset,
    medium: Annotated[
        str, typer.Argument(help="For instance ProxyEncode, Thumbnail, Frames, CaptionsVTT.", show_default=False)
    ],
    target: Annotated[
        Path | None, typer.Option("-o", "--output", help="File or folder; default: here.", show_default=False)
    ] = None,
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
    bucket: Bucket = "",
    region: Region = "",
    access_key: AccessKey = "",
    secret_key: SecretKey = "",
    ca_file: CaFile = "",
) -> None:
    """Fetch a file that an operator made; a playlist comes with the files that it names."""
    flags = _flags(endpoint, bucket, region, access_key, secret_key, ca_file)
    typer.echo(downloads.download(_cluster(namespace, context, kubeconfig), flags, asset, medium, target))


@app.command()
def export(
    asset: Asset,
    as_: exports.As,
    target: exports.Target = None,
    namespace: Namespace = "",
    context: Context = "",
    kubeconfig: Kubeconfig = "",
    endpoint: Endpoint = "",
    bucket: Bucket = "",
    region: Region = "",
    access_key: AccessKey = "",
    secret_key: SecretKey = "",
    ca_file: CaFile = "",
) -> None:
    """Write an asset's results as another tool reads them: a player, a spreadsheet, an editing program."""
    cluster = _cluster(namespace, context, kubeconfig)
    found = MediaAsset.model_validate(Objects(cluster, ASSETS).get(asset))
    flags = _flags(endpoint, bucket, region, access_key, secret_key, ca_file)
    with opened(cluster, flags) as store, exports.explained():
        exports.write(exports.asset_of(found, store), as_, target)


def main() -> None:
    """Run the command line; kubectl finds it as its plugin ``media``."""
    ending(lambda: app(prog_name="kubectl media"))


def _cluster(namespace: str, context: str, kubeconfig: str) -> Cluster:
    return connect(Place(kubeconfig=kubeconfig, context=context, namespace=namespace))


def _flags(endpoint: str, bucket: str, region: str, access_key: str, secret_key: str, ca_file: str) -> StoreFlags:
    return StoreFlags(
        endpoint=endpoint,
        bucket=bucket,
        region=region,
        access_key=access_key,
        secret_key=secret_key,
        ca_file=ca_file,
    )


def _say_started(outcome: Outcome, output: Format) -> None:
    if output is Format.TABLE:
        typer.echo(outcome.execution)
    else:
        emit(outcome.to_json(), output)
