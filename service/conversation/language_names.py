"""Names of languages, as people write them in the languages that Pincite speaks most."""

from functools import cache

from babel import Locale

from index.storage.folding import folded

_SPOKEN = ("en", "de", "fr", "es", "it", "nl", "pt")


def code_of(name: str) -> str | None:
    """Return the code of a named language: "de" for "German" and "Deutsch"; None if none is named.

    The names are those of the Unicode CLDR.
    """
    words = folded(name).split()
    return next((code for word in words if (code := _codes().get(word))), None)


@cache
def _codes() -> dict[str, str]:
    return {
        folded(name): code
        for locale in _SPOKEN
        for code, name in Locale(locale).languages.items()
        if len(code) == 2
    }
