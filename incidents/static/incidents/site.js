"use strict";

/* A text field that names things (data-suggest="/suggest/regions/") suggests them while one types: the combobox
   pattern of ARIA. Without this script the field takes codes and names as they are typed. */

const WAIT = 180; // milliseconds without a key before asking
let numbered = 0;

function suggestible(input) {
  const list = document.createElement("ul");
  let timer = 0;
  let asked = 0;
  let found = [];
  let active = -1;

  list.id = `suggestions-${++numbered}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    list.replaceChildren();
    found = [];
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    if (found[index].url) return location.assign(found[index].url); // the box over everything leads there
    input.value = found[index].code;
    let hint = input.parentElement.querySelector(".hint");
    if (!hint) {
      hint = document.createElement("span");
      hint.className = "hint";
      input.parentElement.append(hint);
    }
    hint.textContent = found[index].label;
    close();
    grow(input);
  }

  function mark(index) {
    active = index;
    for (const [position, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(position === index));
      if (position === index) option.scrollIntoView({ block: "nearest" });
    }
    input.setAttribute("aria-activedescendant", list.children[index].id);
  }

  function show(results) {
    close();
    if (!results.length || document.activeElement !== input) return;
    found = results;
    list.replaceChildren(...results.map((result, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = result.label;
      if (result.detail) {
        const detail = document.createElement("small");
        detail.textContent = result.detail;
        option.append(" ", detail);
      }
      option.addEventListener("mousedown", event => { event.preventDefault(); choose(index); });
      return option;
    }));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  async function ask() {
    const mine = ++asked;
    const text = input.value.trim();
    if (text.length < 2) return close();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`);
      const { results } = answer.ok ? await answer.json() : { results: [] };
      if (mine === asked) show(results);
    } catch {
      close(); // offline: the field works without suggestions
    }
  }

  input.addEventListener("input", () => {
    input.parentElement.querySelector(".hint")?.remove();
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", event => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark((active + step + (active < 0 && step < 0 ? 1 : 0) + found.length) % found.length);
    else if (event.key === "Enter" && active >= 0) choose(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}

/* As soon as the last field of several is filled, there is one more. */
function grow(input) {
  const group = input.closest("[data-many]");
  const fields = group ? [...group.querySelectorAll("input[data-suggest]")] : [];
  if (!fields.length || fields.some(field => !field.value)) return;
  const more = document.createElement("div");
  const field = document.createElement("input");
  more.className = "combo";
  for (const { name, value } of input.attributes) {
    if (["type", "name", "data-suggest", "maxlength", "autocomplete", "aria-label", "aria-describedby"].includes(name)) field.setAttribute(name, value);
  }
  more.append(field);
  fields.at(-1).parentElement.after(more);
  suggestible(field);
}

/* A form sent as an address carries only what was filled in. */
function lean(form) {
  form.addEventListener("submit", () => {
    const empty = [...form.elements].filter(element => element.name && !element.value && !element.disabled);
    for (const element of empty) element.disabled = true;
    setTimeout(() => { for (const element of empty) element.disabled = false; }, 0);
  });
}

document.querySelectorAll("input[data-suggest]").forEach(suggestible);
document.querySelectorAll("form[method=get]").forEach(lean);
