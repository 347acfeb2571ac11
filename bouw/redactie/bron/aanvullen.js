// The palette and the autocompletion: both know the fields that this letter may use.
import { autocompletion } from "@codemirror/autocomplete";

const BINNEN = /(\{\{-?|\{%-?|\[\[)[^}%\]]*$/;

export function make_aanvulling(velden) {
  const opties = velden.map((veld) => ({
    label: veld.pad,
    detail: veld.voorbeeld,
    info: veld.uitleg,
    type: veld.soort,
    vorm: veld.invoegen,
    apply: (venster, keus, van, tot) => insert_veld(venster, veld, van, tot),
  }));
  return autocompletion({
    icons: false,
    override: [(omgeving) => {
      const woord = omgeving.matchBefore(/[\w.-]*/);
      const binnen = omgeving.matchBefore(BINNEN);
      if (!binnen || (woord.from === woord.to && !omgeving.explicit && !/(\{\{|\[\[)\s*$/.test(binnen.text))) return null;
      const begin = binnen.text.slice(0, 2);
      const passend = opties.filter((optie) => (begin === "{%" ? optie.type !== "bouwsteen" : optie.vorm.startsWith(begin)));
      return { from: woord.from, options: passend, validFor: /^[\w.-]*$/ };
    }],
  });
}

// Put a field in place of a piece of text; what is around it already (the braces) is not doubled.
export function insert_veld(venster, { invoegen, pad }, van, tot) {
  const regel = venster.state.doc.lineAt(van);
  const voor = regel.text.slice(0, van - regel.from);
  const binnen = BINNEN.exec(voor);
  let tekst = invoegen;
  if (binnen?.[0].startsWith("[[")) {
    const steen = /^\[\[(.*)\]\]$/.exec(invoegen);
    if (steen) tekst = steen[1] + (regel.text.slice(tot - regel.from).startsWith("]]") ? "" : "]]");
  } else if (binnen?.[0].startsWith("{%")) {
    tekst = pad;
  } else if (binnen && invoegen.startsWith("{{")) {
    tekst = invoegen.replace(/^\{\{\s*|\s*\}\}$/g, "");
    if (/\{\{-?$/.test(binnen[0])) tekst = ` ${tekst}`;
    if (!/^[^{]*\}\}/.test(regel.text.slice(tot - regel.from))) tekst = `${tekst} }}`;
  }
  venster.dispatch({
    changes: { from: van, to: tot, insert: tekst },
    selection: { anchor: van + tekst.length },
    scrollIntoView: true,
    userEvent: "input.complete",
  });
  venster.focus();
}
