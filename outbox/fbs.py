"""The FBS Berichtenmagazijn: delivery to the Berichtenbox over REST.

Source: OpenAPI of the FBS Berichtenmagazijn 0.2.0 (MinBZK/moza-poc-fbs-berichtenbox). The interface has no
idempotency key: a repeat stores a second message. So whatever may have arrived is looked for, by our kenmerk
in the onderwerp, before it is sent again.
"""

import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self
from urllib.parse import quote

import msgspec

from outbox.errors import (
    OutboxError,
    RejectedZendingError,
    RetryableError,
    TooLateError,
    UncertainError,
    UnresolvableError,
    WithdrawnError,
)
from outbox.fbs_antwoord import (
    Aanlevering,
    Bijlage,
    Identificatienummer,
    Lijst,
    Samenvatting,
    parse_lijst,
    parse_ontvangst,
)
from outbox.fbs_terugroep import check_verwijderd, is_aanwezig
from outbox.fbs_toegang import Toegangsbewijs
from outbox.grenzen import Bericht, check_grenzen, has_kenmerk
from outbox.kanaal import (
    Documentbron,
    Klok,
    Opdracht,
    Terugroep,
    Terugroepuitkomst,
    Uitkomst,
    is_verlopen,
    load_document,
    make_verlopen,
)
from outbox.verbinding import Verbinding, Verbindingsinstellingen
from outbox.zending import Kanaalsoort, Ontvangst, Zending

BLADZIJDE = 100
BLADZIJDEN = 50
ANTWOORD_BYTES = 64 * 1024
LIJST_BYTES = 8 * 1024 * 1024
_BSN = re.compile(r"[0-9]{9}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fbsinstellingen:
    """Where the magazijn is and who sends.

    oin is the sender's own number, 20 digits. geduld is how long one answer may take. draden is how many
    messages go at the same time. wisbaar says whether a citizen may have deleted a message that was
    published: then "not found" proves nothing after publication, and a person decides. Only of a magazijn
    without citizens is it False. tls and toegang are how the sender proves who it is.
    """

    url: str
    oin: str
    geduld: timedelta = timedelta(seconds=10)
    draden: int = 4
    partijgrootte: int = 32
    wisbaar: bool = True
    tls: ssl.SSLContext | None = None
    toegang: Toegangsbewijs | None = None


class FbsKanaal:
    """The Berichtenbox by way of an FBS Berichtenmagazijn; close it, or use it in a with statement."""

    soort = Kanaalsoort.BERICHTENBOX
    vaste_partijen = False

    def __init__(self, instellingen: Fbsinstellingen, klok: Klok) -> None:
        self._instellingen = instellingen
        self._klok = klok
        self.partijgrootte = instellingen.partijgrootte
        self._lijn = Verbinding(
            Verbindingsinstellingen(
                naam="het magazijn",
                url=f"{instellingen.url.rstrip('/')}/api/v1",
                accept="application/json, application/problem+json",
                geduld=instellingen.geduld,
                draden=instellingen.draden,
                zendtijd=instellingen.geduld,
                tls=instellingen.tls,
                toegang=instellingen.toegang,
            ),
            klok,
        )

    def __enter__(self) -> Self:
        """Use it in a with statement."""
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._lijn.__exit__(soort, fout, spoor)

    def deliver(self, partij: Sequence[Opdracht], bron: Documentbron) -> Iterator[Uitkomst]:
        """Deliver a few messages at the same time."""
        with ThreadPoolExecutor(self._instellingen.draden) as draden:
            lopend = [draden.submit(self._deliver_een, opdracht, bron) for opdracht in partij]
            for toekomst in as_completed(lopend):
                yield toekomst.result()

    def recall(self, partij: Sequence[Terugroep]) -> Iterator[Terugroepuitkomst]:
        """Recall a few messages at the same time."""
        with ThreadPoolExecutor(self._instellingen.draden) as draden:
            lopend = [draden.submit(self._recall_een, terugroep) for terugroep in partij]
            for toekomst in as_completed(lopend):
                yield toekomst.result()

    def _recall_een(self, terugroep: Terugroep) -> Terugroepuitkomst:
        fout: OutboxError | None = None
        try:
            self._recall(terugroep)
        except OutboxError as error:
            fout = error
        return Terugroepuitkomst(kenmerk=terugroep.zending.kenmerk, fout=fout)

    def _recall(self, terugroep: Terugroep) -> None:
        """Delete a message that nobody can have seen; once it may be seen, only look what became of it."""
        zending = terugroep.zending
        op_tijd = self._klok.now() + self._instellingen.geduld < zending.publicatie
        te_laat = TooLateError("het bericht is gepubliceerd, of zo dadelijk: de burger kan het zien")
        if not (op_tijd or terugroep.onzeker):
            raise te_laat
        pad, koppen = f"berichten/{quote(terugroep.ontvangst.referentie, safe='')}", _make_koppen(zending)
        method = "DELETE" if op_tijd else "GET"
        antwoord = self._lijn.request(method, pad, ANTWOORD_BYTES, terugroep.tot, headers=koppen)
        if op_tijd:
            check_verwijderd(antwoord)
        elif is_aanwezig(antwoord):
            raise te_laat
        else:
            self._check_niet_gewist(zending)

    def _check_niet_gewist(self, zending: Zending) -> None:
        if self._instellingen.wisbaar and zending.publicatie <= self._klok.now():
            raise UnresolvableError(
                "het bericht is weg uit het magazijn: het is teruggeroepen, of door de burger gewist; "
                "vraag de beheerder van het magazijn wanneer het verdween"
            )

    def _deliver_een(self, opdracht: Opdracht, bron: Documentbron) -> Uitkomst:
        resultaat: Ontvangst | OutboxError
        try:
            resultaat = self._send(opdracht, bron)
        except OutboxError as error:
            resultaat = error
        return Uitkomst(kenmerk=opdracht.zending.kenmerk, resultaat=resultaat)

    def _send(self, opdracht: Opdracht, bron: Documentbron) -> Ontvangst:
        """Look for what may have arrived, and send what certainly has not."""
        zending = opdracht.zending
        if _BSN.fullmatch(zending.ontvanger) is None:
            raise RejectedZendingError("de ontvanger is geen BSN van negen cijfers; verbeter het dossier")
        if opdracht.onzeker:
            gevonden = self._find(zending)
            if gevonden is not None:
                return gevonden.as_ontvangst()
            self._check_herzendbaar(zending)
        if opdracht.ingetrokken:
            raise WithdrawnError("de zending is ingetrokken en staat niet in het magazijn")
        if opdracht.onzeker and is_verlopen(opdracht):
            raise make_verlopen()
        return self._post(self._make_aanlevering(zending, load_document(bron, zending)), opdracht.tot)

    def _make_aanlevering(self, zending: Zending, document: bytes) -> Aanlevering:
        bericht = Bericht(
            kenmerk=zending.kenmerk,
            onderwerp=zending.onderwerp,
            tekst=zending.tekst,
            publicatie=zending.publicatie,
            pdf_bytes=len(document),
        )
        check_grenzen(bericht, self._klok.now())
        return Aanlevering(
            afzender=self._instellingen.oin,
            ontvanger=Identificatienummer(type="BSN", waarde=zending.ontvanger),
            onderwerp=zending.onderwerp,
            inhoud=zending.tekst,
            publicatietijdstip=zending.publicatie.astimezone(UTC),
            bijlagen=(Bijlage(naam=f"{zending.kenmerk}.pdf", mime_type="application/pdf", inhoud=document),),
        )

    def _check_herzendbaar(self, zending: Zending) -> None:
        """Refuse to send again what a citizen may have read and deleted: then absence proves nothing."""
        if self._instellingen.wisbaar and zending.publicatie <= self._klok.now():
            raise UnresolvableError(
                "het bericht staat niet in het magazijn, maar kan zijn bezorgd en daarna gewist; "
                "vraag de beheerder van het magazijn of het is aangekomen, en leg dat vast met "
                "'correspondentie run aangekomen' of 'correspondentie run bezorg-opnieuw'"
            )

    def _post(self, aanlevering: Aanlevering, claim: datetime) -> Ontvangst:
        antwoord = self._lijn.request(
            "POST",
            "aanleveringen",
            ANTWOORD_BYTES,
            claim,
            content=msgspec.json.encode(aanlevering),
            headers={"Content-Type": "application/json"},
        )
        return parse_ontvangst(antwoord, aanlevering)

    def _find(self, zending: Zending) -> Samenvatting | None:
        """Find the message of a zending in the receiver's list, or None when the whole list does not have it.

        Raises: UncertainError when the list could not be read in full.
        """
        gezien: dict[str, Samenvatting] = {}
        totaal: int | None = None
        for nummer in range(BLADZIJDEN):
            lijst = self._read_bladzijde(zending, nummer)
            if totaal not in (None, lijst.total_elements):
                # a message that goes shifts the others to a page that was read already
                raise UncertainError("de lijst van het magazijn veranderde tijdens het lezen")
            totaal = lijst.total_elements
            gezien |= {str(samenvatting.bericht_id): samenvatting for samenvatting in lijst.berichten}
            if len(gezien) >= totaal or not lijst.berichten:
                break
        if len(gezien) != totaal:
            raise UncertainError(
                f"de lijst van het magazijn is niet heel: {len(gezien)} van {totaal} berichten"
            )
        return next((s for s in gezien.values() if self._is_van(s, zending)), None)

    def _is_van(self, samenvatting: Samenvatting, zending: Zending) -> bool:
        eigen = samenvatting.afzender == self._instellingen.oin
        return eigen and has_kenmerk(samenvatting.onderwerp, zending.kenmerk)

    def _read_bladzijde(self, zending: Zending, nummer: int) -> Lijst:
        vraag: Mapping[str, str | int] = {
            "afzender": self._instellingen.oin,
            "page": nummer,
            "pageSize": BLADZIJDE,
        }
        try:
            return parse_lijst(
                self._lijn.request(
                    "GET", "berichten", LIJST_BYTES, params=vraag, headers=_make_koppen(zending)
                )
            )
        except UncertainError:
            raise
        except RetryableError as error:
            # the list was not reached: what was uncertain still is
            raise UncertainError(str(error), retry_after=error.retry_after) from error


def _make_koppen(zending: Zending) -> Mapping[str, str]:
    # the BSN goes in a header: a URL ends up in logs
    return {"X-Ontvanger": f"BSN:{zending.ontvanger}"}
