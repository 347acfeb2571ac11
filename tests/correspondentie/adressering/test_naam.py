import pytest

from correspondentie.adressering.gegevens import Geadresseerde, Partner, Persoon
from correspondentie.adressering.naam import compute_naam, find_partner, format_voorletters
from tests.bouwers.adressering import make_geadresseerde, make_partner, make_persoon


class TestVoorletters:
    """Every given name gives its first letter with a dot; a given name of one letter gets no dot.

    Source: Haal-Centraal BRP bevragen, naam/voorletters.
    """

    @pytest.mark.parametrize(
        ("voornamen", "voorletters"),
        [
            ("Sanne", "S."),
            ("Sanne Maria", "S.M."),
            ("Marie-Louise Eva", "M.E."),
            ("IJsbrand Thomas", "I.T."),
            ("Émile Ökke", "É.Ö."),
            ("Kees Z", "K.Z"),
            ("Z Kees", "Z K."),
            ("Z", "Z"),
            ("Z Y", "Z Y"),
            ("Omar el Amin", "O.e.A."),
            ("  Sanne   Maria ", "S.M."),
            ("", ""),
            (".", ""),
        ],
    )
    def test_voornamen_become_voorletters(self, voornamen: str, voorletters: str) -> None:
        assert voorletters == format_voorletters(voornamen)

    def test_an_accent_that_is_a_character_of_its_own_stays_with_its_letter(self) -> None:
        assert "M\u0302." == format_voorletters("M\u0302ara")


class TestDePartnerDieTelt:
    """Of several current partners the oldest relation counts; unknown parts of a date come first.

    Source: Haal-Centraal BRP bevragen, adressering (meerdere-partners).
    """

    @pytest.mark.parametrize(
        ("oudste", "jongste"),
        [
            ("19990401", "20010808"),
            ("20010000", "20010808"),
            ("20010800", "20010808"),
            ("00000000", "18990101"),
            ("", "18990101"),
        ],
    )
    def test_the_oldest_current_partner_counts_in_whatever_order_they_come(
        self, oudste: str, jongste: str
    ) -> None:
        oud = Partner(geslachtsnaam="Oud", datum_sluiting=oudste)
        jong = Partner(geslachtsnaam="Jong", datum_sluiting=jongste)

        assert oud == find_partner(make_geadresseerde(None, oud, jong))
        assert oud == find_partner(make_geadresseerde(None, jong, oud))

    def test_a_current_partner_counts_before_an_older_ex_partner(self) -> None:
        ex = Partner(kind="ex-partner", geslachtsnaam="Ex", datum_sluiting="19800101")
        huidig = Partner(geslachtsnaam="Huidig", datum_sluiting="20100101")

        assert huidig == find_partner(make_geadresseerde(None, ex, huidig))

    def test_of_ex_partners_only_the_last_dissolution_counts(self) -> None:
        eerder = make_partner(geslachtsnaam="Eerder", ontbinding="19991231")
        later = make_partner(geslachtsnaam="Later", ontbinding="20150101")

        assert later == find_partner(make_geadresseerde(None, later, eerder))

    def test_a_partner_with_a_date_of_ontbinding_is_an_ex_partner(self) -> None:
        ontbonden = Partner(geslachtsnaam="Ex", datum_ontbinding="20200101")
        huidig = Partner(geslachtsnaam="Huidig", datum_sluiting="20210101")

        assert huidig == find_partner(make_geadresseerde(None, ontbonden, huidig))

    def test_who_never_had_a_partner_has_none(self) -> None:
        nooit = Geadresseerde(partners=(make_partner(),), partner_history="never_partner")

        assert find_partner(nooit) is None


class TestWatErVanDeTitelOverblijft:
    """A woman with a predicaat loses it in a marriage; naamgebruik P drops every own title.

    Source: Haal-Centraal BRP bevragen, adressering (adellijk, hoffelijkheidstitel).
    """

    @pytest.mark.parametrize(
        ("geslacht", "naamgebruik", "ontbinding", "titel"),
        [
            ("V", "E", "", ""),
            ("V", "E", "20200101", "JV"),
            ("V", "V", "20200101", ""),
            ("V", "N", "20200101", ""),
            ("M", "E", "", "JV"),
            ("M", "V", "", "JV"),
            ("M", "P", "", ""),
            ("M", "P", "20200101", ""),
        ],
    )
    def test_a_predicaat_depends_on_partner_and_naamgebruik(
        self, geslacht: str, naamgebruik: str, ontbinding: str, titel: str
    ) -> None:
        persoon = make_persoon(geslacht=geslacht, naamgebruik=naamgebruik, titel="JV")
        naam = compute_naam(make_geadresseerde(persoon, make_partner(ontbinding=ontbinding)))

        assert naam is not None
        assert titel == naam.titel

    @pytest.mark.parametrize("naamgebruik", ["E", "P", "V", "N"])
    def test_without_a_partner_the_own_title_stays(self, naamgebruik: str) -> None:
        naam = compute_naam(make_geadresseerde(make_persoon(titel="GI", naamgebruik=naamgebruik)))

        assert naam is not None
        assert "GI" == naam.titel

    @pytest.mark.parametrize(
        ("geslacht", "naamgebruik", "eigen", "van_partner", "hoffelijkheidstitel"),
        [
            ("V", "P", "", "G", "G"),
            ("V", "N", "BS", "P", "P"),
            ("V", "E", "", "G", ""),
            ("V", "", "", "G", ""),
            ("V", "P", "JV", "G", ""),
            ("V", "P", "", "GI", ""),
            ("V", "P", "", "R", ""),
            ("V", "P", "", "JH", ""),
            ("M", "P", "", "G", ""),
            ("O", "P", "", "G", ""),
        ],
    )
    def test_only_a_woman_who_uses_the_name_bears_a_title_by_courtesy(
        self, geslacht: str, naamgebruik: str, eigen: str, van_partner: str, hoffelijkheidstitel: str
    ) -> None:
        persoon = make_persoon(geslacht=geslacht, naamgebruik=naamgebruik, titel=eigen)
        naam = compute_naam(make_geadresseerde(persoon, make_partner(titel=van_partner)))

        assert naam is not None
        assert hoffelijkheidstitel == naam.hoffelijkheidstitel


class TestOnvolledigePersoon:
    """The BRP always has geslacht and naamgebruik of a person: without both we do not guess a name."""

    def test_a_fragment_has_no_naam(self) -> None:
        assert compute_naam(Geadresseerde(persoon=Persoon(geslachtsnaam="Wit"))) is None

    def test_one_of_the_two_is_enough_and_the_other_gets_its_neutral_value(self) -> None:
        man = compute_naam(Geadresseerde(persoon=Persoon(geslachtsnaam="Wit", geslacht="M")))
        eigen = compute_naam(Geadresseerde(persoon=Persoon(geslachtsnaam="Wit", naamgebruik="E")))

        assert man is not None
        assert eigen is not None
        assert "E" == man.naamgebruik
        assert "O" == eigen.geslacht
