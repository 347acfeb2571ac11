"""The signature beside the manifest: openssl has the last word."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from outbox.errors import OutboxError, RetryableError
from outbox.printstraat import MANIFEST, Printinstellingen, Printstraat, load_ondertekenaar, read_manifest
from outbox.printstraat.ondertekening import Ondertekenaar
from outbox.printstraat.partij import HANDTEKENING
from outbox.printstraat.terugroep import VRAAG
from outbox.zending import Kanaalsoort, Ontvangst
from tests.bouwers.ingrepen import make_terugroep
from tests.bouwers.zendingen import NU, RUN, Nepklok, make_bron, make_opdracht, make_zending

Sleutel = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
SLEUTELS: dict[str, Sleutel] = {
    "rsa": rsa.generate_private_key(65537, 2048),
    "ec": ec.generate_private_key(ec.SECP256R1()),
}


def write_sleutel(map_: Path, sleutel: Sleutel | ed25519.Ed25519PrivateKey) -> Path:
    bestand = map_ / "sleutel.pem"
    bestand.write_bytes(sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return bestand


def write_certificaat(map_: Path, sleutel: Sleutel, dagen: int = 30) -> Path:
    naam = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Proef")])
    bouwer = x509.CertificateBuilder(naam, naam, sleutel.public_key(), x509.random_serial_number())
    einde = NU + timedelta(days=dagen)
    kaart = bouwer.not_valid_before(einde - timedelta(days=40)).not_valid_after(einde)
    bestand = map_ / "certificaat.pem"
    bestand.write_bytes(kaart.sign(sleutel, SHA256()).public_bytes(Encoding.PEM))
    return bestand


@pytest.fixture(params=SLEUTELS)
def ondertekenaar(request: pytest.FixtureRequest, tmp_path: Path) -> Ondertekenaar:
    sleutel = SLEUTELS[request.param]
    return load_ondertekenaar(write_sleutel(tmp_path, sleutel), write_certificaat(tmp_path, sleutel))


def deliver(map_: Path, ondertekenaar: Ondertekenaar | None) -> Ontvangst | OutboxError:
    instellingen = Printinstellingen(ondertekenaar=ondertekenaar)
    partij = [make_opdracht(make_zending(1, Kanaalsoort.PRINT), lot=1)]
    (uitkomst,) = Printstraat(map_, Nepklok(), instellingen=instellingen).deliver(partij, make_bron())
    return uitkomst.resultaat


def verify(manifest: Path, handtekening: Path, certificaat: Path) -> bool:
    """Verify as the printer would."""
    opdracht = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(handtekening)]
    opdracht += ["-content", str(manifest), "-CAfile", str(certificaat), "-purpose", "any", "-no_check_time"]
    return subprocess.run(opdracht, capture_output=True, timeout=60, check=False).returncode == 0


def test_openssl_accepts_the_signature_and_no_changed_manifest(
    tmp_path: Path, ondertekenaar: Ondertekenaar
) -> None:
    deliver(tmp_path / "print", ondertekenaar)
    map_ = tmp_path / "print" / RUN / "partij-0001"
    goed = verify(map_ / MANIFEST, map_ / HANDTEKENING, tmp_path / "certificaat.pem")
    veranderd = tmp_path / "veranderd.xml"
    veranderd.write_bytes((map_ / MANIFEST).read_bytes().replace(b'vellen="1"', b'vellen="2"'))

    assert read_manifest(map_ / MANIFEST).ondertekend
    assert goed
    assert not verify(veranderd, map_ / HANDTEKENING, tmp_path / "certificaat.pem")


def test_the_signature_is_detached_and_with_sha_256(tmp_path: Path, ondertekenaar: Ondertekenaar) -> None:
    (tmp_path / "h").write_bytes(ondertekenaar.sign(b"<inhoud/>", NU))
    opdracht = ["openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", str(tmp_path / "h")]
    tekst = subprocess.run(opdracht, capture_output=True, check=True, text=True, timeout=60).stdout

    assert "eContent: <ABSENT>" in tekst
    assert "sha256" in tekst
    assert b"<inhoud/>" not in (tmp_path / "h").read_bytes()


def test_without_a_key_the_manifest_says_that_it_is_not_signed(tmp_path: Path) -> None:
    deliver(tmp_path, None)
    map_ = tmp_path / RUN / "partij-0001"

    assert not read_manifest(map_ / MANIFEST).ondertekend
    assert not (map_ / HANDTEKENING).exists()


@pytest.mark.parametrize("dagen", [-1, 60])
def test_nothing_is_written_when_the_certificate_is_not_valid_now(tmp_path: Path, dagen: int) -> None:
    sleutel = SLEUTELS["ec"]
    kaart = write_certificaat(tmp_path, sleutel, dagen)
    fout = deliver(tmp_path / "print", load_ondertekenaar(write_sleutel(tmp_path, sleutel), kaart))

    assert isinstance(fout, RetryableError)
    assert "zet een geldig certificaat" in str(fout)
    assert [] == [pad for pad in (tmp_path / "print").rglob("*") if pad.is_file()]


def test_a_key_and_a_certificate_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    kaart = write_certificaat(tmp_path, SLEUTELS["rsa"])

    with pytest.raises(OutboxError, match="hoort niet bij het certificaat"):
        load_ondertekenaar(write_sleutel(tmp_path, SLEUTELS["ec"]), kaart)
    with pytest.raises(OutboxError, match="verwacht RSA of EC"):
        load_ondertekenaar(write_sleutel(tmp_path, ed25519.Ed25519PrivateKey.generate()), kaart)


def test_a_file_that_is_no_key_or_certificate_is_refused_by_name(tmp_path: Path) -> None:
    sleutel, kaart = write_sleutel(tmp_path, SLEUTELS["ec"]), write_certificaat(tmp_path, SLEUTELS["ec"])
    onzin = tmp_path / "onzin.pem"
    onzin.write_text("geheim")

    for paar in ((onzin, kaart), (tmp_path / "weg.pem", kaart), (sleutel, onzin)):
        with pytest.raises(OutboxError, match="niet te lezen") as fout:
            load_ondertekenaar(*paar)
        assert "geheim" not in str(fout.value)
    assert "PRIVATE" not in repr(load_ondertekenaar(sleutel, kaart))


def test_the_list_of_what_is_asked_back_is_signed_too_and_again_when_it_grows(
    tmp_path: Path, ondertekenaar: Ondertekenaar
) -> None:
    straat = Printstraat(
        tmp_path / "print", Nepklok(), instellingen=Printinstellingen(ondertekenaar=ondertekenaar)
    )
    brieven = [make_zending(nummer, Kanaalsoort.PRINT) for nummer in (1, 2)]
    uitkomsten = straat.deliver([make_opdracht(brief, lot=1) for brief in brieven], make_bron())
    ontvangsten = {u.kenmerk: u.resultaat for u in uitkomsten}
    lijst = tmp_path / "print" / RUN / "partij-0001" / VRAAG
    for brief in brieven:
        list(straat.recall([make_terugroep(zending=brief, ontvangst=ontvangsten[brief.kenmerk])]))

        assert verify(lijst, lijst.with_name(f"{VRAAG}.p7s"), tmp_path / "certificaat.pem")
    assert 2 == lijst.read_text().count("<brief ")
