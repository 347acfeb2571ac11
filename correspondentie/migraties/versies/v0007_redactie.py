"""The texts of the letters: concepten, versions, judgements, releases, remarks, and the stand of a run."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

SOORTEN = "soort IN ('brieftype', 'bouwsteen')"
SLEUTELS = {
    "redactieversies": "digest = NEW.digest",
    "redactieschrijvers": "digest = NEW.digest AND wie = NEW.wie",
    "redactieoordelen": "nummer = NEW.nummer",
    "redactievrijgaven": "nummer = NEW.nummer",
    "redactieintrekkingen": "vrijgave = NEW.vrijgave",
}
EIGEN = (
    "SELECT 1 FROM redactieschrijvers WHERE digest = NEW.digest "
    "AND lower(trim(wie)) = lower(trim(NEW.beoordelaar))"
)
GOED = "SELECT 1 FROM redactieoordelen WHERE digest = NEW.digest AND oordeel = 'goedgekeurd'"
REGELS = (
    (
        *("redactieoordelen", "geen_schrijver", f"EXISTS ({EIGEN})"),
        "wie aan een tekst schreef, beoordeelt hem niet",
    ),
    (
        *("redactieoordelen", "na_goedkeuring", f"EXISTS ({GOED})"),
        "over een goedgekeurde versie is geoordeeld",
    ),
    (
        *("redactievrijgaven", "goedgekeurd", f"NOT EXISTS ({GOED})"),
        "alleen een goedgekeurde versie wordt vrijgegeven",
    ),
)


def upgrade() -> None:
    """Make the tables and what guards them."""
    _make_versies()
    _make_concepten()
    _make_oordelen()
    _make_vrijgaven()
    _make_opmerkingen()
    op.create_table(
        "redactiestanden",
        sa.Column("run", sa.String(40), sa.ForeignKey("runs.run"), nullable=False),
        sa.Column("soort", sa.String(16), nullable=False),
        sa.Column("naam", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), sa.ForeignKey("redactieversies.digest"), nullable=False),
        sa.PrimaryKeyConstraint("run", "soort", "naam"),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for tabel, sleutel in SLEUTELS.items():
        for opdracht in (_list_vast_sqlite if sqlite else _list_vast_postgresql)(tabel, sleutel):
            op.execute(opdracht)
    for regel in REGELS:
        for opdracht in (_list_regel_sqlite if sqlite else _list_regel_postgresql)(*regel):
            op.execute(opdracht)


def _list_tekst() -> list[sa.Column[str]]:
    return [
        sa.Column("soort", sa.String(16), nullable=False),
        sa.Column("naam", sa.String(80), nullable=False),
        *(sa.Column(veld, sa.Text, nullable=False) for veld in ("titel", "brief", "bericht")),
        sa.Column("auteur", sa.String(120), nullable=False),
    ]


def _make_versies() -> None:
    op.create_table(
        "redactieversies",
        sa.Column("digest", sa.String(64), primary_key=True),
        *_list_tekst(),
        sa.Column("ingediend", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waarom", sa.Text, nullable=False),
        sa.Column("basis", sa.String(64), sa.ForeignKey("redactieversies.digest")),
        sa.CheckConstraint(SOORTEN, name="redactieversies_soort"),
        sa.UniqueConstraint("digest", "auteur", name="redactieversies_auteur"),
    )
    op.create_index("redactieversies_onderdeel", "redactieversies", ["soort", "naam"])
    op.create_table(
        "redactieschrijvers",
        sa.Column("digest", sa.String(64), sa.ForeignKey("redactieversies.digest"), nullable=False),
        sa.Column("wie", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("digest", "wie"),
    )


def _make_concepten() -> None:
    op.create_table(
        "redactieconcepten",
        sa.Column("nummer", sa.Integer, primary_key=True),
        *_list_tekst(),
        sa.Column("revisie", sa.Integer, nullable=False),
        sa.Column("gewijzigd", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gewijzigd_door", sa.String(120), nullable=False),
        sa.Column("basis", sa.String(64), sa.ForeignKey("redactieversies.digest")),
        sa.CheckConstraint(SOORTEN, name="redactieconcepten_soort"),
        sa.UniqueConstraint("soort", "naam", "auteur", name="redactieconcepten_een_per_auteur"),
        sqlite_autoincrement=True,
    )
    concept = sa.ForeignKey("redactieconcepten.nummer", ondelete="CASCADE")
    op.create_table(
        "redactieconceptschrijvers",
        sa.Column("concept", sa.Integer, concept, nullable=False),
        sa.Column("wie", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("concept", "wie"),
    )


def _make_oordelen() -> None:
    op.create_table(
        "redactieoordelen",
        sa.Column("nummer", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("auteur", sa.String(120), nullable=False),
        sa.Column("beoordelaar", sa.String(120), nullable=False),
        sa.Column("oordeel", sa.String(16), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("toelichting", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["digest", "auteur"],
            ["redactieversies.digest", "redactieversies.auteur"],
            name="redactieoordelen_versie",
        ),
        sa.CheckConstraint("oordeel IN ('goedgekeurd', 'teruggestuurd')", name="redactieoordelen_oordeel"),
        sa.CheckConstraint("lower(trim(beoordelaar)) <> lower(trim(auteur))", name="redactieoordelen_tweede"),
    )
    op.create_index("redactieoordelen_versie_nummer", "redactieoordelen", ["digest", "nummer"])
    goed = sa.text("oordeel = 'goedgekeurd'")
    op.create_index(
        "redactieoordelen_een_keer_goed",
        "redactieoordelen",
        ["digest"],
        unique=True,
        sqlite_where=goed,
        postgresql_where=goed,
    )


def _make_vrijgaven() -> None:
    op.create_table(
        "redactievrijgaven",
        sa.Column("nummer", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), sa.ForeignKey("redactieversies.digest"), nullable=False),
        sa.Column("vanaf", sa.Date, nullable=False),
        sa.Column("wie", sa.String(120), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waarom", sa.Text, nullable=False),
    )
    op.create_index("redactievrijgaven_versie", "redactievrijgaven", ["digest"])
    op.create_table(
        "redactieintrekkingen",
        sa.Column(
            *("vrijgave", sa.Integer, sa.ForeignKey("redactievrijgaven.nummer")),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("wie", sa.String(120), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waarom", sa.Text, nullable=False),
    )


def _make_opmerkingen() -> None:
    op.create_table(
        "redactieopmerkingen",
        sa.Column("nummer", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), sa.ForeignKey("redactieversies.digest"), nullable=False),
        sa.Column("veld", sa.String(16), nullable=False),
        sa.Column("begin", sa.Integer, nullable=False),
        sa.Column("einde", sa.Integer, nullable=False),
        sa.Column("citaat", sa.Text, nullable=False),
        sa.Column("tekst", sa.Text, nullable=False),
        sa.Column("wie", sa.String(120), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("afgehandeld_door", sa.String(120)),
        sa.Column("afgehandeld_op", sa.DateTime(timezone=True)),
        sa.CheckConstraint("veld IN ('titel', 'brief', 'bericht')", name="redactieopmerkingen_veld"),
        sa.CheckConstraint('"begin" >= 0 AND einde > "begin"', name="redactieopmerkingen_passage"),
    )
    op.create_index("redactieopmerkingen_versie", "redactieopmerkingen", ["digest"])


def _list_vast_sqlite(tabel: str, sleutel: str) -> Iterator[str]:
    # an INSERT OR REPLACE deletes without a trigger for that
    uitleg = f"een rij van {tabel} verandert nooit en gaat nooit weg"
    bestaat = f"EXISTS (SELECT 1 FROM {tabel} WHERE {sleutel})"  # noqa: S608 - names of this module
    for naam, wanneer in (("update", "UPDATE ON"), ("delete", "DELETE ON"), ("replace", "INSERT ON")):
        als = f"WHEN {bestaat} " if naam == "replace" else ""
        yield (
            f"CREATE TRIGGER {tabel}_geen_{naam} BEFORE {wanneer} {tabel} {als}"
            f"BEGIN SELECT RAISE(ABORT, '{uitleg}'); END"
        )


def _list_vast_postgresql(tabel: str, sleutel: str) -> Iterator[str]:
    # a superuser could switch triggers off for a session, but not these
    uitleg = f"een rij van {tabel} verandert nooit en gaat nooit weg"
    yield _make_functie(f"{tabel}_weiger", f"RAISE EXCEPTION '{uitleg}';")
    yield (
        f"CREATE TRIGGER {tabel}_geen_wijziging BEFORE UPDATE OR DELETE ON {tabel} "
        f"FOR EACH ROW EXECUTE FUNCTION {tabel}_weiger()"
    )
    yield (
        f"CREATE TRIGGER {tabel}_geen_truncate BEFORE TRUNCATE ON {tabel} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {tabel}_weiger()"
    )
    yield f"ALTER TABLE {tabel} ENABLE ALWAYS TRIGGER {tabel}_geen_wijziging"
    yield f"ALTER TABLE {tabel} ENABLE ALWAYS TRIGGER {tabel}_geen_truncate"


def _list_regel_sqlite(tabel: str, naam: str, weiger: str, uitleg: str) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {tabel}_{naam} BEFORE INSERT ON {tabel} WHEN {weiger} "
        f"BEGIN SELECT RAISE(ABORT, '{uitleg}'); END"
    )


def _list_regel_postgresql(tabel: str, naam: str, weiger: str, uitleg: str) -> Iterator[str]:
    inhoud = f"IF {weiger} THEN RAISE EXCEPTION '{uitleg}'; END IF; RETURN NEW;"
    yield _make_functie(f"{tabel}_{naam}", inhoud)
    yield (
        f"CREATE TRIGGER {tabel}_{naam} BEFORE INSERT ON {tabel} "
        f"FOR EACH ROW EXECUTE FUNCTION {tabel}_{naam}()"
    )
    yield f"ALTER TABLE {tabel} ENABLE ALWAYS TRIGGER {tabel}_{naam}"


def _make_functie(naam: str, inhoud: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {naam}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {inhoud} END $$"
