import pytest

from service.addresses.web_origin import web_origin


@pytest.mark.parametrize(
    "origin",
    [
        "https://site.example",
        "http://localhost:3000",
        "http://127.0.0.1:8001",
        "http://[::1]:3000",
        "https://xn--bcher-kva.example",
        "https://a.b-c.example:8443",
        "http://site.example:443",
    ],
)
def test_what_browsers_write_is_an_origin(origin: str) -> None:
    assert web_origin(origin) == origin


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*", "no wildcards"),
        ("https://*.site.example", "no wildcards"),
        ("https://site.example/", "no slash at its end"),
        ("https://site.example/page", "no path"),
        ("https://site.example?q", "no path"),
        ("https://site.example#a", "no path"),
        ("site.example", "a scheme"),
        ("//site.example", "a scheme"),
        ("null", "a scheme"),
        ("file:///home", "a scheme"),
        ("ftp://site.example", "a scheme"),
        ("https://Site.example", "lower case"),
        ("https://bücher.example", "a scheme"),
        ("https://user@site.example", "a scheme"),
        ("https://site.example:", "a scheme"),
        ("https://site.example:0", "a scheme"),
        ("https://site.example:65536", "a scheme"),
        ("https://site.example:443", "leave out the port 443"),
        ("http://site.example:80", "leave out the port 80"),
        ("https://a.example https://b.example", "a scheme"),
        ("https://site.example\n", "a scheme"),
        ("", "a scheme"),
    ],
)
def test_anything_else_is_refused_with_a_reason(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        web_origin(text)
