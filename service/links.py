"""Addresses of quotes: where the page opens a document at one."""

from urllib.parse import quote

from service.records import CitedSource


def quote_url(base: str, source: CitedSource) -> str:
    """The address of a quote, as the page itself makes it (web/links.js).

    base: of the server, with a slash at its end.
    """
    place = f"documents/{quote(source.document_id)}?v={source.sha256}"
    return f"{base}{place}#char={source.start},{source.end}"
