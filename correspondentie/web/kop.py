"""What stands above every answer, so that a browser lets nothing in or out that is not ours."""

from collections.abc import Mapping

_DICHT = (
    *("accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "microphone"),
    *("midi", "payment", "usb"),
)


def make_koppen(nonce: str, *, https: bool) -> Mapping[str, str]:
    """Make the headers of an answer. nonce is for the one style element that the editor makes."""
    koppen = {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; "
            f"style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # with 'no-referrer' a browser sends forms without their origin, which we look at
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{deel}=()" for deel in _DICHT),
        "Cache-Control": "no-store",
    }
    if https:
        koppen["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return koppen
