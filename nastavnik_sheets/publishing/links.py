"""Links that a page for everybody may carry: http and https to a real host, nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit

SCHEMES = ("http", "https")


def safe_link(text: str | None) -> str:
    """Return an address that may stand on the page, or nothing: javascript:, data:, paths of this computer."""
    address = (text or "").strip()
    if not address or any(ord(letter) <= 32 or letter in "\\\"'<>`" for letter in address):
        return ""
    if "://" not in address and ":" not in address and "." in address.split("/")[0]:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in SCHEMES or not host or "." not in host or parts.username is not None:
        return ""
    return address
