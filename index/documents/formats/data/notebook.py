"""Turns a Jupyter notebook into Markdown (https://nbformat.readthedocs.io), without its outputs."""

from index.documents.formats.data.json_values import Fields, Value


def is_notebook(fields: Fields) -> bool:
    """Whether an object is a notebook."""
    return fields.get("cells") is not None and fields.get("nbformat") is not None


def notebook_as_markdown(notebook: Fields) -> str:
    """Return the cells of a notebook as Markdown: its texts as they are, its code fenced."""
    cells = notebook.get("cells")
    language = _language_of(notebook.get("metadata"))
    parts = []
    for cell in cells if isinstance(cells, list) else []:
        if not isinstance(cell, Fields):
            continue
        source = cell.get("source")
        text = "".join(map(str, source)) if isinstance(source, list) else str(source or "")
        if cell.get("cell_type") == "code" and text.strip():
            fence = "`" * max(3, _longest_run(text) + 1)
            text = f"{fence}{language}\n{text}\n{fence}"
        if cell.get("cell_type") in ("markdown", "code"):
            parts.append(text)
    return "\n\n".join(parts)


def _language_of(metadata: Value) -> str:
    info = metadata.get("language_info") if isinstance(metadata, Fields) else None
    name = info.get("name") if isinstance(info, Fields) else None
    return name if isinstance(name, str) and name.isalnum() else ""


def _longest_run(text: str) -> int:
    """Return the length of the longest run of backticks."""
    return max(map(len, "".join(c if c == "`" else " " for c in text).split()), default=0)
