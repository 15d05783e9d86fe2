"""The address of a quote, at which the page opens its document."""

from urllib.parse import quote

from service.records import CitedSource


def quote_url(base: str, source: CitedSource) -> str:
    """Return the address of a quote, as the page makes it too (web/lib/links.js).

    base: the server's address, with a slash at its end.
    """
    place = f"documents/{quote(source.document_id)}?v={source.sha256}"
    return f"{base}{place}#char={source.start},{source.end}"
