"""What GLOBE answers to a question about subscriptions, in the shape that it is taken to have."""

from collections.abc import Mapping
from datetime import datetime

from outbox.globe.abonnement import NAMESPACE


def make_antwoord(verzoek_id: str, oin: str, standen: Mapping[str, str], moment: datetime) -> str:
    """Make the answer to one question that says this of these persons."""
    regels = "".join(
        f"<Abonnement><BSN>{bsn}</BSN><Actief>{actief}</Actief></Abonnement>"
        for bsn, actief in standen.items()
    )
    return (
        f'<n:AbonnementAntwoord xmlns:n="{NAMESPACE}"><BerichtLeverancier><OIN>{oin}</OIN>'
        f"</BerichtLeverancier><VerzoekId>{verzoek_id}</VerzoekId>"
        f"<AanmaakDatum>{moment.isoformat()}</AanmaakDatum><Abonnementen>{regels}</Abonnementen>"
        "</n:AbonnementAntwoord>"
    )
