"""The monthly input: lines read as a stream, each one a Dossier or Uitval with its reason."""

from correspondentie.invoer.ontleden import parse_dossier
from correspondentie.invoer.regels import Regel, compute_digest, read_regels
from correspondentie.invoer.uitval import Uitval

__all__ = ["Regel", "Uitval", "compute_digest", "parse_dossier", "read_regels"]
