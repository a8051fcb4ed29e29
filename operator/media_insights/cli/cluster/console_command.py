"""``kubectl media console``: the web page of the installation, also where the cluster has no Ingress."""

import subprocess
import webbrowser
from typing import Annotated

import typer

from media_insights.cli.cluster.clusters import Cluster, Place, connect
from media_insights.cli.cluster.console_entry import entry_to, session_cookie
from media_insights.cli.cluster.forwarding import forward_port
from media_insights.cli.cluster.installation.api_discovery import NO_API
from media_insights.cli.cluster.stores import Published, StoreFlags, read_published
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import Failure, as_failures, say
from media_insights.cli.terminal.option_groups import grouped
from media_insights.kube.service_proxy import ServiceProxy

HOURS = "8h"
"""How long a token of a service account is good: as long as the console's session."""
TOKENLESS = (
    "your kubeconfig has no token that the console could be signed in with: name a service account of your namespace "
    "that may do what you want to do with --account, or give a token with --api-token"
)


@grouped
@as_failures()
def console(
    *,
    account: Annotated[
        str, typer.Option("--account", help="Service account to sign in as; default: as the kubeconfig says.")
    ] = "",
    opens: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    place: Place,
    store: StoreFlags,
) -> None:
    """Open the installation's web page, signed in, through a tunnel of its own; Ctrl-C ends it.

    Where the installation has an address of its own, that one is opened, and you sign in there.
    """
    cluster = connect(place)
    published = _published(cluster, store)
    if address := store.api or published.api_url:
        _show(f"{address.rstrip('/')}/", opens=opens)
        return
    token = _token(cluster, store, account)
    with forward_port(cluster.kubectl, published.namespace, published.api_service, "the HTTP API") as tunnel:
        url = f"http://{tunnel.address}{published.api_prefix}"
        with entry_to(url, session_cookie(url, token)) as entry:
            _show(entry, opens=opens)
            say("this address signs in once, and the tunnel is open until Ctrl-C")
            tunnel.wait()
    raise Failure("the tunnel to the HTTP API has ended: run the command again")


def _published(cluster: Cluster, flags: StoreFlags) -> Published:
    if flags.api:
        return Published(namespace="", api_url=flags.api)
    found = read_published(cluster, flags)
    if not found.api_service:
        raise Failure(f"{NO_API.partition(',')[0]}: set api.enabled=true and upgrade the chart")
    if not found.is_named:  # a token goes to nobody whom only a ConfigMap of that namespace recommends
        raise Failure(f"there is an installation in {found.namespace}: name it with --installation {found.namespace}")
    return found


def _token(cluster: Cluster, flags: StoreFlags, account: str) -> str:
    """Return a token that the API can check. Raises Failure when there is none."""
    if account:
        return _token_of(cluster, account)
    found = flags.api_token.removeprefix("Bearer ") or ServiceProxy(cluster.api.credentials).token()
    if not found:
        raise Failure(TOKENLESS)
    return found


def _token_of(cluster: Cluster, account: str) -> str:
    command = ["kubectl", *cluster.kubectl, "create", "token", account, "-n", cluster.namespace, "--duration", HOURS]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except FileNotFoundError as error:
        raise Failure("kubectl is needed for a token of a service account: put it on the PATH") from error
    except subprocess.CalledProcessError as error:
        raise Failure(f"no token of the service account {account}: {error.stderr.strip()}") from error
    return done.stdout.strip()


def _show(address: str, *, opens: bool) -> None:
    tell(address)
    if opens and not webbrowser.open(address):
        say("no browser could be opened: open the address yourself")
