"""Parses XML that nobody vouches for: no entity is resolved, and nothing else is opened."""

from lxml import etree

from index.errors import Unreadable
from index.originals import FileStatus

MAX_BYTES_OF_TREE = 64 * 2**20  # a tree takes ten times the memory of its text
_TOO_DEEP_OR_LONG = "XML_PARSE_HUGE"  # what libxml2 would have us set, in its message


def xml_of(data: bytes) -> etree._Element:
    """Return the root of a document.

    Raises Unreadable for XML that is not well-formed, that defines entities, which serve bombs
    alone in the formats that are read here, or that exceeds the limits of libxml2: 256 elements in
    each other, 10 million characters in one text.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if _TOO_DEEP_OR_LONG in str(error):
            raise Unreadable(
                "its XML is nested too deeply, or holds too long a text",
                FileStatus.TOO_LARGE,
            ) from error
        raise Unreadable(f"its XML is damaged ({error.msg})") from error
    except ValueError as error:  # an encoding that is unknown, or not what the bytes are in
        raise Unreadable(f"its XML is damaged ({error})") from error
    definitions = root.getroottree().docinfo.internalDTD
    if definitions is not None and next(definitions.iterentities(), None) is not None:
        raise Unreadable("its XML defines entities", hint="save it anew without them")
    return root
