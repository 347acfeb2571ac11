// Writing: the editors, the letter beside them, what is wrong with it, and what is kept.
import { closeCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { insert_veld, make_aanvulling } from "./aanvullen.js";
import { show_bevindingen, show_fouten } from "./bevindingen.js";
import { show_brief, start_tabs } from "./brief.js";
import { regelfouten, show_regelfouten } from "./regelfouten.js";
import { brieftaal, DUTCH } from "./taal.js";
import { make_pauze, make_vrager } from "./vraag.js";

const formulier = document.querySelector("#schrijven");
if (formulier) start(formulier);

function start(formulier) {
  const { nummer, nonce, wie } = formulier.dataset;
  const ask = make_vrager(formulier.elements._csrf.value, wie);
  const velden = JSON.parse(document.querySelector("#velden").textContent);
  const status = document.querySelector("#bewaarstatus");
  const staat = { revisie: formulier.elements.revisie.value, bewaard: "", geprobeerd: "", bezig: false, botsing: false, fouten: [], bevindingen: [] };
  const vensters = new Map();
  let laatst = null;

  const read_tekst = () => {
    const tekst = { titel: "", brief: "", bericht: "" };
    for (const [naam, venster] of vensters) tekst[naam] = venster.state.doc.toString();
    return tekst;
  };

  const ververs = make_pauze(220, async () => {
    const begin = performance.now();
    document.body.classList.add("bezig");
    const antwoord = await ask("voorbeeld", `/concepten/${nummer}/voorbeeld`, { ...read_tekst(), geval: geval() });
    if (!antwoord) return;
    document.body.classList.remove("bezig");
    if (antwoord.status === 204) return;
    if (antwoord.status !== 200) return say(antwoord.inhoud.fout ?? "Het voorbeeld lukt nu niet. Uw tekst blijft staan.", true);
    staat.fouten = antwoord.inhoud.fouten;
    show_fouten(staat.fouten, jump);
    mark();
    if (antwoord.inhoud.paginas) show_brief(antwoord.inhoud, Math.round(performance.now() - begin));
  });

  const keur = make_pauze(1200, async () => {
    const antwoord = await ask("controle", `/concepten/${nummer}/controle`, read_tekst());
    if (!antwoord || antwoord.status !== 200) return;
    staat.bevindingen = [...antwoord.inhoud.fouten, ...antwoord.inhoud.signalen];
    show_bevindingen(antwoord.inhoud, jump);
    mark();
  });

  const bewaar = make_pauze(700, async () => {
    const tekst = read_tekst();
    const stand = JSON.stringify(tekst);
    if (staat.botsing || staat.bezig || stand === staat.bewaard) return;
    staat.bezig = true; // one at a time: the next one must know the revisie that this one made
    say("Bewaren…");
    const antwoord = await ask("bewaar", `/concepten/${nummer}/bewaar`, { ...tekst, revisie: staat.revisie });
    staat.bezig = false;
    if (antwoord.status === 200) {
      set_revisie(antwoord.inhoud.revisie);
      staat.bewaard = stand;
      say(`Bewaard om ${antwoord.inhoud.tijd}`);
      if (staat.geprobeerd) ververs.nu(); // what could not be kept could not be shown either
      staat.geprobeerd = "";
      if (JSON.stringify(read_tekst()) === stand) status.dataset.stand = "bewaard";
    } else if (antwoord.status === 409 && antwoord.inhoud.tekst) {
      // an answer that was lost on its way: what stands there is what we sent ourselves
      if (JSON.stringify(antwoord.inhoud.tekst) === staat.geprobeerd) set_revisie(antwoord.inhoud.revisie);
      else return show_botsing(antwoord.inhoud);
    } else {
      say(antwoord.inhoud.fout ?? "Bewaren lukt nu niet. Wij proberen het straks opnieuw; laat dit venster open.", true);
      staat.geprobeerd = stand;
      setTimeout(bewaar, 4000);
      return;
    }
    if (JSON.stringify(read_tekst()) !== staat.bewaard) bewaar();
  });

  for (const bron of formulier.querySelectorAll("textarea[data-editor]")) {
    const venster = make_venster(bron, nonce, velden, () => {
      bron.value = venster.state.doc.toString();
      status.dataset.stand = "gewijzigd";
      ververs();
      bewaar();
      keur();
    });
    venster.contentDOM.addEventListener("focus", () => { laatst = venster; });
    vensters.set(bron.name, venster);
    laatst ??= venster;
  }
  laatst = vensters.get("brief") ?? laatst;
  staat.bewaard = JSON.stringify(read_tekst());

  function set_revisie(revisie) { staat.revisie = formulier.elements.revisie.value = revisie; }

  function geval() { return document.querySelector("#geval").value; }

  function say(tekst, ernstig = false) {
    status.textContent = tekst;
    status.classList.toggle("ernstig", ernstig);
  }

  function mark() {
    const soort = { fout: "error", signaal: "warning" };
    for (const [naam, venster] of vensters) {
      const merken = [...staat.fouten, ...staat.bevindingen]
        .filter((ding) => ding.veld === naam && ding.regel)
        .map((ding) => ({ ...find_plek(venster.state.doc, ding), severity: soort[ding.ernst], message: ding.uitleg }))
        .filter((ding, plaats, alle) => alle.findIndex((a) => a.from === ding.from && a.message === ding.message) === plaats);
      venster.dispatch(setDiagnostics(venster.state, merken));
      show_regelfouten(venster, merken.filter((merk) => merk.severity === "error"));
    }
  }

  function jump(ding) {
    const venster = vensters.get(ding.veld);
    if (!venster) return;
    const plek = find_plek(venster.state.doc, ding);
    venster.dispatch({ selection: { anchor: plek.from, head: plek.to }, effects: EditorView.scrollIntoView(plek.from, { y: "center" }) });
    venster.focus();
  }

  function show_botsing(inhoud) {
    staat.botsing = true;
    say("Niet bewaard: een collega wijzigde dit concept.", true);
    const vlak = document.querySelector("#botsing");
    vlak.querySelector("[data-wie]").textContent = inhoud.wie;
    vlak.querySelector("[data-verschil]").replaceChildren(...inhoud.ander.flatMap(make_veldverschil));
    vlak.hidden = false;
    vlak.focus();
    vlak.querySelector("[data-mijn]").onclick = () => end_botsing(vlak, inhoud.revisie, null);
    vlak.querySelector("[data-ander]").onclick = () => end_botsing(vlak, inhoud.revisie, inhoud.tekst);
  }

  function end_botsing(vlak, revisie, tekst) {
    if (tekst) {
      document.querySelector("#kladblok").hidden = false;
      document.querySelector("#kladblok-tekst").value = Object.values(read_tekst()).filter(Boolean).join("\n\n");
      for (const [naam, venster] of vensters) {
        venster.dispatch({ changes: { from: 0, to: venster.state.doc.length, insert: tekst[naam] } });
      }
    }
    set_revisie(revisie);
    staat.botsing = false;
    vlak.hidden = true;
    laatst.focus();
    bewaar.nu();
  }

  document.querySelector("#geval").addEventListener("change", () => ververs.nu());
  start_tabs(document.querySelector("[data-tabs]"));
  start_palet((knop) => {
    const plek = laatst.state.selection.main;
    insert_veld(laatst, knop.dataset, plek.from, plek.to);
  });
  formulier.addEventListener("submit", (gebeurtenis) => {
    for (const bron of formulier.querySelectorAll("textarea[data-editor]")) bron.value = vensters.get(bron.name).state.doc.toString();
    if (staat.botsing) gebeurtenis.preventDefault();
  });
  window.addEventListener("beforeunload", (gebeurtenis) => {
    if (JSON.stringify(read_tekst()) !== staat.bewaard) { bewaar.nu(); gebeurtenis.preventDefault(); }
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) bewaar.nu(); });
  ververs.nu();
  keur.nu();
}

function make_venster(bron, nonce, velden, op_wijziging) {
  const kop = document.querySelector(`label[for="${bron.id}"]`);
  kop.id = `${bron.id}-kop`;
  const een_regel = bron.dataset.editor === "regel";
  const venster = new EditorView({
    doc: bron.value.replace(/\r\n?/g, "\n"),
    extensions: [
      EditorView.cspNonce.of(nonce),
      EditorState.phrases.of(DUTCH),
      history(),
      een_regel ? EditorState.transactionFilter.of((stap) => (stap.newDoc.lines > 1 ? [] : stap)) : [],
      keymap.of([{ key: "Escape", run: leave }, ...completionKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
      brieftaal,
      regelfouten,
      make_aanvulling(velden),
      EditorView.contentAttributes.of({ "aria-labelledby": kop.id, "aria-describedby": "toetsen", spellcheck: "true", lang: "nl" }),
      EditorView.updateListener.of((stand) => { if (stand.docChanged) op_wijziging(); }),
    ],
  });
  bron.hidden = true;
  bron.required = false;
  bron.after(venster.dom);
  kop.addEventListener("click", () => venster.focus());
  return venster;
}

// Escape closes the list of fields, and else goes on to what follows the editor.
function leave(venster) {
  if (closeCompletion(venster)) return true;
  const volgende = [...document.querySelectorAll("button, select, a[href], summary, input:not([type=hidden])")]
    .find((ding) => venster.dom.compareDocumentPosition(ding) & Node.DOCUMENT_POSITION_FOLLOWING && ding.offsetParent);
  volgende?.focus();
  return true;
}

function find_plek(doc, ding) {
  const regel = doc.line(Math.min(Math.max(ding.regel ?? 1, 1), doc.lines));
  const van = Math.min(regel.from + Math.max((ding.kolom ?? 1) - 1, 0), regel.to);
  const tot = ding.lengte ? Math.min(van + ding.lengte, doc.length) : van;
  return { from: van, to: Math.max(van, tot) };
}

function start_palet(insert) {
  const palet = document.querySelector("#palet");
  if (!palet) return;
  palet.addEventListener("click", (gebeurtenis) => {
    const knop = gebeurtenis.target.closest("[data-invoegen]");
    if (knop) insert(knop);
  });
  palet.querySelector("input")?.addEventListener("input", ({ target }) => {
    const zoek = target.value.trim().toLowerCase();
    for (const groep of palet.querySelectorAll("details")) {
      let over = 0;
      for (const regel of groep.querySelectorAll("li")) {
        regel.hidden = !regel.textContent.toLowerCase().includes(zoek);
        over += regel.hidden ? 0 : 1;
      }
      groep.hidden = over === 0;
      if (zoek) groep.open = true;
    }
  });
}

function make_veldverschil({ naam, regels }) {
  const kop = document.createElement("h3");
  const vlak = document.createElement("div");
  kop.textContent = naam;
  vlak.className = "bron verschil";
  vlak.tabIndex = 0;
  vlak.append(...regels.map(({ soort, delen }) => {
    const regel = document.createElement("div");
    regel.className = `diff diff-${soort}`;
    regel.append(...delen.map(([wat, tekst]) => {
      const deel = document.createElement({ weg: "del", nieuw: "ins" }[wat] ?? "span");
      deel.textContent = tekst;
      return deel;
    }));
    return regel;
  }));
  return [kop, vlak];
}
