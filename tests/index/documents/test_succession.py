import pytest

from index.documents.succession import successor_in


@pytest.mark.parametrize(
    ("fields", "successor"),
    [
        ({"supersededby": "new.md"}, "new.md"),
        ({"replacedby": ["new.md", "newer.md"]}, "new.md"),
        ({"supersededby": "[[New page|new]]"}, "New page"),
        ({"status": "superseded by [ADR-0012](0012.md)"}, "0012.md"),
        ({"status": "Superseded by ADR-0012"}, "ADR-0012"),
        ({"status": "Deprecated"}, ""),
        ({"deprecated": "true"}, ""),
        ({"deprecated": True, "replacedby": "new.md"}, "new.md"),
        ({"archived": "2024-05-01"}, ""),
        ({"deprecated": "false"}, None),
        ({"outdated": False}, None),
        ({"supersededby": ""}, None),
        ({"supersededby": "~", "status": "accepted"}, None),
        ({"status": "draft"}, None),
        ({"status": {"deprecated": "yes"}}, None),
        ({"title": "How to mark a page as deprecated"}, None),
        ({}, None),
    ],
)
def test_fields_say_what_replaces_a_document(
    fields: dict[str, object], successor: str | None
) -> None:
    assert successor_in(fields) == successor
