"""Where a letter may take files from: the folder of the house style, and nowhere else."""

from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]  # ships no types


class Huisstijlbronnen(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves the files inside one folder to WeasyPrint and refuses every other reference.

    A refusal ends the composing of the letter: a letter that misses a picture may not leave the house.
    """

    def __init__(self, huisstijl: Path) -> None:
        super().__init__(fail_on_errors=True)
        self._huisstijl = huisstijl.resolve(strict=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the file that the url names.

        Raises: ValueError when the url is not a file inside the folder; WeasyPrint turns it into its own
        fatal error.
        """
        path = self._find_path(url)
        soort = guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": soort})

    def _find_path(self, url: str) -> Path:
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc:
            raise ValueError(f"a reference with scheme {parts.scheme!r}, expected a file of the house style")
        path = Path(unquote(parts.path)).resolve()  # follows links, so a link cannot lead outside
        if not path.is_relative_to(self._huisstijl) or not path.is_file():
            raise ValueError("a reference to a file that is not in the house style")
        return path
