"""A certificate for 127.0.0.1 and the authority that issued it, made anew for a test."""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from media_insights.events.client_context import client_context


@dataclass(frozen=True)
class Chain:
    """Files in PEM form; the certificate is for servers and for clients."""

    authority: Path
    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """Return the context of a client that the authority knows."""
        return client_context(self.authority.read_text(), self.certificate.read_text(), self.key.read_text())

    def strange_context(self) -> ssl.SSLContext:
        """Return the context of a client that does not know the authority."""
        return client_context("")


def issued(folder: Path) -> Chain:
    """Make an authority and a certificate of it."""
    root, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of a test")])
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    authority = _builder(name, name, root.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = _builder(own, name, leaf.public_key()).add_extension(address, critical=False)
    chain = Chain(folder / "ca.pem", folder / "cert.pem", folder / "key.pem")
    chain.authority.write_bytes(authority.sign(root, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    chain.certificate.write_bytes(certificate.sign(root, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    chain.key.write_bytes(
        leaf.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return chain


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
    )
