"""Markdown to HTML, with fields and conditions carried through."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondentie.errors import InvalidSjabloonError
from correspondentie.sjabloontekst import make_html

BESTAND = Path("brief.md")
ELEMENTEN = ("p", "h2", "h3", "h4", "ul", "ol", "li", "em", "strong", "br")
MARKUP = {f"<{streep}{element}>" for element in ELEMENTEN for streep in ("", "/")}


@pytest.mark.parametrize(
    ("markdown", "verwacht"),
    [
        ("Een *schuin* en **vet** woord", "<p>Een <em>schuin</em> en <strong>vet</strong> woord</p>"),
        ("## Kop\n\n### Onder", "<h2>Kop</h2>\n\n<h3>Onder</h3>"),
        ("- een\n- twee", "<ul><li>een</li>\n<li>twee</li></ul>"),
        ("1. een\n2. twee", "<ol><li>een</li>\n<li>twee</li></ol>"),
        ("een  \ntwee", "<p>een<br>\ntwee</p>"),
        ("**{{ a.b | c }}**, ja", "<p><strong>{{ a.b | c }}</strong>, ja</p>"),
        ("Nr {{ brief.kenmerk }}.", '<p>Nr <span class="heel">{{ brief.kenmerk }}</span>.</p>'),
        ("{{ a == 'x' }}", "<p>{{ a == 'x' }}</p>"),
        ("{{ tabel(a) }}", "{{ tabel(a) }}"),
        ("voor\n{% if a %}\nbinnen\n{% endif %}", "<p>voor</p>\n{% if a %}\n<p>binnen</p>\n{% endif %}"),
        ("- een\n{% if a %}\nin\n{% endif %}", "<ul><li>een</li></ul>\n{% if a %}\n<p>in</p>\n{% endif %}"),
        ("Ja{% if a %} en{% else %} of{% endif %}.", "<p>Ja{% if a %} en{% else %} of{% endif %}.</p>"),
        ("<b>x</b> & 1 < 2", "<p>&lt;b&gt;x&lt;/b&gt; &amp; 1 &lt; 2</p>"),
        ("€&nbsp;24 {los} &#123;", "<p>€\u00a024 &#123;los&#125; &#123;</p>"),
        ("[bel](tel:0800)", '<p><a href="tel:0800">bel</a></p>'),
        ("[{{ a }}](https://x.nl)", '<p><a href="https://x.nl">{{ a }}</a></p>'),
        ("    ingesprongen", "<p>ingesprongen</p>"),
    ],
)
def test_markdown_becomes_html_in_which_jinja_stands_untouched(markdown: str, verwacht: str) -> None:
    assert verwacht + "\n" == make_html(markdown, BESTAND)


def test_every_field_keeps_the_number_of_its_line() -> None:
    markdown = (
        "## Kop\n\n\n- a\n- {{ vier }}\n\n{% if x %}\n\neen\n{{ negen }}\n\n{% endif %}\n\n{{ tabel(x) }}"
    )

    html = make_html(markdown, BESTAND)

    for veld in ("{{ vier }}", "{% if x %}", "{{ negen }}", "{% endif %}", "{{ tabel(x) }}"):
        assert markdown[: markdown.index(veld)].count("\n") == html[: html.index(veld)].count("\n")


@pytest.mark.parametrize(
    ("markdown", "verwacht"),
    [
        ("# Titel", "regel 1: deze kop heeft een niveau dat niet kan"),
        ("## Kop\n\n#### Te diep", "regel 3: deze kop slaat een niveau over"),
        ("[x](javascript:alert(1))", "regel 1: een link begint met https:"),
        ("[x](http://voorbeeld.nl)", "een link begint met https:"),
        ("[x](https://voorbeeld.nl/{{a}})", "bevat geen velden"),
        ("![x](plaatje.png)", "een link begint met https:"),
        ("een\n\n{{ a", "regel 3: hier staat los '{{'"),
        ("a }} b", "hier staat los '}}'"),
        ("{# nota #}", "hier staat los '{#'"),
        ("**{{ a }}**b", "hier staat los"),
        ("Zie {{ tabel(a) }} hier", "een component staat op een eigen regel"),
        ("{% if a %}\n\ntekst", r"'{% if %}' wordt nergens gesloten. Zet 'endif'"),
        ("tekst\n\n{% endif %}", "regel 3: '{% endif %}' hoort niet bij"),
        ("{% for x in y %}\n{% elif z %}\n{% endfor %}", "regel 2: '{% elif %}' hoort niet bij"),
        ("{% for x in y %}\n{% endif %}", "'{% endif %}' hoort niet bij"),
        ("**vet {% if a %}en** niet{% endif %}", "loopt hier door een lijst, kop of nadruk heen"),
        ("- een\n  {% if a %}\n- twee\n{% endif %}", "loopt hier door een lijst"),
        ("{% raw %}", "'{% raw %}' mag niet in een sjabloon"),
        ("{% set a = 1 %}", "'{% set %}' mag niet in een sjabloon"),
        ("{% include 'x' %}", "'{% include %}' mag niet"),
    ],
)
def test_what_would_not_give_the_letter_that_was_meant_is_refused(markdown: str, verwacht: str) -> None:
    with pytest.raises(InvalidSjabloonError) as gevonden:
        make_html(markdown, BESTAND)

    assert verwacht in str(gevonden.value)
    assert str(gevonden.value).startswith("brief.md, regel ")


@given(st.text(alphabet="ab {}%#*_[]()<>&;-\n'\"`!\\:", max_size=60))
def test_no_text_becomes_markup_that_markdown_does_not_make(markdown: str) -> None:
    try:
        html = make_html(markdown, BESTAND)
    except InvalidSjabloonError:
        return
    zonder_velden = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", html, flags=re.DOTALL)

    assert set(re.findall(r"<[^>]*>", zonder_velden)) <= MARKUP
    assert not re.search(r"[{}]", zonder_velden)
