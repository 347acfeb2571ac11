// The letter beside the editor: pages as pictures with their words for who listens, and the Berichtenbox.
export function show_brief({ paginas, bericht, onderwerp }, duur) {
  const vlak = document.querySelector("#paginas");
  paginas.forEach((pagina, plaats) => {
    const blad = vlak.children[plaats] ?? vlak.appendChild(make_blad());
    const beeld = blad.querySelector("img");
    if (beeld.getAttribute("src") !== pagina.src) beeld.src = pagina.src;
    beeld.width = pagina.breedte;
    beeld.height = pagina.hoogte;
    beeld.alt = `Pagina ${plaats + 1} van ${paginas.length} van de brief`;
    blad.querySelector("pre").textContent = pagina.tekst;
    blad.querySelector("summary").textContent = `Lees pagina ${plaats + 1} als tekst`;
  });
  while (vlak.children.length > paginas.length) vlak.lastElementChild.remove();
  document.querySelector("#bericht-onderwerp").textContent = onderwerp;
  document.querySelector("#bericht-tekst").textContent = bericht;
  const stand = document.querySelector("#voorbeeldstatus");
  stand.textContent = `${paginas.length} ${paginas.length === 1 ? "pagina" : "pagina's"}`;
  stand.dataset.duur = duur;
  document.querySelector("#voorbeeld").classList.remove("oud");
}

function make_blad() {
  const blad = document.createElement("li");
  const beeld = document.createElement("img");
  const tekst = document.createElement("details");
  const kop = document.createElement("summary");
  const woorden = document.createElement("pre");
  tekst.append(kop, woorden);
  blad.append(beeld, tekst);
  return blad;
}

// Tabs as the ARIA Authoring Practices have them: arrows move, the panel follows.
export function start_tabs(lijst) {
  const tabs = [...lijst.querySelectorAll("[role=tab]")];
  const kies = (tab) => {
    for (const ander of tabs) {
      const aan = ander === tab;
      ander.setAttribute("aria-selected", aan);
      ander.tabIndex = aan ? 0 : -1;
      document.getElementById(ander.getAttribute("aria-controls")).hidden = !aan;
    }
  };
  lijst.hidden = false;
  kies(tabs[0]);
  lijst.addEventListener("click", ({ target }) => { if (tabs.includes(target)) kies(target); });
  lijst.addEventListener("keydown", (toets) => {
    const stap = { ArrowRight: 1, ArrowLeft: -1 }[toets.key];
    if (!stap) return;
    const tab = tabs[(tabs.indexOf(document.activeElement) + stap + tabs.length) % tabs.length];
    kies(tab);
    tab.focus();
    toets.preventDefault();
  });
}
