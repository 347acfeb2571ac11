"""The tables of who logged in: colleagues, their sessions, and log-ins that are under way."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint

from correspondentie.opslag import metadata
from outbox.database import Moment

# The subject that the identity provider gives is lasting, but says a reader nothing; wie is both.
collegas = Table(
    "webcollegas",
    metadata,
    Column("uitgever", String(200), primary_key=True),
    Column("onderwerp", String(255), primary_key=True),
    Column("wie", String(100), nullable=False),
    Column("naam", String(100), nullable=False),
    UniqueConstraint("wie", name="webcollegas_wie"),
)

# Of what the browser holds only a hash is kept: who reads the database cannot take a session over.
sessies = Table(
    "websessies",
    metadata,
    Column("sleutel", String(64), primary_key=True),
    Column("wie", ForeignKey("webcollegas.wie", name="websessies_collega"), nullable=False),
    Column("rollen", String(100), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("begonnen", Moment, nullable=False),
    Column("gezien", Moment, nullable=False),
    Index("websessies_gezien", "gezien"),
)

aanmeldingen = Table(
    "webaanmeldingen",
    metadata,
    Column("sleutel", String(64), primary_key=True),
    Column("browser", String(64), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("bewijs", String(128), nullable=False),
    Column("terug", String(200), nullable=False),
    Column("begonnen", Moment, nullable=False),
    Index("webaanmeldingen_begonnen", "begonnen"),
)
