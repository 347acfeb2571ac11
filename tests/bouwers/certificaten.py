"""A certificate authority for one test: a server and its clients that trust each other and nobody else."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
EINDE = BEGIN + timedelta(days=365 * 50)
Sleutel = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Paar:
    """A certificate and its key, as files."""

    certificaat: Path
    sleutel: Path


class Uitgever:
    """Signs certificates; its own one is in the folder."""

    def __init__(self, map_: Path, naam: str = "uitgever") -> None:
        self._map = map_
        self._sleutel = ec.generate_private_key(ec.SECP256R1())
        self._naam = _make_naam(naam)
        ca = x509.BasicConstraints(ca=True, path_length=0)
        self.bestand = self._write(naam, self._sign(naam, self._sleutel, ca), self._sleutel).certificaat

    def issue(self, naam: str) -> Paar:
        """Issue a certificate for who is at 127.0.0.1."""
        sleutel = ec.generate_private_key(ec.SECP256R1())
        adres = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        return self._write(naam, self._sign(naam, sleutel, adres), sleutel)

    def _sign(self, naam: str, sleutel: Sleutel, uitbreiding: x509.ExtensionType) -> x509.Certificate:
        return (
            x509.CertificateBuilder()
            .subject_name(_make_naam(naam))
            .issuer_name(self._naam)
            .public_key(sleutel.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(BEGIN)
            .not_valid_after(EINDE)
            .add_extension(uitbreiding, critical=True)
            .sign(self._sleutel, hashes.SHA256())
        )

    def _write(self, naam: str, certificaat: x509.Certificate, sleutel: Sleutel) -> Paar:
        bestand = self._map / f"{naam}.pem"
        bestand.write_bytes(certificaat.public_bytes(serialization.Encoding.PEM))
        return Paar(bestand, write_sleutel(self._map / f"{naam}.key", sleutel))


def write_sleutel(bestand: Path, sleutel: Sleutel) -> Path:
    """Write a private key as PEM."""
    bestand.write_bytes(
        sleutel.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return bestand


def _make_naam(naam: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, naam)])
