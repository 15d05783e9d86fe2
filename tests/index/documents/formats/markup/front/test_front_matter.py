import pytest

from index.documents.formats.markup.front.front_matter import front_matter


@pytest.mark.parametrize(
    ("text", "title", "published", "authors", "tags"),
    [
        ("---\ntitle: T\ndate: 2020-05-05\n---\n", "T", "2020-05-05", (), ()),
        ('+++\ntitle = "T"\ndate = 2020-05-05\n+++\n', "T", "2020-05-05", (), ()),
        ("---\nTitle: 7\nAuthor: A. Doe\n---\n", "7", None, ("A. Doe",), ()),
        ("---\nauthors:\n- name: A. Doe\n- B. Roe\n---\n", None, None, ("A. Doe", "B. Roe"), ()),
        ("---\r\ntags: [a, b]\r\n---\r\n", None, None, (), ("a", "b")),
        ("---\ntitle: A: b\nauthor: B. Roe\ntags: [a\n---\n", "A: b", None, ("B. Roe",), ("a",)),
        ("---\ntitle: T\ndate: 2023-13-45\n---\n", "T", None, (), ()),
        ("---\npublished: true\ndate: 2020-05-05\n---\n", None, "2020-05-05", (), ()),
        (
            "---\npub_date: 2020-05-05\ncategories: [a]\nkeywords: b\n---\n",
            None,
            "2020-05-05",
            (),
            ("b", "a"),
        ),
        ("---\ntitle: null\ntags: ~\n---\n", None, None, (), ()),
        ("\n---\ntitle: T\ndate: 2024-05-01\n---\n", "T", "2024-05-01", (), ()),
        ('{\n  "title": "T",\n  "tags": ["a"]\n}\n', "T", None, (), ("a",)),
        ("title: T\nauthor: A. Doe\ndate: 2024-05-01\n", "T", "2024-05-01", ("A. Doe",), ()),
        (
            '---\nTitle: T\nDate: 2024/5/1\nAuthor: "A. Doe" <a@b.example>\nTags: [a, b]\n---\n',
            "T",
            "2024-05-01",
            ("A. Doe",),
            ("a", "b"),
        ),
        (
            "---\ntitle: 'A': b\ntags:\n  - a\n  - \"b\"\n---\n",
            "'A': b",
            None,
            (),
            ("a", "b"),
        ),
        ('+++\n[taxonomies]\ntags = ["a"]\n+++\n', None, None, (), ("a",)),
    ],
)
def test_what_front_matter_says(
    text: str,
    title: str | None,
    published: str | None,
    authors: tuple[str, ...],
    tags: tuple[str, ...],
) -> None:
    meta, body = front_matter(f"{text}\nText.")
    assert meta is not None
    assert (meta.title, meta.published, meta.authors, meta.tags) == (
        title,
        published,
        authors,
        tags,
    )
    assert body.strip() == "Text."


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("5 May 2020", "2020-05-05"),
        ("May 5, 2020", "2020-05-05"),
        ("5th May 2020", "2020-05-05"),
        ("Sep 1 2020", "2020-09-01"),
        ("2020/05/05", "2020-05-05"),
        ("05.05.2020", "2020-05-05"),
        ("'2020-05-05T10:30'", "2020-05-05T10:30:00"),
        ("2020-05-05 10:30:00 +0200", "2020-05-05T10:30:00+02:00"),
        ("2020-05-05 10:30:00 UTC", "2020-05-05T10:30:00+00:00"),
        ("Tue, 05 May 2020 10:30:00 GMT", "2020-05-05T10:30:00+00:00"),
        ("Tuesday, May 5, 2020", "2020-05-05"),
        ("20200505", "2020-05-05"),
        ("5/6/2020", None),
        ("soon", None),
        ("20", None),
    ],
)
def test_dates_as_people_write_them(date: str, published: str | None) -> None:
    meta, _ = front_matter(f"---\ndate: {date}\n---\n")
    assert meta is not None
    assert meta.published == published


@pytest.mark.parametrize(
    "text",
    [
        "Text.",
        "+++\nno toml\n+++\n",
        "---\nProse: a\nline.\n---\n",
        "---\nopen",
        "---\n\nOpening: the museum opens at 9.\n\n---\n\nClosing: it closes at 18.",
        "---\nMonday: 9 to 5\nTuesday: 10 to 6\n---\nText.",
        "\n---\nnote: it rains\n---\nText.",
        "Title: Minutes\nDate: 5 May 2024\nRoom: 7\n\nText.",
        "Author: A. Doe\nDate: 5 May 2024\n\nText.",
        "title: T\ndate: 5 May 2024\nand text.",
        '{\n  "a": 1\n}\nText.',
        "{\nno JSON\n}\nText.",
    ],
)
def test_what_is_none_stays_text(text: str) -> None:
    assert front_matter(text) == (None, text)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("lang: pt_BR", (None, "pt-BR", None, None)),
        ("language: en\nsite: Holm News", ("Holm News", "en", None, None)),
        ("language: English", (None, None, None, None)),
        ("canonical_url: https://h.example/a", (None, None, "https://h.example/a", None)),
        ("url: /a/b/", (None, None, None, None)),
        ("superseded_by: new.md", (None, None, None, "new.md")),
        ("Status: Superseded by [12](0012.md)", (None, None, None, "0012.md")),
        ("deprecated: true", (None, None, None, "")),
        ("deprecated: false", (None, None, None, None)),
    ],
)
def test_where_a_page_is_from_and_what_replaces_it(
    lines: str, said: tuple[str | None, ...]
) -> None:
    meta, _ = front_matter(f"---\n{lines}\n---\nText.")
    assert meta is not None
    assert (meta.site, meta.language, meta.url, meta.superseded) == said
