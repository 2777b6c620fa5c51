"use strict";

/* Fields that choose a row of the record: the combobox pattern of ARIA. The list holds what stands on this page already, what
   the desk finds, and offers to add what nobody has yet; that is then made when the page is saved. */

(() => {
  const WAIT = 150; // milliseconds without a key before asking
  const LONGEST = 200; // characters by which something is looked for: an address has its limits, and no name is longer
  const address = document.querySelector("meta[name=desk-autocomplete]")?.content;
  const offers = new Map([...document.querySelectorAll("#desk-offers [data-kind]")].map(item => [item.dataset.kind, item.textContent]));
  const PARTIES = new Set(["party", "organization"]);
  const OF_ORGANIZATIONS = new Set(["organization", "body"]);
  const states = new WeakMap();
  let numbered = 0;

  const columnOf = choice => choice.dataset.column.split(".").at(-1);
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /* Whether a field may take what another field of the page holds. */
  function fits(choice, other, value) {
    const wanted = choice.dataset.of;
    if (!PARTIES.has(wanted)) return wanted !== "partyname" && columnOf(choice) === columnOf(other) && other.dataset.of === wanted;
    const kind = value.startsWith("new:") ? value.split(":")[1] : "";
    return wanted === "party" ? PARTIES.has(other.dataset.of) : other.dataset.of === "organization" || OF_ORGANIZATIONS.has(kind);
  }

  /* What other fields of the page hold already: value → words; first what begins with the text. */
  function onThisPage(choice, text) {
    const wanted = plain(text);
    const found = new Map();
    for (const other of document.querySelectorAll(".choice")) {
      const [hidden, input] = other.children;
      if (other !== choice && hidden.value && fits(choice, other, hidden.value) && plain(input.value).includes(wanted)) found.set(hidden.value, input.value);
    }
    return new Map([...found].sort(([, a], [, b]) => plain(b).startsWith(wanted) - plain(a).startsWith(wanted)));
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

  function wait(state, waiting) {
    state.waiting = waiting;
    state.input.setAttribute("aria-busy", String(waiting));
  }

  function close(state) {
    clearTimeout(state.timer);
    state.asked += 1;
    wait(state, false);
    state.take = false;
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

  /* Shows the list; what is not what somebody typed has to be chosen by hand. */
  function show(state, found, meant) {
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
    if (found.length && meant) mark(state, 0);
  }

  /* Before anything is typed, a region is looked for by the name of its place. */
  function proposal(state) {
    const { like } = state.choice.dataset;
    return (like && document.getElementById(state.hidden.id.replace(/[^-]+$/, like))?.value.trim()) || "";
  }

  async function results(choice, text) {
    const [app_label, model_name, field_name] = choice.dataset.column.split(".");
    const query = new URLSearchParams({ term: [...text].slice(0, LONGEST).join(""), app_label, model_name, field_name });
    try {
      const answer = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
      return answer.ok && !answer.redirected ? (await answer.json()).results : [];
    } catch {
      return []; // offline: what stands on the page, and the offers, still work
    }
  }

  async function ask(state) {
    const typed = state.input.value.trim();
    const text = typed || proposal(state);
    const mine = ++state.asked;
    wait(state, true);
    const found = [...onThisPage(state.choice, typed)].map(([value, words]) => ({ value, words, note: "", known: true }));
    if (text) {
      const answered = (await results(state.choice, text)).map(({ id, text: words, note }) => ({ value: id, words, note: note ?? "", known: true }));
      if (typed) found.push(...answered);
      else found.unshift(...answered); // what the name of the place means is likelier than what other places have
      for (const kind of state.choice.dataset.makes.split(" ").filter(kind => kind && typed.length > 1)) {
        found.push({ value: `new:${kind}:${typed}`, words: typed, note: offers.get(kind) });
      }
    }
    const left = document.activeElement !== state.input;
    if (mine !== state.asked || (left && !state.take)) return;
    wait(state, false);
    const single = found.filter(({ value }, index) => found.findIndex(other => other.value === value) === index);
    if (left) return leave(state, single.filter(({ words, known }) => known && plain(words) === plain(typed)));
    show(state, single, typed);
    if (state.take && state.found.length) take(state, 0);
    state.take = false;
  }

  /* Whoever went on before the list was there has chosen what is called exactly so, if one is. */
  function leave(state, exact) {
    close(state);
    if (exact.length === 1) set(state, exact[0].value, exact[0].words);
  }

  function later(state) {
    clearTimeout(state.timer);
    wait(state, true);
    state.timer = setTimeout(ask, WAIT, state);
  }

  /* Going on takes what is marked, if it is known; somebody new is added only on purpose. */
  function pass(state) {
    if (state.active >= 0 && state.found[state.active].known) take(state, state.active);
    else state.take = state.waiting && Boolean(state.input.value.trim());
  }

  function isChoice(element) {
    return element.matches?.(".choice > [role=combobox]");
  }

  document.addEventListener("input", event => {
    if (!isChoice(event.target)) return;
    const state = stateOf(event.target);
    if (state.hidden.value) set(state, "", event.target.value);
    later(state);
  });

  document.addEventListener("focusin", event => {
    if (isChoice(event.target) && !event.target.value) later(stateOf(event.target));
  });

  document.addEventListener("focusout", event => {
    if (isChoice(event.target) && states.has(event.target) && !stateOf(event.target).take) close(stateOf(event.target));
  });

  document.addEventListener("keydown", event => {
    if (!isChoice(event.target)) return;
    const state = stateOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Tab") return pass(state);
    if (step && state.list.hidden) ask(state);
    else if (step) mark(state, (Math.max(state.active, step < 0 ? 0 : -1) + step + state.found.length) % state.found.length);
    else if (event.key === "Enter" && state.active >= 0) take(state, state.active);
    else if (event.key === "Enter") state.take = state.waiting;
    else if (event.key === "Escape" && !state.list.hidden) close(state);
    else return;
    event.preventDefault();
  });

  /* Sets a field from outside, as when a draft is restored. */
  window.desk.choose = (input, value, words) => set(stateOf(input), value, words);
})();
