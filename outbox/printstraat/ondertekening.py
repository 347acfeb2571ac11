"""A signature beside the manifest, so that the printer knows who made the lot and that nobody changed it."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder

from outbox.errors import OutboxError, UnavailablePrintstraatError


@dataclass(frozen=True, kw_only=True, slots=True)
class Ondertekenaar:
    """The key and the certificate with which manifests are signed."""

    sleutel: RSAPrivateKey | EllipticCurvePrivateKey = field(repr=False)
    certificaat: x509.Certificate = field(repr=False)

    def sign(self, inhoud: bytes, now: datetime) -> bytes:
        """Sign these bytes.

        Shape: a detached CMS signature in DER, with SHA-256.
        Raises: UnavailablePrintstraatError when the certificate is not valid at this moment.
        """
        begin, einde = self.certificaat.not_valid_before_utc, self.certificaat.not_valid_after_utc
        if not begin <= now <= einde:
            raise UnavailablePrintstraatError(
                f"het certificaat geldt van {begin:%d-%m-%Y} tot en met {einde:%d-%m-%Y}; "
                "zet een geldig certificaat in de instellingen"
            )
        bouwer = PKCS7SignatureBuilder().set_data(inhoud)
        bouwer = bouwer.add_signer(self.certificaat, self.sleutel, SHA256())
        return bouwer.sign(Encoding.DER, [PKCS7Options.DetachedSignature, PKCS7Options.Binary])


def load_ondertekenaar(sleutel: Path, certificaat: Path) -> Ondertekenaar:
    """Load a key and its certificate from PEM files.

    Raises: OutboxError when one cannot be read or they do not belong together.
    """
    try:
        geladen = load_pem_private_key(sleutel.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise OutboxError(
            f"de sleutel {sleutel.name} is niet te lezen; verwacht een PEM-bestand zonder wachtwoord"
        ) from error
    try:
        kaart = x509.load_pem_x509_certificate(certificaat.read_bytes())
    except (OSError, ValueError) as error:
        raise OutboxError(
            f"het certificaat {certificaat.name} is niet te lezen; verwacht een PEM-bestand"
        ) from error
    if not isinstance(geladen, RSAPrivateKey | EllipticCurvePrivateKey):
        raise OutboxError(f"de sleutel {sleutel.name} is van een soort die niet kan; verwacht RSA of EC")
    if geladen.public_key() != kaart.public_key():
        raise OutboxError(f"de sleutel {sleutel.name} hoort niet bij het certificaat {certificaat.name}")
    return Ondertekenaar(sleutel=geladen, certificaat=kaart)
