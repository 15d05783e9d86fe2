// @ts-check
// Every text of the page in German. The type check fails where one is missing.

/** @type {import("./en.js").Words} */
export default {
  // --- lib ---
  "lib.failed": "Das hat nicht geklappt.",
  "lib.new_conversation": "Neues Gespräch",
  "lib.unreadable":
    "Die Antwort des Servers lässt sich nicht anzeigen: Seite und Server haben vielleicht "
    + "verschiedene Versionen. Die Seite neu laden hilft.",
  "lib.unreadable_status":
    "Der Server hat etwas geantwortet, das diese Seite nicht lesen kann ({status}).",
  "lib.unreachable": "Der Server ist nicht erreichbar.",
  "lib.advice_network": "Läuft Pincite noch, und besteht eine Verbindung?",
  "lib.advice_interrupted":
    "Vielleicht hat der Server die Antwort schon. Gleich noch einmal versuchen.",
  "lib.advice_key_needed": "Ein neuer Versuch fragt nach dem Schlüssel.",
  "lib.advice_key_unknown": "Mit einem anderen Schlüssel noch einmal versuchen.",
  "lib.advice_key_expired":
    "Mit einem neuen Schlüssel noch einmal versuchen. Wer den Server betreibt, kann einen "
    + "machen.",
  "lib.advice_conversation_not_found":
    "Es wurde gelöscht oder mit einem anderen Schlüssel begonnen.",
  "lib.advice_conversation_full": "Ein neues beginnen hilft.",
  "lib.copied": "Kopiert.",
  "lib.copy_forbidden": "Der Browser erlaubt dieser Seite nicht zu kopieren.",
  "lib.key_title": "Ein API-Schlüssel ist nötig",
  "lib.key_label": "API-Schlüssel",
  "lib.key_hint":
    "Diese Seite behält ihn, bis der Tab geschlossen wird. Wer den Server betreibt, macht "
    + "einen mit {command}.",
  "lib.key_use": "Diesen Schlüssel nehmen",
  "lib.key_wanted": "Der Server braucht einen",
  "lib.retry": "Noch einmal",
  "lib.retry_in": "Noch einmal in {n} s",
  "lib.now": "gerade eben",

  // --- page ---
  "page.skip": "Zur Frage springen",
  "page.side": "Gespräche und Dokumente",
  "page.settings": "Einstellungen",
  "page.new": "Neues Gespräch",
  "page.new_short": "Neu",
  "page.back": "Zurück",
  "page.show": "Anzeigen",
  "page.conversations": "Gespräche",
  "page.documents": "Dokumente",
  "page.conversation": "Gespräch",
  "page.question": "Frage",
  "page.ask": "Frage an die Dokumente",
  "page.ask_more": "Nachfragen",
  "page.stop": "Anhalten",
  "page.send": "Senden",
  "page.hint": "Enter sendet · Umschalt + Enter beginnt eine neue Zeile · ? zeigt alle Tasten",
  "page.characters": "{n} von {most} Zeichen",
  "page.too_long": {
    one: "Die Frage ist {n} Zeichen zu lang.",
    other: "Die Frage ist {n} Zeichen zu lang.",
  },
  "page.welcome": "Was ist die Frage?",
  "page.promise":
    "Antworten sind Sätze, die wörtlich in den Dokumenten stehen, jeder an seinem Ort "
    + "gezeigt. Steht nichts darin, sagt Pincite das.",
  "page.folders": {
    one: "Das Dokument fragen oder nur einen Ordner",
    other: "Alle {n} Dokumente fragen oder nur einen Ordner",
  },
  "page.documents_in_folder": { one: "{n} Dokument", other: "{n} Dokumente" },
  "page.examples": "Zum Beispiel",
  "page.drop": "Mehr zu fragen? Dateien irgendwo auf diese Seite ziehen.",
  "page.add_documents": "Dokumente ansehen",
  "page.ask_about": "Danach fragen",
  "page.quotation": "„{words}“",
  "page.done": "Fertig",
  "page.language": "Sprache",
  "page.language_of_browser": "Wie der Browser",
  "page.theme": "Darstellung",
  "page.theme_of_system": "System",
  "page.theme_light": "Hell",
  "page.theme_dark": "Dunkel",
  "page.keys": "Tasten",
  "page.key_ask": "Zur Frage",
  "page.key_previous": "Voriges Zitat",
  "page.key_next": "Nächstes Zitat",
  "page.key_help": "Diese Einstellungen",
  "page.key_close": "Schließen",
  "page.keys_on": "Tasten / [ ] ? benutzen",

  // --- controls ---
  "controls.cancel": "Abbrechen",
  "controls.save": "Speichern",
  "controls.close": "Schließen",

  // --- history ---
  "history.title": "Gespräche",
  "history.empty": "Hier werden die Gespräche stehen.",
  "history.search": "Gespräche durchsuchen",
  "history.found": { one: "{n} Gespräch gefunden", other: "{n} Gespräche gefunden" },
  "history.nothing_found": "Kein Gespräch enthält diese Wörter.",
  "history.more": "Mehr zeigen",
  "history.this": "Dieses Gespräch",
  "history.of": "„{name}“: umbenennen, anheften, löschen",
  "history.pinned_group": "Angeheftet",
  "history.today": "Heute",
  "history.yesterday": "Gestern",
  "history.rename": "Umbenennen …",
  "history.rename_title": "Dieses Gespräch umbenennen",
  "history.name": "Name",
  "history.renamed": "Das Gespräch wurde umbenannt.",
  "history.pin": "Anheften",
  "history.unpin": "Lösen",
  "history.pinned": "Das Gespräch ist angeheftet.",
  "history.unpinned": "Das Gespräch ist nicht mehr angeheftet.",
  "history.copy_link": "Link kopieren",
  "history.download_markdown": "Als Markdown speichern",
  "history.download_json": "Als JSON speichern",
  "history.delete": "Löschen …",
  "history.delete_title": "Dieses Gespräch löschen?",
  "history.delete_words": "„{name}“ und seine Antworten werden für immer entfernt.",
  "history.delete_now": "Löschen",
  "history.deleted": "Das Gespräch wurde gelöscht.",

  // --- conversation ---

  // --- document ---

  // --- collection ---
  "collection.documents": { one: "{n} Dokument", other: "{n} Dokumente" },
};
