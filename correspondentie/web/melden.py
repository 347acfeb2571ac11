"""What the operator hears when something failed: what kind of thing, and where; never a value or a person."""

import logging
import traceback
from pathlib import Path

from starlette.requests import Request
from starlette.routing import Match, Route

_LOG = logging.getLogger(__name__)


def report_fout(fout: BaseException, waar: str) -> None:
    """Tell the operator what failed. waar: the way in, as 'GET /versies/{digest}', without what filled it."""
    plekken = [_format_plek(plek) for plek in traceback.extract_tb(fout.__traceback__)[-2:]]
    _LOG.error("%s: %s (%s)", waar, type(fout).__name__, " > ".join(plekken))


def find_weg(request: Request) -> str:
    """Find by which way in a request came, without what filled it."""
    wegen = (
        weg.path
        for weg in request.app.routes
        if isinstance(weg, Route) and weg.matches(request.scope)[0] is Match.FULL
    )
    return f"{request.method} {next(wegen, 'geen bekend pad')}"


def _format_plek(plek: traceback.FrameSummary) -> str:
    return f"{'/'.join(Path(plek.filename).parts[-3:])}:{plek.lineno}"
