"use strict";

/* Beside a date or an amount in words stands, while one types, what the desk understands by it: for an amount also
   by what stands in the other fields of its row, which decide what is saved. */

(() => {
  const WAIT = 300; // milliseconds without a key before asking
  const address = document.querySelector("meta[name=desk-understood]")?.content;
  const timers = new WeakMap();
  if (!address) return;

  function place(field) {
    const next = field.nextElementSibling;
    if (next?.classList.contains("echo")) return next;
    const echo = document.createElement("div");
    echo.className = "echo";
    echo.setAttribute("role", "status");
    field.after(echo);
    return echo;
  }

  function parts(field) { // the row, and the name within it
    const at = field.name.lastIndexOf("-") + 1;
    return [field.name.slice(0, at), field.name.slice(at)];
  }

  const beside = field => (field.dataset.echoBeside ?? "").split(" ").filter(Boolean);

  const deciding = new Set(); // names within a row of fields that decide what is understood by words beside them

  function learn(part) {
    for (const field of part.querySelectorAll("[data-echo-beside]")) for (const name of beside(field)) deciding.add(name);
  }

  // Saving reads an amount only from words that are new.
  const isReadAlready = field => field.dataset.echo !== "words" && field.dataset.echoBeside && field.value === field.defaultValue;

  function question(field) {
    const others = beside(field).map(name => [name, field.form.elements[parts(field)[0] + name]?.value?.trim() ?? ""]);
    return `${new URLSearchParams([["kind", field.dataset.echo], ["text", field.value.trim()], ["was", field.defaultValue.trim()], ...others])}`;
  }

  async function ask(field) {
    const echo = place(field);
    if (!field.value.trim() || isReadAlready(field)) { echo.textContent = ""; return; }
    const asked = question(field);
    try {
      const answer = await fetch(`${address}?${asked}`);
      if (answer.ok && !answer.redirected && question(field) === asked) echo.textContent = (await answer.json()).text;
    } catch {
      echo.textContent = ""; // offline: saving says what was understood
    }
  }

  function soon(field) {
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(ask, WAIT, field));
  }

  function changed(event) {
    const field = event.target;
    if (field.dataset?.echo) { soon(field); return; }
    if (!field.name || !field.form) return;
    const [row, name] = parts(field);
    if (!deciding.has(name)) return;
    for (const words of (field.closest(".row") ?? field.form).querySelectorAll(`[data-echo-beside~="${CSS.escape(name)}"]`)) {
      if (parts(words)[0] === row && !isReadAlready(words)) soon(words);
    }
  }

  learn(document);
  document.addEventListener("desk:added", event => learn(event.target));
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
})();
