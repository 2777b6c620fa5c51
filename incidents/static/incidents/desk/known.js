"use strict";

/* Whoever is to be made by a field of a case and may be known already is asked about beside that field: one of those known is
   taken with a click, or the editor says why it is another. What is said is saved with the page. */

(() => {
  const address = document.querySelector("meta[name=desk-likely]")?.content;
  const pattern = document.getElementById("desk-known");
  if (!address || !pattern) return;
  const named = /^new:(person|organization):(.*)$/s;

  /* White space is no part of a name: the server asks by the same words. */
  const single = value => value.replace(/\s+/g, " ").trim();

  function tokens() {
    return new Set([...document.querySelectorAll(".choice > input[type=hidden]")].map(hidden => single(hidden.value).replace(/^new:/, "")));
  }

  const asked = document.getElementsByClassName("likely-asked");

  /* Questions about whom no field asks for any more. */
  function tidy() {
    if (!asked.length) return; // no walk over the page while somebody types
    const wanted = tokens();
    for (const box of [...asked]) if (box.dataset.token && !wanted.has(box.dataset.token)) box.remove();
  }

  function row({ id, label, note }, token, box) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      for (const input of document.querySelectorAll(".choice > [role=combobox]")) {
        if (single(input.previousElementSibling.value) === `new:${token}`) window.desk.choose(input, id, label);
      }
      box.remove();
    });
    const small = document.createElement("small");
    small.textContent = note;
    item.append(button, " ", small);
    return item;
  }

  function show(choice, token, { results, seen }) {
    const box = pattern.content.firstElementChild.cloneNode(true);
    const [hidden, because] = box.querySelectorAll("input");
    box.dataset.token = token;
    hidden.name = `likely_seen:${token}`;
    hidden.value = seen;
    because.name = `different_because:${token}`;
    box.querySelector("ul").append(...results.map(known => row(known, token, box)));
    choice.after(box);
    box.dispatchEvent(new CustomEvent("desk:asked", { bubbles: true })); // what was said of it before can be put back
  }

  async function ask(choice, kind, name) {
    const token = `${kind}:${name}`;
    if (document.querySelector(`.likely-asked[data-token="${CSS.escape(token)}"]`)) return;
    try {
      const answer = await fetch(`${address}?${new URLSearchParams({ kind, name })}`, { headers: { Accept: "application/json" } });
      const told = answer.ok && !answer.redirected ? await answer.json() : { results: [] };
      if (told.results.length && tokens().has(token)) show(choice, token, told);
    } catch {
      /* offline: the page asks when it is saved */
    }
  }

  document.addEventListener("change", event => {
    const choice = event.target.closest?.(".choice");
    if (!choice || event.target.type !== "hidden") return;
    tidy();
    const [, kind, name] = named.exec(single(event.target.value)) ?? [];
    if (name) ask(choice, kind, name);
  });
})();
