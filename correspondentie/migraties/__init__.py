"""The history of the tables of the service and its outbox, and how a database gets up to date."""

from correspondentie.migraties.bijwerken import BEGIN as BEGIN
from correspondentie.migraties.bijwerken import MAP as MAP
from correspondentie.migraties.bijwerken import migrate as migrate
from correspondentie.migraties.schema import describe_schema as describe_schema
