"""GLOBE: the classic Berichtenbox, with batches of XML over ebMS and results that come later."""

from outbox.globe.ebms import Ebmsadapter, Ebmsinstellingen
from outbox.globe.instellingen import Globeinstellingen
from outbox.globe.kanaal import GlobeKanaal
from outbox.globe.postvak import count_meldingen
from outbox.globe.uitwisseling import Mapuitwisseling, Uitwisseling

__all__ = [
    "Ebmsadapter",
    "Ebmsinstellingen",
    "GlobeKanaal",
    "Globeinstellingen",
    "Mapuitwisseling",
    "Uitwisseling",
    "count_meldingen",
]
