// Asking the server: the newest question counts, and an answer to an older one is dropped.
const VERLOPEN = "U bent niet meer ingelogd. Log in in een nieuw tabblad; uw tekst blijft hier staan.";
const ANDER = "In deze browser is nu een collega ingelogd. Log in een nieuw tabblad weer zelf in; uw tekst blijft hier staan.";

export function make_vrager(csrf, wie) {
  const lopend = new Map();
  let geheim = csrf;

  const send = (adres, velden, signal) => fetch(adres, {
    method: "POST",
    body: new URLSearchParams({ ...velden, _csrf: geheim }),
    headers: { Accept: "application/json" },
    signal,
    redirect: "manual",
  });

  // After a log-in in another tab this page still has the secret of the session that ended.
  async function renew(signal) {
    const antwoord = await fetch("/sessie", { headers: { Accept: "application/json" }, signal, redirect: "manual" });
    if (antwoord.status !== 200) return antwoord.status === 401 ? VERLOPEN : "";
    const sessie = await antwoord.json();
    if (sessie.wie !== wie) return ANDER;
    geheim = sessie.csrf;
    return "";
  }

  async function send_zeker(adres, velden, signal) {
    const antwoord = await send(adres, velden, signal);
    if (antwoord.type !== "opaqueredirect" && ![401, 403].includes(antwoord.status)) return antwoord;
    const oud = geheim;
    const fout = await renew(signal);
    if (fout) return Response.json({ fout }, { status: 401 });
    return geheim === oud ? antwoord : send(adres, velden, signal);
  }

  return async function ask(soort, adres, velden) {
    if (soort !== "bewaar") lopend.get(soort)?.abort(); // what is being kept is never broken off
    const stop = new AbortController();
    lopend.set(soort, stop);
    try {
      const antwoord = await send_zeker(adres, velden, stop.signal);
      if (lopend.get(soort) !== stop) return null;
      const inhoud = antwoord.status === 204 ? {} : await antwoord.json();
      return lopend.get(soort) === stop ? { status: antwoord.status, inhoud } : null;
    } catch (fout) {
      return fout.name === "AbortError" ? null : { status: 0, inhoud: {} };
    }
  };
}

// Call after so many milliseconds of quiet.
export function make_pauze(na, doe) {
  let wekker = 0;
  return Object.assign(() => {
    clearTimeout(wekker);
    wekker = setTimeout(doe, na);
  }, { nu: () => { clearTimeout(wekker); return doe(); } });
}
