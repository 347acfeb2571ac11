"""Where a letter may take files from: the folder of the house style, and nowhere else."""

from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import (  # type: ignore[import-untyped]  # WeasyPrint ships no types
    URLFetcher,
    URLFetcherResponse,
)

from correspondentie.errors import InvalidPdfError


class Huisstijlbronnen(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves the files inside one folder to WeasyPrint and refuses every other reference.

    WeasyPrint goes on without a file that is refused, and inside an SVG it even swallows fatal errors; so a
    refusal is remembered until check_refused.
    """

    def __init__(self, huisstijl: Path) -> None:
        super().__init__()
        self._huisstijl = huisstijl.resolve(strict=True)
        self._refused = 0

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the file that the url names.

        Raises: ValueError when the url is not a file inside the folder.
        """
        path = self._find_path(url)
        if path is None:
            self._refused += 1
            raise ValueError("not a file of the house style")
        soort = guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": soort})

    def check_refused(self) -> None:
        """Check that nothing was refused since the last check: a letter that misses a file may not leave.

        Raises: InvalidPdfError.
        """
        refused, self._refused = self._refused, 0
        if refused:
            raise InvalidPdfError(
                "de brief of de huisstijl verwijst naar een bestand dat niet in de huisstijl staat. "
                "Zet het bestand in sjablonen/_huisstijl of haal de verwijzing weg."
            )

    def _find_path(self, url: str) -> Path | None:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()  # follows links, so a link cannot lead outside
        local = parts.scheme == "file" and not parts.netloc
        return path if local and path.is_relative_to(self._huisstijl) and path.is_file() else None
