"use strict";

/* Fields that choose a row of the record: the combobox pattern of ARIA. The list holds what stands on this page already, what
   the desk finds, and offers to add what nobody has yet; that is then made when the page is saved. */

(() => {
  const WAIT = 150; // milliseconds without a key before asking
  const address = document.querySelector("meta[name=desk-autocomplete]")?.content;
  const offers = new Map([...document.querySelectorAll("#desk-offers [data-kind]")].map(item => [item.dataset.kind, item.textContent]));
  const OF_ORGANIZATIONS = new Set(["organization", "body"]);
  const states = new WeakMap();
  let numbered = 0;

  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /* Parties that other fields of the page hold: value → words. */
  function onThisPage(choice, text) {
    const wanted = choice.dataset.of;
    const found = new Map();
    if (wanted !== "party" && wanted !== "organization") return found;
    for (const other of document.querySelectorAll(".choice[data-of=party], .choice[data-of=organization]")) {
      const [hidden, input] = other.children;
      const kind = hidden.value.startsWith("new:") ? hidden.value.split(":")[1] : "";
      const fits = wanted === "party" || other.dataset.of === "organization" || OF_ORGANIZATIONS.has(kind);
      if (other !== choice && hidden.value && fits && plain(input.value).includes(plain(text))) found.set(hidden.value, input.value);
    }
    return found;
  }

  function stateOf(input) {
    if (states.has(input)) return states.get(input);
    const list = document.createElement("ul");
    list.id = `choices-${++numbered}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.closest("[class^=field-]")?.querySelector("label")?.textContent ?? "");
    input.setAttribute("aria-controls", list.id);
    input.parentElement.append(list);
    const state = { input, choice: input.parentElement, hidden: input.previousElementSibling, list, found: [], active: -1, asked: 0, timer: 0, waiting: false, take: false };
    states.set(input, state);
    return state;
  }

  function close(state) {
    clearTimeout(state.timer);
    state.asked += 1;
    state.waiting = state.take = false;
    state.list.hidden = true;
    state.list.replaceChildren();
    state.found = [];
    state.active = -1;
    state.input.setAttribute("aria-expanded", "false");
    state.input.removeAttribute("aria-activedescendant");
  }

  function mark(state, index) {
    state.active = index;
    for (const [position, option] of [...state.list.children].entries()) {
      option.setAttribute("aria-selected", String(position === index));
      if (position === index) option.scrollIntoView({ block: "nearest" });
    }
    state.input.setAttribute("aria-activedescendant", state.list.children[index].id);
  }

  function take(state, index) {
    const { value, words } = state.found[index];
    close(state);
    set(state, value, words);
  }

  function set(state, value, words) {
    state.hidden.value = value;
    state.input.value = words;
    state.choice.classList.toggle("made-here", value.startsWith("new:"));
    state.hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show(state, found) {
    state.found = found;
    state.list.replaceChildren(...found.map(({ words, note }, index) => {
      const option = document.createElement("li");
      option.id = `${state.list.id}-${index}`;
      option.setAttribute("role", "option");
      option.textContent = words;
      if (note) {
        const small = document.createElement("small");
        small.textContent = note;
        option.append(" ", small);
      }
      option.addEventListener("mousedown", event => { event.preventDefault(); take(state, index); });
      return option;
    }));
    state.list.hidden = !found.length;
    state.input.setAttribute("aria-expanded", String(Boolean(found.length)));
    if (found.length) mark(state, 0);
  }

  async function results(choice, text) {
    const [app_label, model_name, field_name] = choice.dataset.column.split(".");
    const query = new URLSearchParams({ term: text, app_label, model_name, field_name });
    try {
      const answer = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
      return answer.ok && !answer.redirected ? (await answer.json()).results : [];
    } catch {
      return []; // offline: what stands on the page, and the offers, still work
    }
  }

  async function ask(state) {
    const text = state.input.value.trim();
    const mine = ++state.asked;
    state.waiting = true;
    const here = onThisPage(state.choice, text);
    const found = [...here].map(([value, words]) => ({ value, words, note: "" }));
    if (text) {
      for (const { id, text: words, note } of await results(state.choice, text)) {
        if (!here.has(id)) found.push({ value: id, words, note: note ?? "" });
      }
      for (const kind of state.choice.dataset.makes.split(" ").filter(kind => kind && text.length > 1)) {
        found.push({ value: `new:${kind}:${text}`, words: text, note: offers.get(kind) });
      }
    }
    if (mine !== state.asked || document.activeElement !== state.input) return;
    state.waiting = false;
    show(state, found.filter(({ value }, index) => found.findIndex(other => other.value === value) === index));
    if (state.take && state.found.length) take(state, 0);
    state.take = false;
  }

  function isChoice(element) {
    return element.matches?.(".choice > [role=combobox]");
  }

  document.addEventListener("input", event => {
    if (!isChoice(event.target)) return;
    const state = stateOf(event.target);
    if (state.hidden.value) set(state, "", event.target.value);
    clearTimeout(state.timer);
    state.waiting = true;
    state.timer = setTimeout(ask, WAIT, state);
  });

  document.addEventListener("focusout", event => {
    if (isChoice(event.target) && states.has(event.target)) close(stateOf(event.target));
  });

  document.addEventListener("keydown", event => {
    if (!isChoice(event.target)) return;
    const state = stateOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && state.list.hidden) ask(state);
    else if (step) mark(state, (state.active + step + state.found.length) % state.found.length);
    else if (event.key === "Enter" && state.active >= 0) take(state, state.active);
    else if (event.key === "Enter") state.take = state.waiting;
    else if (event.key === "Escape" && !state.list.hidden) close(state);
    else return;
    event.preventDefault();
  });

  /* Sets a field from outside, as when a draft is restored. */
  window.desk.choose = (input, value, words) => set(stateOf(input), value, words);
})();
