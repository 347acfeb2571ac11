"""Renew the shipped month: python -m correspondentie.genereer voorbeelden/2026-07."""

import sys
from pathlib import Path

from correspondentie.genereer.voorbeelden import write_voorbeelden

write_voorbeelden(Path(sys.argv[1]))
