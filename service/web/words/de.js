// @ts-check
// Every text of the page in German. The type check fails where one is missing.

/** @type {import("./en.js").Words} */
export default {
  // --- lib ---
  "lib.retry": "Noch einmal",
  "lib.retry_in": "Noch einmal in {n} s",
  "lib.now": "gerade eben",

  // --- page ---

  // --- conversation ---

  // --- document ---
  "document.opening": "Das Dokument wird geöffnet …",
  "document.unreachable": "Das Dokument lässt sich nicht öffnen: Der Server ist nicht zu erreichen.",
  "document.close": "Schließen",
  "document.back": "Zurück",
  "document.outline": "Gliederung",
  "document.find": "In diesem Dokument suchen",
  "document.find_short": "Suchen",
  "document.find_previous": "Voriger Treffer",
  "document.find_next": "Nächster Treffer",
  "document.find_none": "Nicht gefunden",
  "document.find_of": "{at} von {total}",
  "document.find_many": "{at} von mehr als {total}",
  "document.citations": "Zitate dieser Antwort",
  "document.citation_previous": "Voriges Zitat",
  "document.citation_next": "Nächstes Zitat",
  "document.citation_of": "{at} von {total}",
  "document.link": "Link kopieren",
  "document.link_quote": "Link zum Zitat kopieren",
  "document.original": "Original",
  "document.original_hint": "Die Datei herunterladen, aus der dieser Text stammt",
  "document.original_failed": "Das Original ist nicht zu haben.",
  "document.view": "Dokument zeigen als",
  "document.as_text": "Text",
  "document.as_page": "Seite",
  "document.pages": "Seiten",
  "document.page": "Seite {name}",
  "document.page_printed": "Seite {name} (gedruckt {printed})",
  "document.slide": "Folie {name}",
  "document.sheet": "Blatt {name}",
  "document.page_number": "Seitenzahl",
  "document.page_of": "von {total}",
  "document.page_previous": "Vorige Seite",
  "document.page_next": "Nächste Seite",
  "document.page_enlarge": "Vergrößern",
  "document.page_alt": "Seite {page} von {name} als Bild. „Text“ zeigt, was darauf steht.",
  "document.page_failed": "Die Seite lässt sich nicht zeigen, darum steht hier ihr Text.",
  "document.web": "Webadresse",
  "document.stale": "Die Datei war beim letzten Indexieren nicht lesbar. Dies ist ihr letzter guter Text.",
  "document.replaced": "Dieses Dokument ist überholt. Ersetzt hat es: {name}",
  "document.outdated": "Dieses Dokument ist überholt, wie es selbst sagt.",
  "document.from_picture": "Aus einem Bild gelesen: Es kann von dem abweichen, was dort steht.",
  "document.warning": "Beim Lesen: {name}",
  "document.past_end": "Der Link zeigt hinter das Ende dieses Dokuments, darum ist nichts markiert.",
  "document.changed_unknown": "Dieses Dokument hat sich geändert, seit es zitiert wurde. Unten steht der heutige Text. Die zitierten Wörter stehen vielleicht anderswo oder nicht mehr darin, darum ist nichts markiert.",
  "document.changed_gone": "Dieses Dokument hat sich geändert, seit es zitiert wurde. Die zitierten Wörter stehen nicht mehr darin. Unten steht der heutige Text.",
  "document.changed_twice": "Dieses Dokument hat sich geändert, seit es zitiert wurde. Die zitierten Wörter stehen jetzt mehrmals darin, darum ist nichts markiert. Unten steht der heutige Text.",
  "document.changed_moved": "Dieses Dokument hat sich geändert, seit es zitiert wurde. Die zitierten Wörter stehen noch einmal darin und sind markiert.",

  // --- collection ---
  "collection.documents": { one: "{n} Dokument", other: "{n} Dokumente" },
};
