"""The archive as objects in an S3 store: written once, under a legal hold while nothing may be destroyed."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import boto3  # type: ignore[import-untyped]  # boto3 ships no types
from botocore.config import Config  # type: ignore[import-untyped]  # idem

from correspondentie.archief.archief import (
    LEESMIJ,
    LEESMIJ_TEKST,
    Plaats,
    check_document,
    check_zelfde,
    make_pak,
)
from correspondentie.archief.objectfouten import (
    AlreadyThereError,
    BrokenAnswerError,
    make_tekst,
    translate_fouten,
)
from correspondentie.instellingvormen import S3
from correspondentie.settings import Settings

POGINGEN = 4  # of one request; with growing waits in between
LEESPOGINGEN = 3  # when an answer breaks off in the middle
VERBINDINGEN = 10  # at once, from the threads that deliver


class Objectarchief:
    """Keeps packs in a bucket. client is a boto3 client; slot puts a legal hold on every object."""

    def __init__(self, client: Any, bucket: str, map_: str, *, slot: bool) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self._client = client
        self._bucket = bucket
        self._map = map_
        self._slot = slot

    def archive_documenten(
        self, run: str, brok: int, documenten: Iterable[tuple[str, bytes]]
    ) -> tuple[Plaats, ...]:
        """See Archief."""
        pak = make_pak(run, brok, documenten)
        if pak.plaatsen and not self._write(pak.naam, pak.inhoud):
            check_zelfde(pak.naam, self._read(pak.naam, len(pak.inhoud)), pak.inhoud)
            self._hold(pak.naam)
        return pak.plaatsen

    def load_document(self, plaats: Plaats) -> bytes:
        """See Archief."""
        stuk = f"bytes={plaats.begin}-{plaats.begin + plaats.lengte - 1}"
        return check_document(plaats, self._read(plaats.pak, plaats.lengte, Range=stuk))

    def is_vastgezet(self, pak: str) -> bool:
        """See Archief."""
        if not self._slot:
            return True
        with translate_fouten(pak):
            antwoord = self._client.head_object(Bucket=self._bucket, Key=self._make_sleutel(pak))
        return bool(antwoord.get("ObjectLockLegalHoldStatus") == "ON")

    def check_gereed(self) -> None:
        """See Archief. Raises: UnavailableArchiefError as well when the bucket has no object lock."""
        with translate_fouten(f"s3://{self._bucket}"):
            self._client.head_bucket(Bucket=self._bucket)
            if self._slot:
                self._client.get_object_lock_configuration(Bucket=self._bucket)
        self._write(LEESMIJ, LEESMIJ_TEKST)

    def _write(self, naam: str, inhoud: bytes) -> bool:
        """Write an object; False when there is one of that name already, which then stays as it is."""
        slot = {"ObjectLockLegalHoldStatus": "ON"} if self._slot else {}
        try:
            with translate_fouten(naam):
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=self._make_sleutel(naam),
                    Body=inhoud,
                    IfNoneMatch="*",
                    ChecksumSHA256=base64.b64encode(hashlib.sha256(inhoud).digest()).decode(),
                    **slot,
                )
        except AlreadyThereError:
            return False
        return True

    def _hold(self, naam: str) -> None:
        """Put an object that was there already under the lock: it may be from before the stop."""
        if self._slot:
            with translate_fouten(naam):
                self._client.put_object_legal_hold(
                    Bucket=self._bucket, Key=self._make_sleutel(naam), LegalHold={"Status": "ON"}
                )

    def _read(self, naam: str, lengte: int, **stuk: str) -> bytes:
        """Read an object, or a part of it, once more when the answer breaks off."""
        for _ in range(LEESPOGINGEN - 1):
            with suppress(BrokenAnswerError):
                return self._read_once(naam, lengte, stuk)
        return self._read_once(naam, lengte, stuk)

    def _read_once(self, naam: str, lengte: int, stuk: Mapping[str, str]) -> bytes:
        """Read never more than one byte beyond what it should be, whatever the store sends."""
        with translate_fouten(naam):
            antwoord = self._client.get_object(Bucket=self._bucket, Key=self._make_sleutel(naam), **stuk)
            with antwoord["Body"] as lichaam:
                inhoud: bytes = lichaam.read(lengte + 1)
        if len(inhoud) < min(antwoord["ContentLength"], lengte + 1):
            raise BrokenAnswerError(make_tekst(naam, "het antwoord brak af"))
        return inhoud

    def _make_sleutel(self, naam: str) -> str:
        return f"{self._map}/{naam}" if self._map else naam


def make_objectarchief(settings: Settings) -> Objectarchief:
    """Make the archive in the object store of the settings; nothing else of the environment counts."""
    plek = S3.fullmatch(settings.archief or "")
    assert plek is not None  # settings refuses anything else
    sessie = boto3.session.Session(
        aws_access_key_id=settings.archief_id,
        aws_secret_access_key=settings.archief_geheim,
        region_name=settings.archief_regio,
    )
    config = Config(
        connect_timeout=settings.tijdslimiet,
        read_timeout=settings.tijdslimiet,
        retries={"mode": "standard", "total_max_attempts": POGINGEN},
        max_pool_connections=max(VERBINDINGEN, settings.bezorgers),
        ignore_configured_endpoint_urls=True,
        s3={"addressing_style": "path"},
    )
    client = sessie.client("s3", endpoint_url=settings.archief_url, config=config)
    return Objectarchief(client, plek["bucket"], plek["map"] or "", slot=settings.vernietigingsstop)
