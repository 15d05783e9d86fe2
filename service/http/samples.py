"""Examples for the OpenAPI schema: parameters, replies and failures.

Most come from the seed articles. `tests/service/http/test_openapi.py` checks each against its type.
"""

from typing import Any

_JSON = dict[str, Any]

_DOCUMENT = "003_394d074cd746f86b.txt"
_TITLE = "NATO denies Kosovo’s request to deploy security forces in northern region"
_SHA256 = "a3f1" * 16
_PASSAGE = "13f2e2e640634370-0-1143"
_QUESTION = "why did NATO withhold authorization?"
_QUOTE = (
    "NATO withholds authorization, citing a need to first determine responsibility for the "
    "incident."
)
_CONVERSATION = "0123456789abcdef0123456789abcdef"
_ID = "4d1f0c5b8f2e4c4f9b0c6d8a7e3f2a1b"
_BEGUN_AT, _ASKED_AT = "2026-05-04T09:30:00.000000Z", "2026-05-04T09:30:05.250000Z"
_URL = f"http://127.0.0.1:8000/documents/{_DOCUMENT}?v={_SHA256}#char=255,350"

_CITATION: _JSON = {
    "marker": 1,
    "answer": {"start": 0, "end": 95},
    "source": {
        "document_id": _DOCUMENT,
        "title": _TITLE,
        "sha256": _SHA256,
        "passage_id": _PASSAGE,
        "start": 255,
        "end": 350,
        "published": None,
        "author": None,
        "site": None,
        "language": None,
        "url": None,
        "superseded_by": None,
        "headings": [_TITLE],
        "places": [],
    },
    "quote": _QUOTE,
    "score": 0.91,
    "highlight": {"start": 39, "end": 94},
    "context": [{"start": 255, "end": 350}],
    "more": 0,
    "also": [],
}
_SENTENCE: _JSON = {
    "start": 0,
    "end": 95,
    "markers": [1],
    "support": {"label": "supported", "score": 1.0, "method": "verbatim"},
}
_ANSWER: _JSON = {
    "id": _ID,
    "question": _QUESTION,
    "status": "answered",
    "answer": f"{_QUOTE} [1]",
    "confidence": 0.93,
    "measured": {"right": 0.79, "answers": 614},
    "generation": 12,
    "citations": [_CITATION],
    "conflicts": [],
    "passages": [
        {
            "passage_id": _PASSAGE,
            "document_id": _DOCUMENT,
            "title": _TITLE,
            "start": 255,
            "end": 350,
            "text": _QUOTE,
            "score": 0.83,
            "best": {"start": 255, "end": 350},
        }
    ],
    "timings_ms": {
        "wait": 0.1,
        "encode": 4.8,
        "search": 1.9,
        "read": 24.0,
        "answer": 1.4,
        "total": 32.2,
    },
    "mode": "quoted",
    "sentences": [_SENTENCE],
}
_PLACE: _JSON = {"source": _CITATION["source"], "quote": _QUOTE, "score": 0.97}
_CHECKED: _JSON = {
    "id": _ID,
    "generation": 12,
    "sentences": [
        {
            "start": 0,
            "end": 29,
            "text": "NATO withholds authorization.",
            "support": {"label": "supported", "score": 0.97, "method": "signs"},
            "reason": "",
            "citations": [_PLACE],
            "against": [],
            "nearest": None,
        },
        {
            "start": 30,
            "end": 34,
            "text": "Why?",
            "support": None,
            "reason": "It is a question.",
            "citations": [],
            "against": [],
            "nearest": None,
        },
    ],
    "counts": {"supported": 1, "contradicted": 0, "not_mentioned": 0, "not_checked": 1},
    "timings_ms": {"wait": 0.1, "search": 9.6, "judge": 21.5, "total": 31.2},
}
_STANDING: _JSON = {
    "id": _ID,
    "generation": 13,
    "citations": [
        {
            "turn": None,
            "marker": 1,
            "quote": _QUOTE,
            "was": {"document_id": "news.txt", "sha256": _SHA256, "start": 255, "end": 350},
            "standing": "moved",
            "now": {"source": _CITATION["source"], "quote": _QUOTE},
            "nearest": None,
            "reason": f"The document was renamed: it is {_DOCUMENT} now.",
        }
    ],
    "counts": {"stands": 0, "moved": 1, "changed": 0, "gone": 0},
}
_TURN: _JSON = {
    "turn": 1,
    "id": _ID,
    "asked_at": _BEGUN_AT,
    **{name: _ANSWER[name] for name in ("question", "status", "answer", "confidence")},
    "standalone_question": _QUESTION,
    "readings": [],
    "within": False,
    **{name: _ANSWER[name] for name in ("measured", "generation", "citations", "conflicts")},
    "removed": [],
    "mode": "quoted",
    "sentences": [_SENTENCE],
    "filters": {"folder": "news/2024"},
    "filtered": {"documents": 190, "undated": 0},
    "right": True,
}
_SUMMARY: _JSON = {
    "id": _CONVERSATION,
    "title": _QUESTION,
    "created_at": _BEGUN_AT,
    "updated_at": _ASKED_AT,
    "pinned": False,
}
_CONVERSATION_READ: _JSON = {**_SUMMARY, "turns": [_TURN]}
_COMPLETION: _JSON = {
    "id": f"chatcmpl-{_ID}",
    "object": "chat.completion",
    "created": 1777887000,
    "model": "pincite",
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": f"{_QUOTE} [1]",
                "refusal": None,
                "annotations": [
                    {
                        "type": "url_citation",
                        "url_citation": {
                            "start_index": 0,
                            "end_index": 95,
                            "title": _TITLE,
                            "url": _URL,
                        },
                    }
                ],
            },
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 7, "completion_tokens": 19, "total_tokens": 26},
    "sources": [
        {
            "source": {"id": _PASSAGE, "name": _TITLE, "url": _URL},
            "document": [_QUOTE],
            "metadata": [
                {
                    "source": _URL,
                    "source_url": _URL,
                    "name": _TITLE,
                    "quote": _QUOTE,
                    "document_id": _DOCUMENT,
                    "sha256": _SHA256,
                    "start": 255,
                    "end": 350,
                    "published": None,
                    "author": None,
                    "site": None,
                    "language": None,
                }
            ],
            "distances": [0.91],
        }
    ],
    "pincite": {
        "question": _QUESTION,
        "status": "answered",
        "confidence": 0.93,
        "measured": {"right": 0.79, "answers": 614},
        "generation": 12,
        "filtered": None,
        "mode": "quoted",
        "sentences": [_SENTENCE],
        "wording": None,
        "unanswered": [],
    },
}
_MODEL: _JSON = {"id": "pincite", "object": "model", "created": 1777887000, "owned_by": "pincite"}
_INDEXING: _JSON = {
    "status": "running",
    "started_at": "2026-05-04T09:30:00Z",
    "seconds": 3.2,
    "stage": "encode",
    "done": 120,
    "total": 640,
    "report": None,
    "failure": None,
    "followed": False,
}

# The reply of each operation when it succeeds, by the name of the operation.
REPLIES: dict[str, Any] = {
    "ask": _ANSWER,
    "chat": {
        **_ANSWER,
        "conversation_id": _CONVERSATION,
        "turn": 1,
        "standalone_question": _QUESTION,
        "readings": [],
        "within": False,
    },
    "check_text": _CHECKED,
    "check_answer": _STANDING,
    "list_conversations": {"conversations": [{**_SUMMARY, "turns": 1}], "next_cursor": None},
    "read_conversation": _CONVERSATION_READ,
    "export_conversation": _CONVERSATION_READ,
    "read_excerpts": {
        "generation": 12,
        "excerpts": [
            {
                **{name: _CITATION["source"][name] for name in ("document_id", "title", "sha256")},
                "published": None,
                "start": 255,
                "end": 350,
                "text": _QUOTE,
                "blocks": [{"kind": "paragraph", "start": 255, "end": 350}],
                "links": [],
                "cut_before": False,
                "cut_after": False,
                "above": [],
                "headings": [_TITLE],
                "places": [],
            },
            {
                "error": {
                    "code": "document_not_found",
                    "message": "the index holds no document with that id",
                }
            },
        ],
    },
    "change_conversation": {**_SUMMARY, "title": "NATO in Kosovo", "turns": 1},
    "judge_answer": {"right": True},
    "create_chat_completion": _COMPLETION,
    "list_models": {"object": "list", "data": [_MODEL]},
    "read_model": _MODEL,
    "read_collection": {
        "generation": 12,
        "indexed_at": "2026-05-31T08:15:00+00:00",
        "documents": 310,
        "passages": 1240,
        "sentences": 9318,
        "earliest": "2019-02-01",
        "latest": "2026-05-30",
        "undated": 12,
        "stale": 0,
        "outdated": None,
        "needs_key": False,
        "llm": {"server": "127.0.0.1:11434", "model": "qwen3:4b", "mode": "quoted"},
        "indexing": {"stage": "encode", "done": 96, "total": 480, "seconds": 6.5},
    },
    "list_folders": {
        "generation": 12,
        "total": 2,
        "folders": [
            {"folder": "news/2023", "documents": 120},
            {"folder": "news/2024", "documents": 190},
        ],
    },
    "suggest_questions": {"suggestions": ["Why was the last mill closed?"]},
    "list_example_questions": {
        "generation": 12,
        "complete": True,
        "questions": [
            {
                "question": "When was the last mill closed?",
                "document_id": "news/2024/mills.md",
                "title": "Mills of the valley",
            }
        ],
    },
    "list_documents": {
        "generation": 12,
        "total": 2,
        "documents": [
            {
                "document_id": "news/2024/mills.md",
                "title": "Mills of the valley",
                "sha256": "5fee79e4ae2b4b2eb1ef9dcd80a3c8d2d4a7b1d4f5a8a9a5b3c0b6b0d4d1a2c3",
                "published": "2024-05-31",
                "stale": False,
                "characters": 4210,
                "passages": 5,
                "author": "The editors",
                "site": "Example News",
                "language": "en",
                "url": "https://example.org/2024/mills",
            }
        ],
    },
    "read_document": {
        "document_id": _DOCUMENT,
        "title": _TITLE,
        "text": f"{_TITLE}\n…",
        "sha256": _SHA256,
        "published": None,
        "author": None,
        "site": None,
        "language": None,
        "url": None,
        "superseded_by": None,
        "copies": [],
        "warnings": [],
        "stale": False,
        "generation": 12,
        "blocks": [{"kind": "heading", "level": 1, "start": 0, "end": len(_TITLE)}],
        "links": [{"start": 0, "end": 4, "href": "https://example.org/"}],
        "places": [{"kind": "page", "value": 7, "label": "page 7", "start": 0, "end": 90}],
    },
    "add_documents": {
        "taken": [
            {
                "document_id": "uploads/report (2).pdf",
                "sha256": _SHA256,
                "bytes": 48_213,
                "known": False,
            }
        ],
        "refused": [
            {
                "name": "film.mp4",
                "reason": "larger than 256 MiB",
                "hint": "split it into smaller files",
            }
        ],
        "indexing": _INDEXING,
    },
    "remove_document": _INDEXING,
    "find_rectangles": {
        "document_id": "uploads/report.pdf",
        "start": 255,
        "end": 350,
        "pages": [{"page": 7, "rectangles": [[0.12, 0.25, 0.88, 0.27]]}],
    },
    "list_files": {
        "generation": 12,
        "counts": {"indexed": 310, "encrypted": 1},
        "left_out": {"hidden": 4},
        "files": [
            {
                "path": "reports/2024.pdf",
                "status": "encrypted",
                "reason": "its password is not known",
                "hint": "index it with --password",
                "added": False,
            }
        ],
        "more": False,
    },
    "read_rules": {
        "may_add": True,
        "may_name_folders": True,
        "keys": False,
        "file_bytes": 268_435_456,
        "request_bytes": 1_073_741_824,
        "request_files": 100,
    },
    "list_roots": {
        "roots": ["/home/ada/articles"],
        "include": [],
        "exclude": ["drafts/"],
        "files": [310],
    },
    "change_roots": _INDEXING,
    "start_indexing": _INDEXING,
    "read_indexing": _INDEXING,
    "read_metrics": "pincite_generation 12.0\n",
    "healthz": {"status": "ok"},
    "readyz": {
        "status": "ready",
        "generation": 12,
        "documents": 40,
        "passages": 123,
        "sentences": 840,
        "model": {"name": "sentence-transformers/all-MiniLM-L6-v2", "sha256": "53aa" * 16},
        "cross_encoder": None,
        "damaged": [],
    },
}
# A value for each parameter, by the parameter's name in whatever operation.
PARAMETERS: dict[str, Any] = {
    "status": "encrypted",
    "after": "news/2024/mills.md",
    "page": 7,
    "start": 255,
    "end": 350,
    "order": "newest",
    "offset": 100,
    "conversation_id": _CONVERSATION,
    "cursor": f"0_{_ASKED_AT}_{_CONVERSATION}",
    "query": "nato kosovo",
    "number": 1,
    "document_id": _DOCUMENT,
    "format": "markdown",
    "limit": 20,
    "model_id": "pincite",
    "v": _SHA256,
}
# A failure for each status.
FAILURES: dict[str, _JSON] = {
    status: {"error": {"code": code, "message": message}}
    for status, code, message in (
        (
            "401",
            "key_needed",
            "this server needs an API key; send it as: Authorization: Bearer KEY",
        ),
        ("404", "not_found", "there is nothing at this address"),
        (
            "409",
            "index_busy",
            "the index is already being built; GET this address to see how far it is",
        ),
        ("422", "invalid_request", "question: must not be blank and must not contain NUL"),
        (
            "429",
            "too_many_requests",
            "too many questions with this API key; try again soon",
        ),
        ("503", "overloaded", "this server is busy; try again in a moment"),
    )
}
