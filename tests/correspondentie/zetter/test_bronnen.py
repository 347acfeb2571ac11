"""A letter takes files from the house style, and from nowhere else."""

import shutil
from pathlib import Path

import pytest

from correspondentie.errors import InvalidPdfError
from correspondentie.zetter import Motor, Zetter, make_kopij
from tests.bouwers.briefhtml import DAGTEKENING, HUISSTIJL, make_brief, make_briefkopij
from tests.pdf.lezen import list_kinds, open_pdf

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Vlak</title>{}</svg>'
RECT = '<rect width="9" height="9"/>'
OUTSIDE = [
    "http://127.0.0.1:9/logo.svg",
    "https://example.org/logo.svg",
    "ftp://example.org/logo.svg",
    "//example.org/logo.svg",
    "file:///etc/hostname",
    "file://localhost/etc/hostname",
    "file:/etc/hostname",
    "FILE:///etc/hostname",
    "/etc/hostname",
    "../register.toml",
    "fonts/../../register.toml",
    "%2e%2e/register.toml",
    "fonts",
    "bestaat-niet.svg",
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
]
PLACES = [
    '<img src="{}" alt="beeld">',
    '<link rel="stylesheet" href="{}">',
    '<style>@import url("{}");</style>',
    "<style>p {{ background: url('{}') }}</style><p>tekst</p>",
    "<style>@font-face {{ font-family: x; src: url('{}') }}</style>",
    '<p style="background-image: url({})">tekst</p>',
    "<style>@page {{ @top-center {{ content: url('{}') }} }}</style>",
    '<object data="{}">beeld</object>',
    '<link rel="attachment" href="{}">',
]


@pytest.fixture
def huisstijl(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HUISSTIJL, tmp_path / "_huisstijl"))


@pytest.mark.parametrize("url", OUTSIDE)
def test_a_file_outside_the_huisstijl_is_refused(zetter: Zetter, url: str) -> None:
    with pytest.raises(InvalidPdfError, match="huisstijl"):
        zetter.zet(make_briefkopij(f'<img src="{url}" alt="beeld">'), dagtekening=DAGTEKENING)


@pytest.mark.parametrize("place", PLACES)
def test_no_place_in_html_or_css_reaches_outside(zetter: Zetter, place: str) -> None:
    with pytest.raises(InvalidPdfError, match="huisstijl"):
        zetter.zet(make_briefkopij(place.format("file:///etc/hostname")), dagtekening=DAGTEKENING)


def test_another_base_gives_no_other_folder(zetter: Zetter) -> None:
    html = make_brief('<img src="hostname" alt="beeld">').replace(
        "<head>", '<head><base href="file:///etc/">'
    )

    with pytest.raises(InvalidPdfError, match="huisstijl"):
        zetter.zet(make_kopij(html), dagtekening=DAGTEKENING)


def test_a_link_on_disk_does_not_lead_outside(huisstijl: Path, tmp_path: Path) -> None:
    (tmp_path / "geheim.svg").write_text(SVG.format(RECT))
    (huisstijl / "binnen.svg").symlink_to(tmp_path / "geheim.svg")

    with pytest.raises(InvalidPdfError, match="huisstijl"):
        Zetter(huisstijl, Motor.WEASYPRINT).zet(
            make_briefkopij('<img src="binnen.svg" alt="b">'), dagtekening=DAGTEKENING
        )


def test_a_picture_of_the_huisstijl_cannot_refer_outside(huisstijl: Path) -> None:
    (huisstijl / "lek.svg").write_text(
        SVG.format('<image href="file:///etc/hostname" width="9" height="9"/>')
    )

    with pytest.raises(InvalidPdfError, match="huisstijl"):
        Zetter(huisstijl, Motor.WEASYPRINT).zet(
            make_briefkopij('<img src="lek.svg" alt="b">'), dagtekening=DAGTEKENING
        )


def test_a_picture_of_the_huisstijl_is_shown(huisstijl: Path) -> None:
    (huisstijl / "vlak.svg").write_text(SVG.format(RECT))

    gezet = Zetter(huisstijl, Motor.WEASYPRINT).zet(
        make_briefkopij('<img src="vlak.svg" alt="Een vlak">'), dagtekening=DAGTEKENING
    )

    with open_pdf(gezet.pdf) as document:
        assert "Figure" in list_kinds(document)


def test_a_huisstijl_that_misses_its_fonts_is_refused_at_once(huisstijl: Path) -> None:
    shutil.rmtree(huisstijl / "fonts")

    with pytest.raises(InvalidPdfError, match="huisstijl"):
        Zetter(huisstijl, Motor.WEASYPRINT)


def test_a_link_for_the_reader_is_not_fetched(zetter: Zetter) -> None:
    kopij = make_briefkopij('<p><a href="https://www.toeslagen.nl">Mijn toeslagen</a></p>')

    with open_pdf(zetter.zet(kopij, dagtekening=DAGTEKENING).pdf) as document:
        assert str(document.pages[0].Annots[0].A.URI) == "https://www.toeslagen.nl"
