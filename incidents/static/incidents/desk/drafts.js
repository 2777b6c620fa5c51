"use strict";

/* Nothing typed is lost: what is not saved yet is kept in this browser, for this person and this page, until it is saved, given
   up, or the person logs out. It is offered again when the page is opened the next time. */

(() => {
  const WAIT = 400; // milliseconds after the last key
  const MOST = 1500; // milliseconds after the first key, also while somebody goes on typing
  const { among, forget, keyOf, tired } = window.deskKept;
  const session = window.deskSession;
  const form = document.querySelector("input[name=desk-touched]")?.form;
  const key = keyOf(session.user, location.pathname);

  /* A page that says “saved” has arrived after the draft was sent. */
  function settle() {
    const sent = sessionStorage.getItem("desk:sent");
    sessionStorage.removeItem("desk:sent");
    if (sent && document.querySelector(".messagelist .success")) forget(sent);
  }

  try {
    settle();
  } catch { /* no storage at all */ }
  if (!form || !session.user) return;

  /* Whoever goes back to the page of a new case that is saved already, and saves again, has no second case. */
  const ONCE = `desk:once:${location.pathname}`;
  try {
    const sent = sessionStorage.getItem(ONCE);
    const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (back && sent && form.elements["desk-once"]?.value) form.elements["desk-once"].value = sent;
  } catch { /* no storage at all */ }

  const touched = new Set(JSON.parse(form.elements["desk-touched"]?.value || "[]"));
  const plain = element => element.name && !element.name.startsWith("desk-") && element.name !== "csrfmiddlewaretoken" && !["submit", "button", "file"].includes(element.type);

  function changed(element) {
    if (element.type === "checkbox") return element.checked !== element.defaultChecked;
    if (element.options) return [...element.options].some(option => option.selected !== option.defaultSelected) && !untouchedSelect(element);
    return element.value !== element.defaultValue;
  }

  /* A list of choices without a choice of its own shows its first. */
  const untouchedSelect = element => !element.multiple && ![...element.options].some(option => option.defaultSelected) && element.selectedIndex <= 0;

  function valueOf(element) {
    if (element.type === "checkbox") return element.checked;
    return element.multiple ? [...element.selectedOptions].map(option => option.value) : element.value;
  }

  const isFirst = element => element.value === (element.dataset.first ?? (element.name.endsWith("-TOTAL_FORMS") ? "0" : ""));

  /* Notes which of the fields do not hold any more what they held at first. */
  function note(elements) {
    for (const element of elements) {
      if (!plain(element)) continue;
      const counts = element.type !== "hidden" || element.closest(".choice") || element.name.endsWith("-TOTAL_FORMS");
      if (counts && (element.type === "hidden" ? !isFirst(element) : changed(element))) touched.add(element.name);
    }
  }

  const waiting = {}; // what goes into fields that the page makes only once the server has answered

  /* What is kept: the fields that were touched. Only those are looked at while somebody types. */
  function gather() {
    const fields = { ...waiting };
    for (const name of touched) {
      const element = form.elements[name];
      if (element?.name) fields[name] = valueOf(element);
    }
    return fields;
  }

  /* Where nothing can be kept (in a private window, on a full disk), the page says so and works on without. */
  function tell(kept) {
    const line = document.getElementById("desk-unkept");
    if (line) line.hidden = kept;
  }

  let timer = 0;
  let since = 0; // when the first key was pressed of what is not kept yet

  function keep() {
    clearTimeout(timer);
    timer = since = 0;
    const fields = gather();
    if (!session.keeps() || !Object.keys(fields).length) return;
    const draft = { at: Date.now(), fields, once: form.elements["desk-once"]?.value };
    among("readwrite", drafts => drafts.put(draft, key)).then(() => tell(true), () => tell(false));
  }

  /* Hidden fields have no default of their own: what they held at first is noted. */
  for (const element of form.elements) if (element.type === "hidden") element.dataset.first = element.value;

  function put(element, value) {
    if (element.type === "checkbox") element.checked = value;
    else if (element.multiple) for (const option of element.options) option.selected = value.includes(option.value);
    else {
      if (element.dataset.pointsAt) window.desk.offerRows(element);
      element.value = value;
    }
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* A draft of a case that is saved already makes no second one either. */
  function restore({ fields, once }) {
    if (once && form.elements["desk-once"]?.value) form.elements["desk-once"].value = once;
    const totals = Object.keys(fields).filter(name => name.endsWith("-TOTAL_FORMS")).sort((a, b) => a.split("-").length - b.split("-").length);
    for (const name of totals) {
      const prefix = name.slice(0, -"-TOTAL_FORMS".length);
      for (let left = 500; left && Number(form.elements[name]?.value) < Number(fields[name]); left -= 1) window.desk.addRow(prefix);
    }
    const late = [];
    for (const [name, value] of Object.entries(fields)) {
      const element = form.elements[name];
      if (!element && name.startsWith("different_because:")) waiting[name] = value;
      if (!element || totals.includes(name)) continue;
      if (element.dataset?.pointsAt) late.push([element, value]);
      else put(element, value);
    }
    for (const [element, value] of late) put(element, value);
    for (const hidden of form.querySelectorAll(".choice > input[type=hidden]")) hidden.parentElement.classList.toggle("made-here", hidden.value.startsWith("new:"));
    for (const group of form.querySelectorAll("details")) if (group.querySelector(":scope > .rows-here > .row:not(.saved)")) group.open = true;
    keep();
  }

  /* What was kept before is offered. On a page that came back with errors it stands already: its fields are touched. */
  function offer(before) {
    const banner = document.getElementById("desk-draft");
    if (before && document.querySelector(".errornote")) {
      for (const name of Object.keys(before.fields)) touched.add(name);
    } else if (before && banner) {
      banner.querySelector(".when").textContent = new Date(before.at).toLocaleString();
      banner.hidden = false;
      banner.addEventListener("click", event => {
        const what = event.target.closest("button")?.value;
        if (what === "restore") restore(before);
        if (what === "discard") forget(key);
        if (what) banner.hidden = true;
      });
    }
  }

  let looked = false;
  const reading = among("readonly", drafts => drafts.get(key)).then(before => { offer(before); tell(true); });
  const looking = Promise.race([reading, tired()]).catch(() => tell(false)).finally(() => { looked = true; });

  function soon() {
    since ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(keep, Math.min(WAIT, since + MOST - Date.now()));
  }

  for (const name of ["input", "change"]) form.addEventListener(name, event => {
    if (plain(event.target)) touched.add(event.target.name);
    soon();
  });
  form.addEventListener("desk:added", event => {
    note([form.elements[`${event.detail.prefix}-TOTAL_FORMS`], ...event.target.querySelectorAll("input, select, textarea")]);
    soon();
  });
  form.addEventListener("desk:asked", ({ target }) => {
    for (const element of target.querySelectorAll("input")) {
      if (!(element.name in waiting)) continue;
      const value = waiting[element.name];
      delete waiting[element.name];
      put(element, value);
    }
  });
  addEventListener("pagehide", () => { if (timer) keep(); });
  document.addEventListener("visibilitychange", () => { if (timer) keep(); });
  addEventListener("desk:again", keep);
  addEventListener("beforeunload", event => { if (session.isCut() && touched.size) event.preventDefault(); });

  let sentFirst = ""; // all that this page sent at first; the page stays until the answer is there
  let sentOnlyThat = true;

  /* Says with a new case, which is made once only, whether it is the same that was sent before: a second click, or a change. */
  function compare() {
    const again = form.elements["desk-again"];
    if (!again) return;
    const now = JSON.stringify([...form.elements].filter(plain).map(element => [element.name, valueOf(element)]));
    sentOnlyThat &&= now === (sentFirst || now);
    again.value = sentFirst && sentOnlyThat ? "same" : "changed";
    sentFirst ||= now;
  }

  form.addEventListener("submit", event => {
    if (!looked && document.querySelector(".errornote")) { // what was touched before is not known yet
      event.preventDefault();
      looking.then(() => form.requestSubmit(event.submitter));
      return;
    }
    note(form.elements); // also what the browser itself has filled in
    keep();
    compare();
    if (form.elements["desk-touched"]) form.elements["desk-touched"].value = JSON.stringify([...touched]);
    try {
      sessionStorage.setItem("desk:sent", key);
      sessionStorage.setItem(ONCE, form.elements["desk-once"]?.value ?? "");
    } catch { /* it will be offered again */ }
  });
})();
