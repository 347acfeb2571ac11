"""Builders for tests that meet two-way TLS: certificates of a day, and a server that asks for one."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from time import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ANTWOORD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]"


def make_certificaat(bestand: Path) -> Path:
    """Make a certificate for loopback that vouches for itself, with its key in the same file."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    naam = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, bestand.stem)])
    nu = datetime.fromtimestamp(time(), tz=UTC)
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(hours=1))
        .not_valid_after(nu + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(sleutel, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    geheim = sleutel.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    bestand.write_bytes(geheim + certificaat.public_bytes(pem))
    return bestand


@contextmanager
def serve_tls(map_: Path, klant: Path) -> Iterator[str]:
    """Serve one empty list to who shows the certificate of this klant; server.pem is the server's own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_certificaat(map_ / "server.pem"))
    context.load_verify_locations(klant)
    context.verify_mode = ssl.CERT_REQUIRED
    with socket.create_server(("127.0.0.1", 0)) as server:
        draad = Thread(target=_serve_een, args=(server, context))
        draad.start()
        try:
            yield f"https://127.0.0.1:{server.getsockname()[1]}"
        finally:
            draad.join()


def _serve_een(server: socket.socket, context: ssl.SSLContext) -> None:
    contact, _ = server.accept()
    # who is refused at the door breaks the line; that is what the test is about
    with contact, suppress(OSError), context.wrap_socket(contact, server_side=True) as veilig:
        veilig.recv(65536)
        veilig.sendall(ANTWOORD)
