"""What holds for every person, whatever codes and names the BRP delivers."""

from datetime import date
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from correspondentie.adressering.adresseren import Adressering, compute_adresregels, compute_adressering
from correspondentie.adressering.gegevens import Adres, Geadresseerde, Partner, Persoon, Verblijfplaats
from correspondentie.adressering.naam import find_partner
from correspondentie.adressering.titels import TITELS

GESLACHTEN = st.sampled_from(["", "M", "V", "O", "?"])
NAAMGEBRUIKEN = st.sampled_from(["", "E", "P", "V", "N", "?"])
CODES = st.sampled_from(["", "?", *TITELS])
DATUMS = st.sampled_from(["", "00000000", "19990000", "19990100", "19990131", "20200229"])
TEKSTEN = st.sampled_from(
    ["", ".", " ", "Wit", "van  der", "'t", "Óscar-Jan", " Bos ", "ij", "0", "12", "\u0301"]
)
SOORTEN = st.sampled_from(["partner", "ex-partner"])

personen = st.builds(
    Persoon,
    geslacht=GESLACHTEN,
    voornamen=TEKSTEN,
    titel_predicaat=CODES,
    voorvoegsel=TEKSTEN,
    geslachtsnaam=TEKSTEN,
    naamgebruik=NAAMGEBRUIKEN,
)
partners = st.builds(
    Partner,
    kind=SOORTEN,
    titel_predicaat=CODES,
    voorvoegsel=TEKSTEN,
    geslachtsnaam=TEKSTEN,
    datum_sluiting=DATUMS,
    datum_ontbinding=DATUMS,
)
adressen = st.builds(Adres, **dict.fromkeys(Adres.__struct_fields__, TEKSTEN))
verblijfplaatsen = st.builds(
    Verblijfplaats,
    land=st.sampled_from(["", "0000", "5010", "6030", "4321"]),
    buitenland_regel1=TEKSTEN,
    buitenland_regel2=TEKSTEN,
    buitenland_regel3=TEKSTEN,
    aanduiding_in_onderzoek=st.sampled_from(["", "089999"]),
)
geadresseerden = st.builds(
    Geadresseerde,
    persoon=personen,
    partners=st.lists(partners, max_size=3).map(tuple),
    partner_history=st.sampled_from(["", "never_partner", "no_current_partner"]),
    adres=adressen,
    verblijfplaats=verblijfplaatsen,
)


def list_teksten(adressering: Adressering) -> list[str]:
    naam = adressering.aanschrijfwijze
    teksten = [
        adressering.aanhef,
        adressering.gebruik_in_lopende_tekst,
        adressering.voorletters,
        naam.naam if naam else None,
        naam.aanspreekvorm if naam else None,
        adressering.adres.regel1,
        adressering.adres.regel3,
        adressering.adres.regel2 and adressering.adres.regel2.replace("  ", " "),
    ]
    return [tekst for tekst in teksten if tekst is not None]


@given(geadresseerden)
def test_no_text_is_empty_or_has_double_or_dangling_spaces(geadresseerde: Geadresseerde) -> None:
    teksten = list_teksten(compute_adressering(geadresseerde))

    assert [" ".join(tekst.split()) for tekst in teksten] == teksten
    assert all(teksten)


@given(geadresseerden)
def test_no_hyphen_dangles(geadresseerde: Geadresseerde) -> None:
    for tekst in list_teksten(compute_adressering(geadresseerde)):
        assert not tekst.startswith("-")
        assert not tekst.endswith("-")
        assert "- " not in tekst
        assert " -" not in tekst


@given(geadresseerden)
def test_an_unknown_name_is_never_written_as_a_full_stop(geadresseerde: Geadresseerde) -> None:
    adressering = compute_adressering(geadresseerde)
    namen = [adressering.aanhef, adressering.gebruik_in_lopende_tekst, adressering.voorletters]

    assert not [naam for naam in namen if naam and "." in naam.split()]


@given(geadresseerden)
def test_the_window_has_at_most_six_lines_and_none_is_empty(geadresseerde: Geadresseerde) -> None:
    regels = compute_adresregels(compute_adressering(geadresseerde))

    assert len(regels) <= 6
    assert all(regel.strip() for regel in regels)


@given(geadresseerden)
def test_a_line_of_nobility_stands_only_above_a_name(geadresseerde: Geadresseerde) -> None:
    regels = compute_adresregels(compute_adressering(geadresseerde))
    adel = [nummer for nummer, regel in enumerate(regels) if regel.startswith("De hoog")]

    assert adel in ([], [0])
    assert len(regels) > len(adel) or not adel


@given(GESLACHTEN, CODES, CODES, SOORTEN)
def test_naamgebruik_own_never_shows_the_partner(
    geslacht: str, eigen_titel: str, titel_partner: str, soort: str
) -> None:
    persoon = Persoon(geslacht=geslacht, geslachtsnaam="Bos", naamgebruik="E", titel_predicaat=eigen_titel)
    partner = Partner(kind=soort, geslachtsnaam="Wit", titel_predicaat=titel_partner)
    teksten = list_teksten(compute_adressering(Geadresseerde(persoon=persoon, partners=(partner,))))

    assert not [tekst for tekst in teksten if "Wit" in tekst]


@given(st.lists(st.dates(), min_size=2, max_size=4, unique=True))
def test_the_order_in_which_partners_come_never_decides(datums: list[date]) -> None:
    rij = [Partner(datum_sluiting=f"{datum:%Y%m%d}".zfill(8)) for datum in datums]
    gekozen = {find_partner(Geadresseerde(partners=volgorde)) for volgorde in permutations(rij)}

    assert {min(rij, key=lambda partner: partner.datum_sluiting)} == gekozen
