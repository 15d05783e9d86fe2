"""The address of a PostgreSQL database, as the settings name it."""

from urllib.parse import urlsplit

from pydantic import SecretStr

_SCHEMES = ("postgresql", "postgres")


def database_url(secret: SecretStr | None) -> SecretStr | None:
    """Return the URL; None for none.

    Raises ValueError, which says what is wrong with it, without repeating it: it may hold a
    password.
    """
    text = secret.get_secret_value().strip() if secret else ""
    if not text:
        return None
    try:
        parts = urlsplit(text)
        _ = parts.port  # which raises where the port is no number
        is_one = parts.scheme in _SCHEMES and text.isprintable() and " " not in text
    except ValueError:
        is_one = False
    if not is_one:
        raise ValueError(
            "it must be a URL such as postgresql://pincite:PASSWORD@127.0.0.1:5432/pincite; write "
            "characters of the password like @ : / ? # % as %40 %3A %2F %3F %23 %25"
        )
    return SecretStr(text)
