"""The doors that a request passes on its way to a route, in the order in which it meets them.

1. `connections`: speaks HTTP on the socket; cuts a slow client and one connection too many.
2. `observe`: gives the request an id, counts it and writes its line in the log.
3. `prefix`: takes the root path off the address.
4. `guard`: adds the security headers and turns a fault into a 500; asks `screening`.
5. `screening`: refuses a foreign host, a page of another site and a head that is too large; asks
   `origins` which other sites are allowed.
6. `access`: lets in who has a good API key, or needs none; asks `public_keys` what a key allows
   that is bound to an origin.
7. `body`: reads the whole body, if it is neither too large nor too deep nor too slow.
8. `admission`: lets a limited number of requests be worked on at once; the rest wait or go.

In: a request as it arrives from the network.
Out: the same request with an id, a key and a whole body; or a refusal in the shape of all errors.
Unknown here: what the routes do, and everything about questions and answers.
"""
