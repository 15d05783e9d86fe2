"""The limits of a request and a connection: how large, how deep, how slow.

docs/security.md lists them, and a test compares the two. The length of a question is limited in
`service.question_text`; how many requests are worked on at once is a setting.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that one request, and one connection, may take.

    head_bytes: size of the request line and all header fields. head_fields: number of these fields.
    body_bytes: size of the body. depth: how deep lists and objects may nest in the body.
    head_s: seconds for the head, counted from the moment the connection is free for it.
    body_s: seconds for the body. upload_bytes: size of a body of files; how large each may be, and
    how many, is a setting. upload_rate: bytes a second in which such a body must come, beyond
    `body_s`. uploads: how many such bodies come in at once.
    write_s: seconds in which a client may read nothing of a response. write_all_s: seconds in which
    it must have read all that was sent. idle_s: seconds that a connection is kept for another
    request. connections: how many at once. origin_burst: requests at once with an API key that is
    bound to an origin; origin_rate: such requests a second after these.
    """

    head_bytes: int = 16 * 1024
    head_fields: int = 100
    body_bytes: int = 64 * 1024
    depth: int = 32
    head_s: float = 10.0
    body_s: float = 10.0
    upload_bytes: int = 1024 * 2**20
    upload_rate: int = 16 * 1024
    uploads: int = 4
    write_s: float = 10.0
    write_all_s: float = 120.0
    idle_s: int = 5
    connections: int = 1000
    origin_burst: int = 30
    origin_rate: float = 1.0


LIMITS = Limits()
