"""A check of a text as a notebook shows it."""

from dataclasses import dataclass

from service.checking.texts.check_records import CheckedSentence, CheckedText, EvidencePlace
from service.notebook.html_parts import element, shown, text
from service.notebook.source_view import in_lines, quoted_lines, source_html
from service.sources import searched

_LABELS = {
    "supported": "supported",
    "contradicted": "contradicted",
    "not_mentioned": "not mentioned",
    "not_checked": "not checked",
}


@dataclass(frozen=True, slots=True, repr=False)
class ShownCheck:
    """What the documents say of each sentence. record: all that there is to know of it.

    public_url: of the server whose page opens its quotes; "" for none.
    """

    record: CheckedText
    public_url: str = ""

    @property
    def sentences(self) -> list[CheckedSentence]:
        """The sentences in order, each with what the documents say of it."""
        return self.record.sentences

    @property
    def supported(self) -> bool:
        """Whether the documents support every sentence that says something."""
        return all(
            one.support is None or one.support.label == "supported" for one in self.sentences
        )

    def __str__(self) -> str:
        lines = [self._summary()]
        for one in self.sentences:
            lines += ["", f"{_label(one)}: {' '.join(one.text.split())}"]
            lines += [f"    {one.reason}"] if one.reason else []
            for name, place in one.places():
                title, *rest = quoted_lines(place.source, place.quote, "      ")
                lines += [f"    {name}: {title}", *rest]
        return in_lines(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        sentences = "".join(map(self._item, self.sentences))
        return shown([element("p", text(self._summary())), element("ol", sentences)])

    def _summary(self) -> str:
        counts = self.record.counts
        told = [f"{getattr(counts, key)} {name}" for key, name in _LABELS.items()]
        filtered = [searched(self.record.filtered)] if self.record.filtered else []
        return " ".join([f"{', '.join(told)}.", *filtered])

    def _item(self, sentence: CheckedSentence) -> str:
        kind = sentence.support.label if sentence.support else "not_checked"
        label = f'<span class="pincite-label pincite-{kind}">{text(_label(sentence))}</span>'
        lines = [label, " ", element("span", text(sentence.text), "text", dir="auto")]
        if sentence.reason:
            lines.append(f"<br>{element('small', text(sentence.reason))}")
        places = [self._place(name, place) for name, place in sentence.places()]
        return element("li", "".join([*lines, element("ul", "".join(places)) if places else ""]))

    def _place(self, name: str, place: EvidencePlace) -> str:
        source = source_html(place.source, place.quote, self.public_url)
        return element("li", f"{element('small', text(name))}: {source}")


def _label(sentence: CheckedSentence) -> str:
    return _LABELS[sentence.support.label if sentence.support else "not_checked"]
