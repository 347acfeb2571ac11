"""From sjabloon and facts to the text of a letter: load, check, compile and render."""

import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_type_hints

from jinja2 import Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from correspondentie.bouwstenen import (
    BOUWSTENEN,
    Uitgeschreven,
    check_geen_bouwsteen,
    expand_bouwstenen,
    list_genoemd,
    load_bouwstenen,
)
from correspondentie.briefgegevens import (
    Beschikkinggegevens,
    Briefgegevens,
    Briefhoofd,
    Terugvorderinggegevens,
)
from correspondentie.errors import InvalidSjabloonError
from correspondentie.mutatiegegevens import Bevestiginggegevens, Mutatiegegevens
from correspondentie.opmaak import FILTERS
from correspondentie.register import (
    BESTANDEN,
    REGISTER,
    Aanleiding,
    Afzender,
    Brieftype,
    Register,
    load_register,
)
from correspondentie.sjablooncontrole import Woordenschat, check_rekent_niet, check_sjabloon
from correspondentie.sjabloondigest import HUISSTIJL as HUISSTIJL
from correspondentie.sjabloondigest import compute_digest
from correspondentie.sjabloonomgeving import WAARDEN, make_omgeving
from correspondentie.sjabloontekst import check_tekens, make_html
from correspondentie.zetter.kopij import MERK, Kopij

INHOUD = "\x03"  # where the text of the letter goes in the layout
# Under which name a sjabloon finds its facts, their type, and the aanleidingen that have them.
VELDEN: Mapping[str, tuple[type, frozenset[Aanleiding]]] = MappingProxyType(
    {
        "beschikking": (
            Beschikkinggegevens,
            frozenset(Aanleiding)
            - {
                Aanleiding.TERUGVORDERING,
                Aanleiding.MUTATIE,
                Aanleiding.MUTATIE_INKOMEN,
                Aanleiding.TEGENGEHOUDEN,
            },
        ),
        "terugvordering": (Terugvorderinggegevens, frozenset({Aanleiding.TERUGVORDERING})),
        "mutatie": (Mutatiegegevens, frozenset({Aanleiding.MUTATIE, Aanleiding.MUTATIE_INKOMEN})),
        "bevestiging": (Bevestiginggegevens, frozenset({Aanleiding.TEGENGEHOUDEN})),
    }
)
RENDERFOUTEN = (TemplateError, TypeError, ValueError, KeyError, AttributeError, InvalidOperation)


_Gemaakt = TypeVar("_Gemaakt")


@dataclass(frozen=True, slots=True)
class _Sjabloon:
    titel: Template
    brief: Template
    uitgeschreven: Uitgeschreven
    bericht: Template
    digest: str


@dataclass(frozen=True, slots=True)
class Sjablonen:
    """All live sjablonen, checked and compiled; made by load_sjablonen."""

    register: Register
    _afzender: Mapping[str, object]
    _layout: Template
    _per_naam: Mapping[str, _Sjabloon]

    def render_kopij(self, brieftype: str, gegevens: Briefgegevens) -> Kopij:
        """Render the letter as kopij: its fixed text and its values apart.

        Raises: UnknownBrieftypeError; InvalidSjabloonError when the sjabloon and these facts do not fit.
        """
        sjabloon = self._find(brieftype)
        velden = self._make_velden(gegevens)
        titel = _render(sjabloon.titel, velden)
        kop: list[str] = []
        waarden: list[str] = []
        plek = WAARDEN.set(waarden)
        try:
            inhoud = _render_brief(sjabloon, velden | {"afzender": self._afzender})
            WAARDEN.set(kop)
            layoutvelden = {
                "brief": gegevens.brief,
                "titel": titel,
                "afzender": self._afzender,
                "inhoud": Markup(INHOUD),
                "brieftype": Markup(brieftype),
            }
            voor, na = _render(self._layout, layoutvelden).split(INHOUD)
        finally:
            WAARDEN.reset(plek)
        begin = voor.count(MERK)
        return Kopij(voor + inhoud + na, (*kop[:begin], *waarden, *kop[begin:]))

    def render_html(self, brieftype: str, gegevens: Briefgegevens) -> str:
        """Render the letter as one whole HTML document. Raises: as render_kopij."""
        return self.render_kopij(brieftype, gegevens).html

    def render_bericht(self, brieftype: str, gegevens: Briefgegevens) -> str:
        """Render the plain text for the Berichtenbox. Raises: as render_html."""
        return _trim(_render(self._find(brieftype).bericht, self._make_velden(gegevens)))

    def digest(self, brieftype: str) -> str:
        """Return the sha256 (hex) over the sjabloon, its register entry, the afzender and the huisstijl."""
        return self._find(brieftype).digest

    def _find(self, brieftype: str) -> _Sjabloon:
        return self._per_naam[self.register.find_brieftype(brieftype).naam]

    def _make_velden(self, gegevens: Briefgegevens) -> dict[str, object]:
        velden = {naam: getattr(gegevens, naam) for naam in VELDEN}
        gevuld = {naam: veld for naam, veld in velden.items() if veld is not None}
        return gevuld | {"brief": gegevens.brief, "afzender": self.register.afzender}


def load_sjablonen(sjablonen: Path) -> Sjablonen:
    """Load, check and compile every live sjabloon of this folder.

    Raises: InvalidSjabloonError with file, line and what to do.
    """
    return load_zetsel(sjablonen).make_alle()


def load_zetsel(sjablonen: Path) -> "Zetsel":
    """Load and compile what all sjablonen of this folder share. Raises: InvalidSjabloonError."""
    html = make_omgeving(autoescape=True)
    layout = _compile_huisstijl(html, sjablonen / HUISSTIJL / "layout.html")
    componenten = _load_componenten(html, sjablonen / HUISSTIJL / "componenten.html")
    html.globals.update(componenten)
    tekst = make_omgeving(autoescape=False)
    bouwstenen = load_bouwstenen(sjablonen)
    return Zetsel(load_register(sjablonen), bouwstenen, layout, html, tekst, componenten, sjablonen)


@dataclass(frozen=True, slots=True)
class Zetsel:
    """All that is needed to compile the texts of one brieftype; made by load_zetsel."""

    register: Register
    bouwstenen: Mapping[str, str]
    _layout: Template
    _html: ImmutableSandboxedEnvironment
    _tekst: ImmutableSandboxedEnvironment
    _componenten: Mapping[str, Macro]
    _sjablonen: Path

    def make_alle(self) -> Sjablonen:
        """Check and compile every live sjabloon. Raises: InvalidSjabloonError."""
        return self._make({naam: self._load(soort) for naam, soort in self.register.brieftypen.items()})

    def make_concept(self, brieftype: str, titel: str, brief: str, bericht: str) -> Sjablonen:
        """Check and compile one brieftype with these texts, which may stand in no file yet.

        Raises: UnknownBrieftypeError; InvalidSjabloonError with all that is wrong in the three texts.
        """
        soort = self.register.find_brieftype(brieftype)
        return self._make({brieftype: self._compile(soort, titel, brief, bericht, "")})

    def _make(self, per_naam: Mapping[str, _Sjabloon]) -> Sjablonen:
        return Sjablonen(self.register, _make_vast(self.register.afzender), self._layout, per_naam)

    def _load(self, brieftype: Brieftype) -> _Sjabloon:
        brief, bericht = (_read(self._sjablonen / brieftype.naam / naam) for naam in BESTANDEN)
        digest = compute_digest(self._sjablonen, brieftype)
        return self._compile(brieftype, brieftype.titel, brief, bericht, digest)

    def _compile(self, brieftype: Brieftype, titel: str, brief: str, bericht: str, digest: str) -> _Sjabloon:
        in_brief, in_bericht = (self._sjablonen / brieftype.naam / naam for naam in BESTANDEN)
        kaal = _make_woordenschat(brieftype, {})
        fouten: list[InvalidSjabloonError] = []
        titel_ = _attempt(fouten, lambda: self._compile_tekst(titel, self._sjablonen / REGISTER, kaal))
        brief_ = _attempt(fouten, lambda: self._compile_brief(brieftype, brief, in_brief))
        bericht_ = _attempt(fouten, lambda: self._compile_tekst(bericht, in_bericht, kaal))
        if titel_ is None or brief_ is None or bericht_ is None:
            eerste, *overige = fouten
            eerste.overige = (*eerste.overige, *overige)
            raise eerste
        return _Sjabloon(titel_, *brief_, bericht_, digest)

    def _compile_tekst(self, tekst: str, bestand: Path, woorden: Woordenschat) -> Template:
        check_geen_bouwsteen(tekst, bestand)
        return _compile(self._tekst, tekst, bestand, woorden)

    def _compile_brief(
        self, brieftype: Brieftype, brief: str, bestand: Path
    ) -> tuple[Template, Uitgeschreven]:
        for naam in list_genoemd(brief):
            self._check_heel(naam)
        uit = expand_bouwstenen(brief, bestand, self.bouwstenen)
        woorden = _make_woordenschat(brieftype, self._componenten)
        try:
            check_tekens(uit.tekst, bestand)  # Markdown gives some of them a meaning
            return _compile(self._html, make_html(uit.tekst, bestand), bestand, woorden), uit
        except InvalidSjabloonError as fout:
            uit.relocate(fout)
            raise

    def _check_heel(self, naam: str) -> None:
        """A condition or loop that begins in a bouwsteen ends in it, and it holds no other."""
        bestand = self._sjablonen / BOUWSTENEN / f"{naam}.md"
        tekst = self.bouwstenen.get(naam, "")
        check_geen_bouwsteen(tekst, bestand)
        try:
            self._tekst.parse(tekst)
        except TemplateSyntaxError as error:
            raise _schrijffout(bestand, error) from error


def _attempt(fouten: list[InvalidSjabloonError], compile_: Callable[[], _Gemaakt]) -> _Gemaakt | None:
    try:
        return compile_()
    except InvalidSjabloonError as fout:
        fouten.append(fout)
        return None


def _make_vast(afzender: Afzender) -> Mapping[str, object]:
    """Make what is the same in every letter part of the fixed text."""
    vast = {naam: getattr(afzender, naam) for naam in get_type_hints(Afzender)}
    return {
        naam: escape(waarde) if isinstance(waarde, str) else tuple(map(escape, waarde))
        for naam, waarde in vast.items()
    }


def make_velden(brieftype: Brieftype) -> dict[str, Any]:
    """Make the names with which a field of this brieftype can begin, each with the type of its facts."""
    velden = {naam: soort for naam, (soort, van) in VELDEN.items() if van & set(brieftype.aanleidingen)}
    return {"brief": Briefhoofd, "afzender": Afzender} | velden


def _make_woordenschat(brieftype: Brieftype, componenten: Mapping[str, Macro]) -> Woordenschat:
    return Woordenschat(
        velden=make_velden(brieftype),
        componenten={naam: len(macro.arguments) for naam, macro in componenten.items()},
        filters=FILTERS,
    )


def _read(bestand: Path) -> str:
    try:
        return bestand.read_text(encoding="utf-8").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSjabloonError(
            "dit bestand is er niet of is geen UTF-8. Maak het, of bewaar het als UTF-8.", bestand=bestand
        ) from error


def _compile(
    omgeving: ImmutableSandboxedEnvironment, bron: str, bestand: Path, woordenschat: Woordenschat
) -> Template:
    try:
        check_tekens(bron, bestand)
        boom = omgeving.parse(bron, filename=str(bestand))
        check_sjabloon(boom, bestand, woordenschat)
        return _make_template(omgeving, boom, bestand)
    except TemplateSyntaxError as error:
        raise _schrijffout(bestand, error) from error


def _compile_huisstijl(omgeving: ImmutableSandboxedEnvironment, bestand: Path) -> Template:
    bron = _read(bestand)
    try:
        boom = omgeving.parse(bron, filename=str(bestand))
        check_rekent_niet(boom, bestand)
        return _make_template(omgeving, boom, bestand)
    except TemplateSyntaxError as error:
        raise _schrijffout(bestand, error) from error


def _make_template(omgeving: ImmutableSandboxedEnvironment, boom: nodes.Template, bestand: Path) -> Template:
    # Through compile() and not from_string(), so that the name of the file is in every traceback.
    code = omgeving.compile(boom, str(bestand), str(bestand))
    return Template.from_code(omgeving, code, omgeving.globals)


def _load_componenten(omgeving: ImmutableSandboxedEnvironment, bestand: Path) -> dict[str, Macro]:
    namen = vars(_compile_huisstijl(omgeving, bestand).module)
    return {naam: macro for naam, macro in namen.items() if isinstance(macro, Macro) and naam[0] != "_"}


def _render(sjabloon: Template, velden: Mapping[str, object]) -> str:
    try:
        return sjabloon.render(velden)
    except RENDERFOUTEN as error:
        # The text of the error may quote a value of a citizen; only the place may be told.
        raise InvalidSjabloonError(
            "een veld is hier leeg, of past niet bij zijn filter of component. Zet er een voorwaarde omheen, "
            "of kies een ander veld of filter.",
            bestand=Path(f"{sjabloon.filename}"),
            regel=_find_regel(sjabloon, error),
        ) from error


def _render_brief(sjabloon: _Sjabloon, velden: Mapping[str, object]) -> str:
    try:
        return _render(sjabloon.brief, velden)
    except InvalidSjabloonError as fout:
        sjabloon.uitgeschreven.relocate(fout)
        raise


def _find_regel(sjabloon: Template, error: BaseException) -> int | None:
    lopen = traceback.walk_tb(error.__traceback__)
    regels = [regel for frame, regel in lopen if frame.f_code.co_filename == sjabloon.filename]
    return regels[-1] if regels else None


def _schrijffout(bestand: Path, error: TemplateSyntaxError) -> InvalidSjabloonError:
    return InvalidSjabloonError(
        f"een veld of voorwaarde is niet goed geschreven ({error.message}). "
        "Schrijf een veld als {{ veld }} en een voorwaarde als {% if veld %} ... {% endif %}.",
        bestand=bestand,
        regel=error.lineno,
    )


def _trim(tekst: str) -> str:
    zonder_randen = "\n".join(regel.rstrip() for regel in tekst.splitlines())
    return re.sub(r"\n{3,}", "\n\n", zonder_randen).strip()
