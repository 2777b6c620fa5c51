"use strict";

/* While the name of an actor or an organization is typed: who in the record may be the same. */

(() => {
  const WAIT = 300; // milliseconds without a key before asking
  const address = document.querySelector("meta[name=desk-likely]")?.content;
  const box = document.getElementById("likely");
  if (!address || !box) return;
  let timer = 0;
  let asked = 0;

  function show(results) {
    const rows = results.map(({ label, note, url }) => {
      const row = document.createElement("li");
      const link = document.createElement("a");
      link.href = url;
      link.target = "_blank";
      link.textContent = label;
      const small = document.createElement("small");
      small.textContent = note;
      row.append(link, " ", small);
      return row;
    });
    if (!rows.length) return box.replaceChildren();
    const list = document.createElement("ul");
    list.append(...rows);
    box.replaceChildren(box.dataset.words, list);
  }

  async function ask(name) {
    const mine = ++asked;
    const query = new URLSearchParams({ name, kind: box.dataset.kind, but: box.dataset.but });
    try {
      const answer = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
      if (mine === asked && answer.ok && !answer.redirected) show((await answer.json()).results);
    } catch {
      /* offline: the form asks when it is saved */
    }
  }

  document.addEventListener("input", event => {
    if (!/^names-\d+-name$/.test(event.target.name ?? "")) return;
    clearTimeout(timer);
    const name = event.target.value.trim();
    if (name.length > 2) timer = setTimeout(ask, WAIT, name);
  });
})();
