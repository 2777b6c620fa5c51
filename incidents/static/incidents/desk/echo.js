"use strict";

/* Beside a date or an amount in words stands, while one types, what the desk understands by it. */

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

  async function ask(field) {
    const text = field.value.trim();
    const echo = place(field);
    if (!text) { echo.textContent = ""; return; }
    try {
      const answer = await fetch(`${address}?${new URLSearchParams({ kind: field.dataset.echo, text })}`);
      if (answer.ok && !answer.redirected && field.value.trim() === text) echo.textContent = (await answer.json()).text;
    } catch {
      echo.textContent = ""; // offline: saving says what was understood
    }
  }

  document.addEventListener("input", event => {
    const field = event.target;
    if (!field.dataset?.echo) return;
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(ask, WAIT, field));
  });
})();
