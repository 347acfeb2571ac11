"""What a browser, another site or a colleague with bad intentions tries, and what comes of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from correspondentie.settings import Settings
from correspondentie.web.errors import WeigeringError
from correspondentie.web.limieten import AANMELDEN, Werkplekken
from correspondentie.web.poort import LICHAAM_BYTES
from correspondentie.web.sessies import HOOGSTENS, STIL
from tests.bouwers.webwerk import Bezoek, Redactie, Schuifklok, serve_redactie, start_concept

KWAAD = "<script>document.title='kwaad'</script><img src=x onerror=alert(1)>"
ELDERS = "https://kwaad.example"


class TestHeaders:
    """Every answer carries them, whatever it is."""

    @pytest.mark.parametrize("pad", ["/inloggen", "/", "/bestaat-niet", "/middelen/redactie.css"])
    def test_every_answer_tells_the_browser_what_it_may(self, pad: str, bezoek: Bezoek) -> None:
        koppen = bezoek().get(pad).headers
        beleid = koppen["content-security-policy"]

        assert "default-src 'none'" in beleid
        assert "script-src 'self';" in beleid
        assert "frame-ancestors 'none'" in beleid
        assert "unsafe" not in beleid
        assert "nosniff" == koppen["x-content-type-options"]
        assert "DENY" == koppen["x-frame-options"]
        assert "same-origin" == koppen["referrer-policy"]
        assert "same-origin" == koppen["cross-origin-opener-policy"]
        assert "camera=()" in koppen["permissions-policy"]

    def test_every_answer_has_a_nonce_of_its_own(self, bezoek: Bezoek) -> None:
        bezoeker = bezoek()
        beleiden = {bezoeker.get("/inloggen").headers["content-security-policy"] for _ in range(3)}

        assert 3 == len(beleiden)

    def test_a_page_is_kept_nowhere(self, bezoek: Bezoek) -> None:
        assert "no-store" == bezoek("roos").get("/").headers["cache-control"]

    def test_only_over_https_the_browser_is_told_to_stay_there(self, tmp_path: Path, bezoek: Bezoek) -> None:
        assert "strict-transport-security" not in bezoek().get("/inloggen").headers
        with serve_redactie(tmp_path, settings=MET_HTTPS) as redactie:
            antwoord = bezoek(url=redactie.url).get("/inloggen", Host="redactie.example")

        assert "max-age=31536000" in antwoord.headers["strict-transport-security"]

    def test_who_asks_for_another_name_gets_nothing(self, bezoek: Bezoek) -> None:
        assert 400 == bezoek().get("/inloggen", Host="kwaad.example").status_code


MET_HTTPS = Settings(
    web_adres="https://redactie.example",
    oidc_uitgever="http://127.0.0.1:9",
    oidc_client="redactie",
    oidc_geheim="geheim-van-de-proef",
)


class TestSession:
    """A session is one browser's, for a short time, and ends when it ends."""

    def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(self, bezoek: Bezoek) -> None:
        koekje = bezoek().post("/inloggen/demo", {"wie": "roos"}).headers["set-cookie"].lower()

        assert "httponly" in koekje
        assert "samesite=lax" in koekje
        assert "path=/" in koekje
        assert "domain" not in koekje

    def test_over_https_the_cookie_never_goes_another_way(self, tmp_path: Path, bezoek: Bezoek) -> None:
        with serve_redactie(tmp_path, settings=MET_HTTPS) as redactie:
            geweigerd = bezoek(url=redactie.url).post(
                "/inloggen/demo", {"wie": "roos"}, Host="redactie.example"
            )

        assert 403 == geweigerd.status_code  # the origin is not ours
        assert "set-cookie" not in geweigerd.headers

    def test_a_log_in_gives_a_new_secret_and_ends_the_old_session(self, bezoek: Bezoek) -> None:
        bezoeker, ander = bezoek(), bezoek()
        bezoeker.steal("een-geheim-van-de-aanvaller")
        bezoeker.log_in("roos")
        eerste = bezoeker.geheim
        bezoeker.log_in("roos")
        ander.steal(eerste)

        assert "een-geheim-van-de-aanvaller" != eerste
        assert 303 == ander.get("/").status_code

    def test_after_the_log_out_the_secret_opens_nothing(self, bezoek: Bezoek) -> None:
        bezoeker, dief = bezoek("roos"), bezoek()
        dief.steal(bezoeker.geheim)
        assert 200 == dief.get("/").status_code
        uit = bezoeker.send("/uitloggen")

        assert "/inloggen?gedaan=uitgelogd" == uit.headers["location"]
        assert 303 == dief.get("/").status_code

    def test_a_session_that_lies_still_ends(self, bezoek: Bezoek, redactie: Redactie) -> None:
        bezoeker = bezoek("roos")
        redactie.klok.pass_(STIL - timedelta(seconds=1))
        assert 200 == bezoeker.get("/").status_code
        redactie.klok.pass_(STIL)

        assert 303 == bezoeker.get("/").status_code

    def test_a_session_that_is_used_all_day_ends_as_well(self, bezoek: Bezoek, redactie: Redactie) -> None:
        bezoeker = bezoek("roos")
        for _ in range(HOOGSTENS // timedelta(minutes=30) - 1):
            redactie.klok.pass_(timedelta(minutes=30))
            assert 200 == bezoeker.get("/").status_code
        redactie.klok.pass_(timedelta(minutes=30))

        assert 303 == bezoeker.get("/").status_code

    def test_a_beheerder_ends_the_session_of_another(self, bezoek: Bezoek) -> None:
        hanna, otto = bezoek("hanna"), bezoek("otto")
        pagina = hanna.get("/sessies").text
        sleutel = pagina.partition("Otto Planner</th>")[2].partition('name="sleutel" value="')[2][:64]
        hanna.send("/sessies/beeindigen", sleutel=sleutel)

        assert 303 == otto.get("/").status_code
        assert "sessie beëindigd" in hanna.get("/logboek").text

    def test_the_database_does_not_hold_the_secret(self, bezoek: Bezoek, redactie: Redactie) -> None:
        geheim = bezoek("roos").geheim.encode()

        assert not any(geheim in pad.read_bytes() for pad in redactie.map.glob("correspondentie.sqlite*"))


class TestForgery:
    """A form counts only from our own pages, in the session that got it."""

    def test_a_form_of_another_site_is_refused(self, bezoek: Bezoek) -> None:
        bezoeker = bezoek("roos")
        csrf = bezoeker.find_csrf()

        assert 403 == bezoeker.post("/uitloggen", {"_csrf": csrf}, herkomst=ELDERS).status_code
        assert 403 == bezoeker.post("/uitloggen", {"_csrf": csrf}, herkomst="null").status_code
        assert 200 == bezoeker.get("/").status_code

    def test_a_form_without_an_origin_is_refused(self, bezoek: Bezoek) -> None:
        assert 403 == bezoek().client.post("/inloggen/demo", data={"wie": "roos"}).status_code

    def test_the_token_of_another_session_is_refused(self, bezoek: Bezoek) -> None:
        roos, daan = bezoek("roos"), bezoek("daan")

        assert 403 == roos.post("/uitloggen", {"_csrf": daan.find_csrf()}).status_code
        assert 403 == roos.post("/uitloggen").status_code
        assert 200 == roos.get("/").status_code

    def test_a_log_in_leads_only_to_a_page_of_ours(self, bezoek: Bezoek) -> None:
        for terug in (
            ELDERS,
            "//kwaad.example",
            "/\\kwaad.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x",
        ):
            antwoord = bezoek().post("/inloggen/demo", {"wie": "roos", "terug": terug})
            assert "/" == antwoord.headers["location"]
        goed = bezoek().post("/inloggen/demo", {"wie": "roos", "terug": "/vrijgeven"})

        assert "/vrijgeven" == goed.headers["location"]


class TestLimits:
    """Too much, too big and too often end in a clear word."""

    def test_a_body_that_is_too_big_is_refused(self, bezoek: Bezoek) -> None:
        bezoeker = bezoek("roos")
        antwoord = bezoeker.send(f"/concepten/{start_concept(bezoeker)}/bewaar", brief="a" * LICHAAM_BYTES)

        assert 413 == antwoord.status_code
        assert "te groot" in antwoord.text

    def test_a_form_of_a_thousand_fields_is_refused(self, bezoek: Bezoek) -> None:
        velden = {f"veld{nummer}": "x" for nummer in range(1000)}

        assert 400 == bezoek().post("/inloggen/demo", velden).status_code

    def test_what_is_no_form_is_refused(self, bezoek: Bezoek, redactie: Redactie) -> None:
        koppen = {"Origin": redactie.url}
        antwoord = bezoek().client.post("/inloggen/demo", json={"wie": "roos"}, headers=koppen)

        assert 415 == antwoord.status_code

    def test_who_tries_to_log_in_all_the_time_has_to_wait(self, tmp_path: Path, bezoek: Bezoek) -> None:
        klok = Schuifklok()
        with serve_redactie(tmp_path, klok) as redactie:
            bezoeker = bezoek(url=redactie.url)
            statussen = [
                bezoeker.post("/inloggen/demo", {"wie": "niemand"}).status_code
                for _ in range(AANMELDEN.keren + 1)
            ]
            laatste = bezoeker.post("/inloggen/demo", {"wie": "roos"})
            klok.pass_(AANMELDEN.binnen)

            assert [400] * AANMELDEN.keren + [429] == statussen
            assert 0 < int(laatste.headers["retry-after"]) <= AANMELDEN.binnen.total_seconds()
            assert 303 == bezoeker.post("/inloggen/demo", {"wie": "roos"}).status_code

    def test_slow_letters_keep_nobody_from_a_page(self, bezoek: Bezoek) -> None:
        roos, bea = bezoek("roos"), bezoek("bea")
        adres = f"/concepten/{start_concept(roos)}/voorbeeld"
        velden = {"_csrf": roos.find_csrf(), "brief": "Wij schrijven u over uw toeslag.\n\n" * 1000}
        with ThreadPoolExecutor(50) as draden:
            vragen = [draden.submit(roos.post, adres, velden, Accept="application/json") for _ in range(50)]
            pagina = bea.get("/")
        antwoorden = [vraag.result() for vraag in vragen]

        assert 200 == pagina.status_code
        assert {200, 204, 503} >= {antwoord.status_code for antwoord in antwoorden}

    def test_who_comes_when_every_place_is_taken_hears_so_at_once(self) -> None:
        plekken = Werkplekken(1)
        with (
            plekken.take(),
            pytest.raises(WeigeringError, match="te veel brieven tegelijk") as fout,
            plekken.take(),
        ):
            pass
        with plekken.take():
            pass

        assert (503, 5) == (fout.value.status, fout.value.wacht)


class TestPaths:
    """Nothing outside the folders of the browser is given."""

    @pytest.mark.parametrize(
        "pad",
        [
            "/middelen/../app.py",
            "/middelen/%2e%2e/app.py",
            "/middelen/..%2fapp.py",
            "/middelen/letters/../huisstijl.css",
            "/middelen/letters/%2e%2e%2fregister.toml",
            "/middelen//etc/passwd",
            "/beelden/..%2f..%2fapp.png",
            "/teksten/brieftype/..%2fregister",
            "/teksten/brieftype/_huisstijl",
            "/teksten/kwaad/herziening",
        ],
    )
    def test_a_path_that_climbs_leads_nowhere(self, pad: str, bezoek: Bezoek) -> None:
        bezoeker = bezoek("roos")
        antwoord = bezoeker.client.send(bezoeker.client.build_request("GET", bezoeker.url + pad))

        assert 404 == antwoord.status_code


class TestScript:
    """What somebody wrote is shown as it was written, and never runs."""

    def test_a_text_a_reason_and_a_remark_are_only_text(self, bezoek: Bezoek) -> None:
        daan = bezoek("daan")
        nummer = start_concept(daan, "herziening")
        daan.send(f"/concepten/{nummer}/bewaar", revisie="1", titel=KWAAD, brief=KWAAD, bericht=KWAAD)
        schrijven = daan.get(f"/concepten/{nummer}").text
        versie = daan.send(f"/concepten/{nummer}/indienen", revisie="2", waarom=KWAAD).headers["location"]
        versie = versie.partition("?")[0]
        daan.send(f"{versie}/opmerkingen", veld="brief", woorden="<script>", tekst=KWAAD)
        paginas = [
            schrijven,
            daan.get(versie).text,
            daan.get("/").text,
            daan.get("/teksten/brieftype/herziening").text,
        ]

        assert all(KWAAD not in pagina for pagina in paginas)
        assert all("&lt;script&gt;" in pagina for pagina in paginas[:3])
        assert KWAAD not in bezoek("hanna").get("/logboek").text

    def test_an_error_page_does_not_repeat_an_address(self, bezoek: Bezoek) -> None:
        antwoord = bezoek("roos").get("/%3Cscript%3Ealert(1)%3C/script%3E")

        assert 404 == antwoord.status_code
        assert "alert(1)" not in antwoord.text
