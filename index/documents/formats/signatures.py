"""What tells the kinds of files: how they begin, what is in them, how their names end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strange:
    """A kind of file that is not read. seems: what it is, for a person. hint: what to do."""

    seems: str
    hint: str = ""


_AS_ZIP = "pack its files as a ZIP archive"
_PROGRAM = Strange("a program")
_SOUND = Strange("a sound recording")
_FILM = Strange("a film")
_FONT = Strange("a font")

CODE = Strange("source code or settings of a program", "name it .txt to have it read")
KNOWN_STARTS: dict[bytes, str | Strange] = {
    b"\x89PNG\r\n\x1a\n": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF87a": "picture",
    b"GIF89a": "picture",
    b"II*\0": "picture",
    b"MM\0*": "picture",
    b"BM": "picture",
    b"\0\0\0\x0cjP  ": "picture",
    b"8BPS": "picture",
    b"\0\0\1\0": "picture",
    b"\x1f\x8b\x08": "gzip",
    b"\x7fELF": _PROGRAM,
    b"MZ": _PROGRAM,
    b"\xca\xfe\xba\xbe": _PROGRAM,
    b"\xcf\xfa\xed\xfe": _PROGRAM,
    b"\0asm": _PROGRAM,
    b"Rar!\x1a\x07": Strange("an archive (RAR)", _AS_ZIP),
    b"7z\xbc\xaf\x27\x1c": Strange("an archive (7z)", _AS_ZIP),
    b"BZh": Strange("an archive (bzip2)", _AS_ZIP),
    b"\xfd7zXZ\0": Strange("an archive (xz)", _AS_ZIP),
    b"\x28\xb5\x2f\xfd": Strange("an archive (Zstandard)", _AS_ZIP),
    b"MSCF": Strange("an archive (CAB)", _AS_ZIP),
    b"!BDN": Strange("an Outlook data file", "export its messages as .eml or .msg files"),
    b"SQLite format 3\0": Strange("a database"),
    b"\0\1\0\0Standard ": Strange("a database"),
    b"PAR1": Strange("a table (Parquet)", "save it as .csv"),
    b"%!PS": Strange("a PostScript file", "convert it to PDF"),
    b"AT&TFORM": Strange("a scanned document (DjVu)", "convert it to PDF"),
    b"ITSF": Strange("a help file (CHM)", "convert it to HTML or PDF"),
    b"\xe4\x52\x5c\x7b": Strange("a OneNote section", "export it as PDF or .docx"),
    b"-----BEGIN PGP MESSAGE": Strange("an encrypted file"),
    b"ID3": _SOUND,
    b"OggS": _SOUND,
    b"fLaC": _SOUND,
    b"\x1a\x45\xdf\xa3": _FILM,
    b"OTTO": _FONT,
    b"wOFF": _FONT,
    b"wOF2": _FONT,
    b"\0\1\0\0\0": _FONT,
}
# Of formats that begin like others: where, and what stands there.
KNOWN_PARTS: dict[tuple[int, bytes], str | Strange] = {
    (8, b"WEBP"): "picture",
    (4, b"ftypheic"): "picture",
    (4, b"ftypheix"): "picture",
    (4, b"ftypmif1"): "picture",
    (4, b"ftypavif"): "picture",
    (257, b"ustar"): "tar",
    (8, b"WAVE"): _SOUND,
    (8, b"AVI "): _FILM,
    (4, b"ftyp"): _FILM,
    (60, b"BOOKMOBI"): Strange("an e-book (MOBI)", "convert it to EPUB"),
}
# Streams at the top of a compound file (MS-CFB), and what it is that holds them.
COMPOUND_STREAMS: dict[str, str | Strange] = {
    "__properties_version1.0": "msg",
    "Workbook": "sheet",
    "Book": "sheet",
    "WordDocument": Strange("an old Word document (.doc)", "save it as .docx"),
    "PowerPoint Document": Strange("an old presentation (.ppt)", "save it as .pptx"),
    "Quill": Strange("a Publisher document", "export it as PDF"),
    "VisioDocument": Strange("a Visio drawing", "export it as PDF"),
}
OPEN_DOCUMENTS = {
    "application/epub+zip": "epub",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.text-master": "odt",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.presentation-template": "odp",
    "application/vnd.oasis.opendocument.spreadsheet": "sheet",
    "application/vnd.oasis.opendocument.spreadsheet-template": "sheet",
}
# A member of a ZIP archive, or what its name begins with, and what the archive is by that.
ARCHIVE_PARTS: dict[str, str | Strange] = {
    "word/": "docx",
    "ppt/": "pptx",
    "xl/": "sheet",
    "visio/": Strange("a Visio drawing", "export it as PDF"),
    "FixedDocSeq.fdseq": Strange("an XPS document", "convert it to PDF"),
    "META-INF/container.xml": "epub",
    "META-INF/MANIFEST.MF": _PROGRAM,
    "AndroidManifest.xml": _PROGRAM,
    "Index/Document.iwa": Strange("a Pages, Numbers or Keynote document", "export it as PDF"),
}
BINARY_SUFFIXES = {
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".ppsx": "pptx",
    ".xlsx": "sheet",
    ".xlsm": "sheet",
    ".xlsb": "sheet",
    ".xls": "sheet",
    ".ods": "sheet",
    ".odt": "odt",
    ".odp": "odp",
    ".epub": "epub",
    ".pdf": "pdf",
    ".msg": "msg",
    ".zip": "zip",
    ".png": "picture",
    ".jpg": "picture",
    ".jpeg": "picture",
    ".gif": "picture",
    ".tif": "picture",
    ".tiff": "picture",
    ".webp": "picture",
    ".bmp": "picture",
}
TEXT_SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".mdx": "mdx",
    ".rst": "rst",
    ".rest": "rst",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".eml": "mail",
    ".mht": "mail",
    ".mhtml": "mail",
    ".mbox": "mbox",
    ".json": "json",
    ".geojson": "json",
    ".ipynb": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xml": "xml",
    ".vtt": "captions",
    ".srt": "captions",
}
CODE_SUFFIXES = frozenset(
    (
        ".asm .astro .awk .bash .bat .c .cc .cfg .cjs .clj .cmake .cmd .conf .cpp .cs .csproj "
        ".css .cxx .d .dart .diff .dtd .el .elm .env .erl .ex .exs .f90 .fish .fs .go .gradle "
        ".graphql .groovy .h .hcl .hpp .hs .htaccess .ini .ino .java .jl .js .jsx .kt .kts "
        ".less .lisp .lock .lua .m .mak .map .mjs .mk .ml .mm .nix .patch .php .pl .plist .pm "
        ".po .pom .pot .properties .proto .ps1 .pxd .py .pyi .pyx .r .rb .rs .sass .sbt .scala "
        ".scm .scss .sh .sln .sol .sql .styl .sv .svelte .swift .tcl .tf .toml .ts .tsx .v .vb "
        ".vbs .vcxproj .vhd .vim .vue .wat .xsd .xsl .xslt .yaml .yml .zig .zsh "
    ).split()
)
CODE_NAMES = frozenset(
    ("makefile", "dockerfile", "gemfile", "rakefile", "jenkinsfile", "vagrantfile", "procfile")
)
