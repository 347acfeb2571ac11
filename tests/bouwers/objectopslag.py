"""A real object store of the test's own: SeaweedFS on loopback."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]  # boto3 ships no types
from botocore.config import Config  # type: ignore[import-untyped]  # idem
from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]  # idem

from correspondentie.settings import Settings
from tests.bouwers.diensten import ADRES, Dienst, find_poort, open_map, run_dienst

REGIO = "us-east-1"
BEHEERDER = ("beheer", "geheim-van-beheer")
DIENST = ("dienst", "geheim-van-de-dienst")  # what the service itself gets: no administration
_WEED = Path(sys.executable).with_name("weed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Objectdienst:
    """A running object store, and how a test reaches into it as its administrator."""

    dienst: Dienst
    beheer: Any

    def make_emmer(self, naam: str, *, slot: bool = True) -> None:
        """Make a bucket as docs/archief.md asks it, or without object lock; once is enough."""
        with suppress(
            self.beheer.exceptions.BucketAlreadyExists, self.beheer.exceptions.BucketAlreadyOwnedByYou
        ):
            self.beheer.create_bucket(Bucket=naam, ObjectLockEnabledForBucket=slot)
            self.beheer.put_bucket_policy(Bucket=naam, Policy=json.dumps(_make_beleid(naam)))


def make_settings(dienst: Objectdienst, plek: str) -> Settings:
    """Make settings with the archive in this bucket (and map), as the service itself."""
    return Settings(
        archief=f"s3://{plek}",
        archief_url=dienst.dienst.url,
        archief_regio=REGIO,
        archief_id=DIENST[0],
        archief_geheim=DIENST[1],
    )


def make_client(url: str, sleutels: tuple[str, str] = BEHEERDER) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
    """Make an S3 client that gives up at once."""
    return boto3.session.Session(*sleutels, region_name=REGIO).client(
        "s3",
        endpoint_url=url,
        config=Config(
            connect_timeout=2,
            read_timeout=20,
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"},
        ),
    )


@contextmanager
def serve_objectopslag() -> Iterator[Objectdienst]:
    """Run a SeaweedFS of its own, with object lock, an administrator and the service as users."""
    with open_map("seaweedfs") as map_:
        poorten = {naam: find_poort() for naam in ("master", "volume", "filer", "s3")}
        (map_ / "s3.json").write_text(json.dumps(_make_gebruikers()))
        grpc = {naam: find_poort() for naam in poorten}
        url = f"http://{ADRES}:{poorten['s3']}"
        client = make_client(url)
        dienst = Dienst(
            naam="SeaweedFS",
            opdracht=[
                *(f"{_WEED}", "server", f"-dir={map_}", f"-ip={ADRES}", f"-ip.bind={ADRES}"),
                *("-filer", "-s3", f"-s3.config={map_}/s3.json", "-s3.port.iceberg=0"),
                *(f"-{naam}.port={poort}" for naam, poort in poorten.items()),
                *(f"-{naam}.port.grpc={poort}" for naam, poort in grpc.items()),
                *(
                    "-master.volumeSizeLimitMB=64",
                    "-volume.max=50",
                    "-master.telemetry=false",
                    "-master.electionTimeout=1s",
                ),
            ],
            map=map_,
            url=url,
            antwoordt=lambda: _answers(client),
            omgeving={"HOME": f"{map_}", "WEED_S3_SSE_KEK": "00" * 32},
        )
        with run_dienst(dienst):
            yield Objectdienst(dienst=dienst, beheer=client)


def _make_gebruikers() -> dict[str, object]:
    acties = {
        BEHEERDER: ["Admin", "Read", "Write", "List", "Tagging"],
        DIENST: [
            *("Read", "Write", "List"),
            *("GetBucketObjectLockConfiguration", "GetObjectLegalHold", "PutObjectLegalHold"),
        ],
    }
    return {
        "identities": [
            {"name": naam, "credentials": [{"accessKey": naam, "secretKey": geheim}], "actions": mag}
            for (naam, geheim), mag in acties.items()
        ]
    }


def _make_beleid(emmer: str) -> dict[str, object]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "niets-verwijderen",
                "Effect": "Deny",
                "Principal": "*",
                "Action": ["s3:DeleteObject", "s3:DeleteObjectVersion"],
                "Resource": f"arn:aws:s3:::{emmer}/*",
            }
        ],
    }


def _answers(client: Any) -> bool:  # noqa: ANN401 - see make_client
    """Tell whether it takes an object: it answers before it has room for one."""
    with suppress(BotoCoreError, ClientError):
        client.create_bucket(Bucket="klaar")
    try:
        client.put_object(Bucket="klaar", Key="klaar", Body=b"klaar")
    except (BotoCoreError, ClientError):
        return False
    return True
