"""Hostile sjablonen: each is refused with a clear message or does nothing, and the server stays well."""

import resource
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from correspondentie.redactie.voorbeeldmaker import Schrijffout, Voorbeeld, Voorbeeldmaker
from tests.bouwers.voorbeelden import SJABLONEN
from tests.bouwers.voorbeeldvragen import count_bestanden, list_kinderen, make_anders, make_opdracht

SECONDEN = 5.0
TE_VEEL = "te veel tijd of geheugen"
ADRES = "ADRES"  # stands for the address of the listener
LUS = "{% for a in mutatie.vergelijkingen %}"


def nest(open_: str, dicht: str, diepte: int, kern: str = "x") -> str:
    return open_ * diepte + kern + dicht * diepte


def nest_lussen(veld: str, diepte: int, kern: str) -> str:
    lussen = "".join(f"{{% for a{nummer} in {veld} %}}\n" for nummer in range(diepte))
    return lussen + kern + "\n{% endfor %}" * diepte


GEWEIGERD = [
    # out of the sandbox
    ("{{ ''.__class__.__mro__ }}", "is een losse waarde"),
    ("{{ brief.__class__ }}", "het veld '__class__' bestaat niet"),
    ("{{ brief.__init__.__globals__ }}", "het veld '__init__' bestaat niet"),
    ("{{ self._TemplateReference__context }}", "het veld 'self' bestaat niet"),
    ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "een functie aanroepen mag niet"),
    ("{{ lipsum.__globals__ }}", "het veld 'lipsum' bestaat niet"),
    ("{{ config }}", "het veld 'config' bestaat niet"),
    ("{{ brief['__class__'] }}", "'[...]' mag niet"),
    ("{{ ().__class__.__base__.__subclasses__() }}", "een functie aanroepen mag niet"),
    ("{{ brief.kenmerk.format(brief) }}", "een functie aanroepen mag niet"),
    ("{{ '{0.__class__}'.format(brief) }}", "een functie aanroepen mag niet"),
    ("{{ brief.kenmerk | attr('__class__') }}", "het filter 'attr' bestaat niet"),
    ("{{ '%s' | format(brief) }}", "het filter 'format' bestaat niet"),
    ("{{ brief.kenmerk | safe }}", "het filter 'safe' bestaat niet"),
    ("{{ brief.adresregels | map('upper') | list }}", "het filter 'list' bestaat niet"),
    ("{{ loop.__self__ }}", "het veld 'loop' bestaat niet"),
    ("{% set x = brief %}", "'{% set %}' mag niet"),
    ("{% macro m() %}{{ m() }}{% endmacro %}", "'{% macro %}' mag niet"),
    ("{% raw %}{{ x }}{% endraw %}", "'{% raw %}' mag niet"),
    ("{# weg #}", "hier staat los '{#'"),
    # files
    ("{% include '/etc/passwd' %}", "'{% include %}' mag niet"),
    ("{% include '../register.toml' %}", "'{% include %}' mag niet"),
    ("{% import 'os' as os %}", "'{% import %}' mag niet"),
    ("{% extends 'file:///etc/passwd' %}", "'{% extends %}' mag niet"),
    ("[x](file:///etc/passwd)", "een link begint met https:"),
    ("[x](../../etc/passwd)", "een link begint met https:"),
    # links that do something else than lead somewhere
    ("[x](javascript:alert(1))", "een link begint met https:"),
    ("[x](JaVaScRiPt:alert)", "een link begint met https:"),
    ("[x](data:text/html;base64,PHNjcmlwdD4=)", "een link begint met https:"),
    ("[x](//ADRES/x)", "een link begint met https:"),
    ("![x](http://ADRES/x.png)", "een link begint met https:"),
    ("[x](https://{{brief.kenmerk}}.nl)", "een link begint met https:"),
    # too much
    ("{% for x in range(999999999) %}x{% endfor %}", "het component 'range' bestaat niet"),
    ("{{ 'x' * 999999999 }}", "een sjabloon rekent niet"),
    ("{{ 9 ** 999999999 }}", "een sjabloon rekent niet"),
    ("{{ brief.kenmerk ~ brief.kenmerk }}", "plakken met '~' mag niet"),
    (nest_lussen("brief.adresregels", 12, "x"), "meer dan 3 lussen in elkaar"),
    (nest_lussen("brief.adresregels", 3, "{{ maandbedragen(mutatie) }}\n" * 30), f"{TE_VEEL}|hooguit 20"),
    (nest("{% if brief.aanhef %}", "{% endif %}", 1_500), f"{TE_VEEL}|niet goed geschreven"),
    ("{{ " + nest("(", ")", 5_000, "brief.kenmerk") + " }}", f"{TE_VEEL}|niet goed geschreven"),
    ("## kop\n\n" * 500, f"hooguit 20|{TE_VEEL}"),
    ("{{ brief.kenmerk }}\n\n" * 800, f"hooguit 20|{TE_VEEL}"),
    ("een woord\n\n" * 5_000, f"hooguit 20|{TE_VEEL}"),
    # characters
    ("a\x00b", "onzichtbaar teken (U+0000)"),
    ("a\x01b", "onzichtbaar teken (U+0001)"),
    ("a\x02<script>", "onzichtbaar teken (U+0002)"),
    ("a\x03b", "onzichtbaar teken (U+0003)"),
    ("a\u202eb", "onzichtbaar teken (U+202E)"),
    ("a&#x202e;b", "onzichtbaar teken (U+202E)"),
    ("🙂", "heeft geen teken voor"),
    ("e" + "\u0301\u0323\u0489" * 500, "heeft geen teken voor"),
]
ONSCHULDIG = [
    "<script>alert(1)</script>",
    "<style>@import url(http://ADRES/x.css);</style>",
    "<style>p { background: url(http://ADRES/x.png) }</style>",
    "<link rel=stylesheet href=http://ADRES/x.css>",
    "<img src=http://ADRES/x.png onerror=alert(1)>",
    "<svg><image href='http://ADRES/x.svg'/></svg>",
    "<iframe src='file:///etc/passwd'></iframe>",
    "<object data='http://ADRES/x'></object>",
    "<p onclick='alert(1)' style='position:fixed'>x</p>",
    "</p></main></body><script>alert(1)</script>",
    "<!-- weg --> ]]> <?php ?>",
    "<base href='http://ADRES/'>",
    "<meta http-equiv=refresh content='0;url=http://ADRES/'>",
]
# Slow to read for a careless parser; here each is a letter, or refused in time.
TRAAG = [
    "*a **a " * 4_000,
    "[" * 20_000,
    "[a](b" * 8_000,
    "`" * 20_000,
    "- " * 2_000 + "x",
    "> " * 5_000 + "x",
    "&" * 20_000,
    "**" * 10_000,
    "{" * 20_000,
    "{% if " * 5_000,
    "a" * 50_000,
    "een woord " * 5_000,
]


class Luisteraar(BaseHTTPRequestHandler):
    """Counts who asks anything."""

    gevraagd: list[str] = []  # noqa: RUF012 - one listener for the module

    def do_GET(self) -> None:
        self.gevraagd.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_HEAD = do_POST = do_GET  # noqa: N815 - idem


@pytest.fixture(scope="module")
def adres() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Luisteraar) as server:
        draad = Thread(target=server.serve_forever)
        draad.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        draad.join()


@pytest.fixture(scope="module")
def maker() -> Iterator[Voorbeeldmaker]:
    with Voorbeeldmaker(SJABLONEN, seconden=SECONDEN) as maker:
        assert isinstance(maker.make(make_opdracht()), Voorbeeld)
        yield maker


def make_tekst(voorbeeld: Voorbeeld) -> str:
    return " ".join("".join(pagina.tekst for pagina in voorbeeld.paginas).split())


@pytest.mark.parametrize(("brief", "verwacht"), GEWEIGERD, ids=range(len(GEWEIGERD)))
def test_a_hostile_sjabloon_is_refused_with_a_reason(
    maker: Voorbeeldmaker, adres: str, brief: str, verwacht: str
) -> None:
    fout = maker.make(make_opdracht(brief=brief.replace(ADRES, adres)))

    assert isinstance(fout, Schrijffout)
    assert [deel for deel in verwacht.split("|") if deel.lower() in fout.uitleg.lower()]
    assert [] == Luisteraar.gevraagd


@pytest.mark.parametrize("veld", ["titel", "brief", "bericht"])
@pytest.mark.parametrize("html", ONSCHULDIG, ids=range(len(ONSCHULDIG)))
def test_html_is_printed_as_it_is_written(maker: Voorbeeldmaker, adres: str, html: str, veld: str) -> None:
    geschreven = html.replace(ADRES, adres)
    voorbeeld = maker.make(make_anders({veld: geschreven}))

    assert isinstance(voorbeeld, Voorbeeld)
    if veld == "bericht":
        assert geschreven == voorbeeld.bericht
    else:
        kaal = make_tekst(voorbeeld).replace(" ", "")
        assert geschreven.replace(" ", "") in kaal.replace("\ufffe", "").replace("-\n", "")
    assert [] == Luisteraar.gevraagd


@pytest.mark.parametrize("brief", TRAAG, ids=range(len(TRAAG)))
def test_a_text_that_is_slow_to_read_is_made_or_refused_in_time(maker: Voorbeeldmaker, brief: str) -> None:
    uitkomst = maker.make(make_opdracht(brief=brief))

    if isinstance(uitkomst, Schrijffout):
        assert uitkomst.uitleg[0].isupper()
        assert "Traceback" not in uitkomst.uitleg
    else:
        assert uitkomst.paginas


def test_the_server_is_well_after_all_of_it(maker: Voorbeeldmaker) -> None:
    kinderen, bestanden = len(list_kinderen()), count_bestanden()
    geheugen = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for brief in (nest("{% if brief.aanhef %}", "{% endif %}", 1_500), "een woord\n\n" * 5_000, "[" * 20_000):
        maker.make(make_opdracht(brief=brief))

    assert isinstance(maker.make(make_opdracht()), Voorbeeld)
    assert (kinderen, bestanden) == (len(list_kinderen()), count_bestanden())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < geheugen + 50_000  # kB
    assert [] == Luisteraar.gevraagd
