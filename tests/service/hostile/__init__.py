"""What nobody should send, and somebody will: texts, bodies, addresses, headers, whole requests.

What must not come back in any failure holds PLANTED.
"""

PLANTED = "SECRETPLANTED"
