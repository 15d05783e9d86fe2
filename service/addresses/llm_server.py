"""The address of an LLM server, as the settings name it."""

from urllib.parse import SplitResult, urlsplit


def llm_server_url(text: str) -> str:
    """Return the URL without a slash at its end; "" for none.

    Raises ValueError, which says what is wrong with it, without repeating it: it may hold a key.
    """
    if not text:
        return ""
    parts = _parts(text)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it must be a URL such as http://127.0.0.1:11434/v1")
    if parts.username is not None or parts.password is not None:
        raise ValueError("it must hold no name and no password; PINCITE_LLM_API_KEY is for the key")
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise ValueError("it must end with its path, such as /v1; leave out what follows")
    return text.rstrip("/")


def llm_server_name(url: str) -> str:
    """Return the host and port of a server, as its URL has them: `127.0.0.1:11434`."""
    return urlsplit(url).netloc


def _parts(text: str) -> SplitResult | None:
    if any(character.isspace() or not character.isprintable() for character in text):
        return None
    try:
        parts = urlsplit(text)
        _ = parts.port  # which raises where the port is no number
    except ValueError:
        return None
    return parts
