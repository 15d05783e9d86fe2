"""How large, how deep and how slow a request may be: all limits in one place.

docs/security.md lists them, and a test holds the two together. A question's own length is in
`service.question_text`, and how many requests are worked on at once in `service.settings`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request, and one connection, may take.

    head_bytes: of the request line and all header fields. head_fields: how many of these.
    body_bytes: of a body. depth: of lists and objects inside each other in it.
    head_s: for a request's head, from the moment the connection is free for it. body_s: for its
    body. write_s, write_all_s: for a client to take something, and all, of what is sent to it.
    idle_s: how long a connection is kept for another request. connections: how many at once.
    """

    head_bytes: int = 16 * 1024
    head_fields: int = 100
    body_bytes: int = 64 * 1024
    depth: int = 32
    head_s: float = 10.0
    body_s: float = 10.0
    write_s: float = 10.0
    write_all_s: float = 120.0
    idle_s: int = 5
    connections: int = 1000


LIMITS = Limits()
