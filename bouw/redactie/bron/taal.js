// How a text with fields looks in the editor: fields, conditions, headings, emphasis and links stand out.
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const SOORTEN = { veld: tags.variableName, keuze: tags.keyword, kop: tags.heading, nadruk: tags.strong, link: tags.link };

function read_token(stroom, staat) {
  if (staat.tot) {
    if (stroom.skipTo(staat.tot)) {
      stroom.match(staat.tot);
      const soort = staat.soort;
      staat.tot = null;
      return soort;
    }
    stroom.skipToEnd();
    return staat.soort;
  }
  for (const [open, tot, soort] of [["{{", "}}", "veld"], ["{%", "%}", "keuze"], ["{#", "#}", "keuze"], ["[[", "]]", "veld"]]) {
    if (stroom.match(open)) {
      staat.tot = tot;
      staat.soort = soort;
      return soort;
    }
  }
  if (stroom.sol() && stroom.match(/#{1,6} [^{]*/)) return "kop";
  if (stroom.match(/\*\*[^*{]+\*\*/)) return "nadruk";
  if (stroom.match(/\[[^\]{]*\]\([^)]*\)/)) return "link";
  stroom.next();
  stroom.eatWhile(/[^{#*[]/);
  return null;
}

export const brieftaal = [
  StreamLanguage.define({
    startState: () => ({ tot: null, soort: null }),
    copyState: (staat) => ({ ...staat }),
    token: read_token,
    tokenTable: SOORTEN,
  }),
  syntaxHighlighting(HighlightStyle.define([
    { tag: tags.variableName, class: "taal-veld" },
    { tag: tags.keyword, class: "taal-keuze" },
    { tag: tags.heading, class: "taal-kop" },
    { tag: tags.strong, class: "taal-nadruk" },
    { tag: tags.link, class: "taal-link" },
  ])),
  EditorView.lineWrapping,
];

export const DUTCH = {
  "Completions": "Aanvullingen",
  "Diagnostics": "Bevindingen",
  "No diagnostics": "Geen bevindingen",
  "current match": "gevonden",
  "Control character": "Stuurteken",
  "close": "sluiten",
};
