// Build what the browser gets into correspondentie/web/middelen: nothing there comes from elsewhere.
//
//   cd bouw/redactie && npm ci --ignore-scripts && npm run bouw
//
// herkomst.json names the hash of all that went in and came out; a test holds the tree to it.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const DOEL = "../../correspondentie/web/middelen";
const PAKKETTEN = JSON.parse(readFileSync("package.json", "utf8")).dependencies;
const BRONNEN = ["bouw.mjs", "package.json", "package-lock.json", ...list_bronnen()];
const ALLEEN_BOUW = new Set(["esbuild"]);

mkdirSync(DOEL, { recursive: true });
await build({
  entryPoints: ["bron/schrijven.js", "bron/pagina.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none",
  outdir: DOEL,
});
copyFileSync("node_modules/htmx.org/dist/htmx.min.js", `${DOEL}/htmx.min.js`);
writeFileSync(`${DOEL}/nlds.css`, make_nlds());
writeFileSync(`${DOEL}/LICENTIES.txt`, make_licenties());
writeFileSync(`${DOEL}/herkomst.json`, JSON.stringify(make_herkomst(), null, 2) + "\n");

function list_bronnen() {
  return readdirSync("bron").sort().map((naam) => `bron/${naam}`);
}

// The components we use, and of the voorbeeld theme (2,500 tokens) only the tokens that they look at.
function make_nlds() {
  const componenten = Object.keys(PAKKETTEN)
    .filter((naam) => naam.startsWith("@utrecht/"))
    .map((naam) => readFileSync(`node_modules/${naam}/dist/index.min.css`, "utf8").replace(/\/\*.*?\*\//gs, ""))
    .join("\n");
  const thema = readFileSync(
    "node_modules/@nl-design-system-unstable/voorbeeld-design-tokens/dist/variables.css", "utf8");
  const tokens = new Map([...thema.matchAll(/^\s*(--[\w-]+):\s*(.*);$/gm)].map(([, naam, waarde]) => [naam, waarde]));
  const nodig = new Set();
  const zoek = (tekst) => {
    for (const [naam] of tekst.matchAll(/--[\w-]+/g)) {
      if (tokens.has(naam) && !nodig.has(naam)) {
        nodig.add(naam);
        zoek(tokens.get(naam));
      }
    }
  };
  zoek(componenten);
  const regels = [...nodig].sort().map((naam) => `${naam}:${tokens.get(naam)}`);
  return `/* NL Design System: components and the voorbeeld theme. Made by bouw/redactie; see LICENTIES.txt. */\n` +
    `:root{${regels.join(";\n")}}\n${componenten.trim()}\n`;
}

// Packages with the same text of a licence share it.
function make_licenties() {
  const per_tekst = new Map();
  for (const [naam, versie, licentie, tekst] of list_gebruikt()) {
    per_tekst.set(tekst.trim(), [...(per_tekst.get(tekst.trim()) ?? []), `${naam} ${versie} (${licentie})`]);
  }
  return [...per_tekst].map(([tekst, namen]) => `${namen.join("\n")}\n\n${tekst}\n`).join(`\n${"-".repeat(78)}\n\n`);
}

function list_gebruikt() {
  const slot = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
  return Object.entries(slot)
    .filter(([pad, pakket]) => pad && !pakket.optional && !ALLEEN_BOUW.has(pad.replace("node_modules/", "")))
    .map(([pad, pakket]) => {
      const bestand = readdirSync(pad).find((naam) => /^licen[sc]e/i.test(naam));
      const tekst = bestand ? readFileSync(`${pad}/${bestand}`, "utf8") : "De tekst van de licentie zit niet in het pakket.";
      return [pad.replace("node_modules/", ""), pakket.version, pakket.license, tekst];
    });
}

function make_herkomst() {
  const som = (pad) => createHash("sha256").update(readFileSync(pad)).digest("hex");
  const uit = readdirSync(DOEL).filter((naam) => /^(schrijven\.js|pagina\.js|htmx\.min\.js|nlds\.css|LICENTIES\.txt)$/.test(naam));
  return {
    pakketten: Object.fromEntries(list_gebruikt().map(([naam, versie, licentie]) => [naam, `${versie} ${licentie}`])),
    bronnen: Object.fromEntries(BRONNEN.map((pad) => [pad, som(pad)])),
    uitkomst: Object.fromEntries(uit.sort().map((naam) => [naam, som(`${DOEL}/${naam}`)])),
  };
}
