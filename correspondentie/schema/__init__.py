"""The formats of JSON Lines that go in and out, made from the types: JSON Schema, and a page for people.

Renew all of them with: python -m correspondentie.schema
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType
from typing import Any

import msgspec

from correspondentie.beschikkingen import SCHEMAVERSIE, Beschikkingregel, Foutregel
from correspondentie.dossier import Dossier
from correspondentie.rekenuitleg import NAMEN

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, kw_only=True, slots=True)
class Formaat:
    """One format of JSON Lines: what a line can be, and where that is described.

    Shape: a line is one of typen. schema and velden are files of this folder, pagina one of docs; velden says
    what each field means, waarden per enumeration what its values mean.
    """

    naam: str
    typen: tuple[type, ...]
    schema: str
    velden: str
    pagina: str
    inleiding: str
    waarden: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))


INVOER = Formaat(
    naam="Dossier",
    typen=(Dossier,),
    schema="dossier.schema.json",
    velden="velden.toml",
    pagina="invoer.md",
    inleiding="""# De invoer van de maandrun

De maandrun leest huishoudens als JSON Lines: één huishouden per regel, in UTF-8. Het bestand mag met gzip
zijn ingepakt. U kunt ook een map opgeven; dan leest de run alle bestanden in die map die eindigen op
`.jsonl` of `.jsonl.gz`, op volgorde van naam.

Een regel die niet klopt, houdt de run niet op. Die regel komt in het rapport als *uitval*, met bestand,
regelnummer, veld en reden. Lege regels tellen niet mee. Een regel is hooguit 1 MiB lang en een tekst hooguit
200 tekens, zonder regeleinden of andere stuurtekens. Een veld dat hieronder niet staat, is een fout.

Bedragen zijn hele eurocenten. Datums staan als jjjj-mm-dd, behalve waar jjjjmmdd staat.

Het schema voor programma's is `correspondentie/schema/dossier.schema.json`. Schema en deze pagina zijn
gemaakt uit de typen, met `python -m correspondentie.schema`.
""",
)
BESCHIKKING = Formaat(
    naam="Beschikkingregel of Foutregel",
    typen=(Beschikkingregel, Foutregel),
    schema="beschikking.schema.json",
    velden="beschikkingvelden.toml",
    pagina="beschikking.md",
    inleiding=f"""# Beschikkingen als JSON Lines

`correspondentie bereken` leest huishoudens en schrijft wat over elk huishouden is besloten: één regel per
huishouden, in UTF-8, in de volgorde van de invoer. `correspondentie maandrun --beschikkingen BESTAND` leest
zulke regels, ook als een andere rekenmachine ze heeft gemaakt. Dit is schemaversie {SCHEMAVERSIE}.

Elke regel is een `Beschikkingregel`, of een `Foutregel` als over het huishouden niets te beslissen is.
Bedragen zijn hele eurocenten. Datums staan als jjjj-mm-dd. Een veld dat hieronder niet staat, is een fout.

De schemaversie heeft twee getallen. Het eerste gaat omhoog als een veld verdwijnt of iets anders gaat
betekenen, het tweede als er iets bij komt. Wie leest, neemt alleen zijn eigen versie aan.

De maandrun gebruikt een beschikking alleen als die bij het huishouden hoort en zichzelf niet tegenspreekt:

* toeslagjaar, aangevraagde toeslagen, voorschotpercentage, kinderen, opvang en wat al is uitbetaald, zijn die
  van het huishouden; de dagtekening is die van de run;
* elke toeslag staat er hooguit één keer in; een definitieve toekenning gaat over één toeslag; een
  nihilstelling hoort bij een jaarbedrag van 0;
* geen bedrag is negatief, en elke grondslag noemt zijn bron en is te lezen als zijn eenheid;
* de perioden dekken de maanden 1 tot en met 12 elk één keer;
* een maandbedrag is het maandtotaal zonder centen (zorgtoeslag: een twaalfde van het afgeronde jaarbedrag,
  zonder centen), en de maanden zijn samen het jaarbedrag, op de afronding na;
* bij kinderopvangtoeslag heeft elke opvang al zijn stappen, is in elke periode hooguit één kind het eerste
  kind, en zijn de kindbedragen samen het maandtotaal;
* de twaalf betalingen zijn samen het voorschot: het jaarbedrag maal het voorschotpercentage, op hele euro's;
* de termijnen lopen door tot en met december, zijn gelijk aan de betalingen van hun maanden, en hun
  betaaldata volgen elkaar op na de dagtekening;
* verschuldigd is wat over de maanden voor de eerste termijn is te betalen (bij een definitieve toekenning het
  hele jaar), en het verschil met wat is uitbetaald, is nabetaling, terug te betalen of kwijtgescholden.

Niet gecontroleerd wordt of een grondslag volgt uit de grondslagen ervoor, buiten de sommen hierboven:
daarvoor staat de rekenmachine in die de regel maakte. Inkomens en namen komen in de brief uit het huishouden.
Een regel voor een dossier dat niet in de invoer staat, wordt niet gebruikt en niet geteld. Staat er geen
enkele regel in het bestand, dan begint de run niet.

Het schema voor programma's is `correspondentie/schema/beschikking.schema.json`. Schema en deze pagina zijn
gemaakt uit de typen, met `python -m correspondentie.schema`.
""",
    waarden=MappingProxyType({"Grondslagsoort": {soort.value: naam for soort, naam in NAMEN.items()}}),
)
FORMATEN = (INVOER, BESCHIKKING)


def make_schema(formaat: Formaat = INVOER) -> dict[str, Any]:
    """Make the JSON Schema of one line, with the meaning of every field in Dutch."""
    teksten = tomllib.loads(resources.files(__name__).joinpath(formaat.velden).read_text("utf-8"))
    typen, delen = msgspec.json.schema_components(formaat.typen, ref_template="#/$defs/{name}")
    for naam, deel in delen.items():
        _describe(deel, teksten[naam])
    keuze = dict(typen[0]) if len(typen) == 1 else {"oneOf": list(typen)}
    return {"$schema": DIALECT, "title": formaat.naam, **keuze, "$defs": delen}


def format_schema(formaat: Formaat = INVOER) -> str:
    """Write the schema as the text of its file."""
    return json.dumps(make_schema(formaat), ensure_ascii=False, indent=2) + "\n"


def format_pagina(formaat: Formaat = INVOER) -> str:
    """Write the page of docs: one table per object, and per enumeration of which the values are explained."""
    onderdelen: list[str] = []
    for naam, deel in make_schema(formaat)["$defs"].items():
        if "properties" in deel:
            onderdelen.append("\n".join(_format_tabel(naam, deel)))
        elif naam in formaat.waarden:
            onderdelen.append("\n".join(_format_waarden(naam, deel, formaat.waarden[naam])))
    return "\n".join([formaat.inleiding, *onderdelen])


def _describe(deel: dict[str, Any], teksten: Mapping[str, str]) -> None:
    deel["description"] = teksten["_over"]
    if "properties" not in deel:
        return
    deel["additionalProperties"] = False
    for veld, vorm in deel["properties"].items():
        vorm["description"] = teksten[veld]


def _format_tabel(naam: str, deel: Mapping[str, Any]) -> Iterator[str]:
    yield from _format_kop(naam, deel)
    yield "| Veld | Verplicht | Betekenis |"
    yield "|---|---|---|"
    for veld, vorm in deel["properties"].items():
        yield f"| `{veld}` | {'ja' if veld in deel['required'] else ''} | {vorm['description']} |"
    yield ""


def _format_waarden(naam: str, deel: Mapping[str, Any], waarden: Mapping[str, str]) -> Iterator[str]:
    yield from _format_kop(naam, deel)
    yield "| Waarde | Betekenis |"
    yield "|---|---|"
    for waarde, betekenis in waarden.items():
        yield f"| `{waarde}` | {betekenis} |"
    yield ""


def _format_kop(naam: str, deel: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {naam.rpartition('.')[2]}\n"  # a name that two packages have comes with its module
    yield f"{deel['description']}\n"
