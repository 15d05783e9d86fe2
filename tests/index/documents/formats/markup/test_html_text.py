from index.documents.formats.markup.html_text import add_html
from index.documents.shape import TextBuilder


def read(markup: str) -> list[tuple[str, int, str]]:
    builder = TextBuilder()
    add_html(builder, markup)
    text, shape = builder.build()
    return [(block.kind.value, block.level, block.span.of(text)) for block in shape.blocks]


def test_elements_become_blocks() -> None:
    markup = """<h2>Kelp</h2><p>It <b>grows</b>
      fast.</p><ul><li>one<ol><li>two</ol></ul><pre>x =  1
y</pre><blockquote>Quoted.</blockquote>Loose."""
    assert read(markup) == [
        ("heading", 2, "Kelp"),
        ("paragraph", 0, "It grows fast."),
        ("item", 1, "- one"),
        ("item", 2, "1. two"),
        ("code", 0, "x =  1\ny"),
        ("quotation", 0, "Quoted."),
        ("paragraph", 0, "Loose."),
    ]


def test_a_table_becomes_rows() -> None:
    markup = "<table><tr><th>A<th>B</tr><tr><td>1</td><td></td></tr><tr><td></td></tr></table>"
    assert read(markup) == [("row", 0, "A | B"), ("row", 0, "1 |")]


def test_what_no_browser_shows_is_no_text() -> None:
    markup = "<!-- a draft --><style>p {}</style><script>x('<p>')</script><p>Seen</p>"
    assert read(markup) == [("paragraph", 0, "Seen")]


def test_broken_html_loses_no_text() -> None:
    assert read("</div><p>one <b>two<p>three</i> & four <") == [
        ("paragraph", 0, "one two"),
        ("paragraph", 0, "three & four <"),
    ]
