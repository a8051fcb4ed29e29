"""TLS of a client whose certificates are texts, as Secrets hold them."""

import ssl
import tempfile
from pathlib import Path


def client_context(authorities: str, certificate: str = "", key: str = "") -> ssl.SSLContext:
    """Return a context that trusts some authorities (PEM; empty: the system's) and shows a certificate, if any.

    Raises ValueError for what is no certificate or key.
    """
    try:
        context = ssl.create_default_context(cadata=authorities or None)
        if certificate:
            _load(context, certificate, key)
    except ssl.SSLError as error:
        raise ValueError(
            "authorities, certificate and key are in PEM form, and the key is the certificate's"
        ) from error
    return context


def _load(context: ssl.SSLContext, certificate: str, key: str) -> None:
    """Load a certificate and its key: the library reads them from a file only, which nobody else may read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "client.pem"
        path.touch(0o600)
        path.write_text(f"{certificate}\n{key}\n")
        context.load_cert_chain(path)
