// What is wrong, and what could be better: a list in which each line leads to its place in the text.
let verteld = "";

export function show_fouten(fouten, jump) {
  const vlak = document.querySelector("#fouten");
  vlak.hidden = fouten.length === 0;
  vlak.querySelector("ul").replaceChildren(...fouten.map((fout) => make_punt(fout, jump)));
  document.querySelector("#voorbeeld").classList.toggle("oud", fouten.length > 0);
  tell(fouten.length ? `${count(fouten, "fout", "fouten")}. ${fouten[0].uitleg}` : "");
}

export function show_bevindingen({ fouten, signalen, maten }, jump) {
  const vlak = document.querySelector("#controle");
  for (const [naam, lijst] of [["fouten", fouten], ["signalen", signalen]]) {
    const deel = vlak.querySelector(`[data-${naam}]`);
    deel.querySelector("ul").replaceChildren(...lijst.map((ding) => make_punt(ding, jump)));
    deel.querySelector("[data-aantal]").textContent = lijst.length;
    deel.hidden = lijst.length === 0;
  }
  vlak.querySelector("[data-goed]").hidden = fouten.length > 0;
  vlak.querySelector("[data-maten]").replaceChildren(...maten.map(({ naam, waarde }) => {
    const paar = document.createElement("div");
    const kop = document.createElement("dt");
    const feit = document.createElement("dd");
    kop.textContent = naam;
    feit.textContent = waarde;
    paar.append(kop, feit);
    return paar;
  }));
  vlak.classList.remove("wacht");
}

function make_punt(ding, jump) {
  const punt = document.createElement("li");
  const knop = document.createElement(ding.regel ? "button" : "p");
  if (ding.regel) {
    knop.type = "button";
    knop.addEventListener("click", () => jump(ding));
    const plek = document.createElement("span");
    plek.className = "plek";
    plek.textContent = `${ding.waar}, regel ${ding.regel}`;
    knop.append(plek, " ");
  }
  knop.append(ding.uitleg);
  if (ding.voorstel) {
    const beter = document.createElement("span");
    beter.className = "voorstel";
    beter.textContent = ` Liever: ${ding.voorstel}`;
    knop.append(beter);
  }
  punt.append(knop);
  return punt;
}

// Who listens hears a change once, after a moment of quiet, and not every keystroke.
let wekker = 0;
function tell(tekst) {
  clearTimeout(wekker);
  wekker = setTimeout(() => {
    if (tekst === verteld) return;
    verteld = tekst;
    document.querySelector("#omroep").textContent = tekst || "Geen fouten meer.";
  }, 1500);
}

function count(dingen, een, meer) {
  return `${dingen.length} ${dingen.length === 1 ? een : meer}`;
}
