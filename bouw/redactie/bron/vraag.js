// Asking the server: the newest question counts, and an answer to an older one is dropped.
export function make_vrager(csrf) {
  const lopend = new Map();
  return async function ask(soort, adres, velden) {
    if (soort !== "bewaar") lopend.get(soort)?.abort(); // what is being kept is never broken off
    const stop = new AbortController();
    lopend.set(soort, stop);
    try {
      const antwoord = await fetch(adres, {
        method: "POST",
        body: new URLSearchParams({ ...velden, _csrf: csrf }),
        headers: { Accept: "application/json" },
        signal: stop.signal,
        redirect: "manual",
      });
      if (lopend.get(soort) !== stop) return null;
      if (antwoord.type === "opaqueredirect" || antwoord.status === 401) return { status: 401, inhoud: {} };
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
