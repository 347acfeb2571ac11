// What every page does beside being read: ask before an act that cannot be undone, and tell what htmx brought.
document.addEventListener("submit", (gebeurtenis) => {
  const vraag = gebeurtenis.submitter?.dataset.vraag ?? gebeurtenis.target.dataset.vraag;
  if (vraag && !window.confirm(vraag)) {
    gebeurtenis.preventDefault();
    gebeurtenis.stopImmediatePropagation();
  }
}, true);

// A passage that is selected in the text of a version becomes the passage of the remark.
const passages = document.querySelectorAll("[data-passage]");
document.addEventListener("selectionchange", () => {
  const keus = document.getSelection();
  if (!keus || keus.isCollapsed || !keus.rangeCount) return;
  const bereik = keus.getRangeAt(0);
  for (const vlak of passages) {
    if (!vlak.contains(bereik.startContainer) || !vlak.contains(bereik.endContainer)) continue;
    const voor = document.createRange();
    voor.selectNodeContents(vlak);
    voor.setEnd(bereik.startContainer, bereik.startOffset);
    fill_passage(vlak.dataset.passage, [...voor.toString()].length, bereik.toString());
  }
});

function fill_passage(veld, begin, citaat) {
  const formulier = document.querySelector("#opmerking-maken");
  if (!formulier || !citaat.trim()) return;
  formulier.elements.veld.value = veld;
  formulier.elements.begin.value = begin;
  formulier.elements.einde.value = begin + [...citaat].length;
  formulier.querySelector("[data-citaat]").textContent = citaat.length > 160 ? `${citaat.slice(0, 160)}…` : citaat;
}
