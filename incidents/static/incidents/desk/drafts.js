"use strict";

/* Nothing typed is lost: what is not saved yet is kept in this browser, for this person and this page, until it is saved, given
   up, or the person logs out. It is offered again when the page is opened the next time. Each opening of a page has a draft of its
   own: whoever has a case open in two tabs loses nothing in the one by saving in the other. */

(() => {
  const WAIT = 400; // milliseconds after the last key
  const MOST = 1500; // milliseconds after the first key, also while somebody goes on typing
  const { among, draftsOf, forget, keyOf, tired } = window.deskKept;
  const { movedTo, numbersOf, placesOf } = window.deskPlaces;
  const session = window.deskSession;
  const form = document.querySelector("input[name=desk-touched]")?.form;
  const refused = Boolean(document.querySelector(".errornote")); // the page came back, with all that was typed
  const OWN = "desk:own"; // the draft of the page that this tab has sent last

  /* A page that came back goes on with the draft of the page that was sent. */
  function ownKey() {
    const path = keyOf(session.user, location.pathname);
    try {
      const sent = refused && sessionStorage.getItem(OWN);
      if (sent && sent.startsWith(`${path}#`)) return sent;
    } catch { /* no storage at all */ }
    return `${path}#${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  }

  const key = ownKey();

  /* A page that says “saved” has arrived after the draft was sent. */
  function settle() {
    const sent = sessionStorage.getItem("desk:sent");
    sessionStorage.removeItem("desk:sent");
    if (sent && !refused && document.querySelector(".messagelist .success")) forget(sent);
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
  const homeless = []; // words of rows that are not there any more

  /* What is kept: the fields that were touched, and the words beside a choice. Only those are looked at while somebody types. */
  function gather() {
    const fields = { ...waiting };
    for (const name of touched) {
      const element = form.elements[name];
      if (!element?.name) continue;
      fields[name] = valueOf(element);
      const words = element.nextElementSibling;
      if (element.type === "hidden" && words?.role === "combobox") fields[words.name] = words.value;
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
  let taken = ""; // the draft that was brought back here, until it is kept as the one of this page

  /* With the fields goes what tells later what they were typed into: the state of the case that the page showed, and its rows. */
  function keep() {
    clearTimeout(timer);
    timer = since = 0;
    const fields = gather();
    if (!session.keeps() || !(Object.keys(fields).length || homeless.length)) return;
    const { "desk-once": once, "desk-opened": opened } = form.elements;
    const numbers = numbersOf(form, Object.keys(fields));
    const draft = { at: Date.now(), key, fields, numbers, homeless, once: once?.value, opened: opened?.value };
    const before = taken;
    among("readwrite", drafts => {
      if (before) drafts.delete(before);
      return drafts.put(draft, key);
    }).then(() => {
      if (taken === before) taken = "";
      tell(true);
    }, () => tell(false));
  }

  /* Hidden fields have no default of their own: what they held at first is noted. */
  for (const element of form.elements) if (element.type === "hidden") element.dataset.first = element.value;

  function put(element, value) {
    if (element.type === "checkbox") element.checked = value;
    else if (element.multiple) for (const option of element.options) option.selected = value.includes(option.value);
    else {
      if (element.dataset.pointsAt) window.desk.offerRows(element);
      if (element.options && ![...element.options].some(option => option.value === value)) return; // what it pointed at is gone
      element.value = value;
    }
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* What was typed into a row that is gone is shown, to be copied from, and kept on. */
  function showHomeless() {
    const box = document.getElementById("desk-homeless");
    if (!box || !homeless.length) return;
    box.querySelector("ul").replaceChildren(...homeless.map(words => Object.assign(document.createElement("li"), { textContent: words })));
    box.hidden = false;
  }

  const says = (name, value, fields) =>
    typeof value === "string" && value.trim() && !value.startsWith("row:") && !name.endsWith("-position") && !(`${name}-words` in fields);

  /* A draft of a case that is saved already makes no second one either, and one of a case that somebody else has saved since is
     compared with what they saved. */
  function restore({ key: from, fields, numbers = {}, homeless: before = [], once, opened }) {
    if (once && form.elements["desk-once"]?.value) form.elements["desk-once"].value = once;
    if (opened && form.elements["desk-opened"]) form.elements["desk-opened"].value = opened;
    const placeOf = placesOf(form, Object.keys(fields), numbers);
    const late = [];
    homeless.push(...before);
    for (const [name, value] of Object.entries(fields)) {
      if (name.endsWith("-TOTAL_FORMS")) continue;
      const element = form.elements[movedTo(name, placeOf)];
      if (!element && name.startsWith("different_because:")) waiting[name] = value;
      else if (!element && says(name, value, fields)) homeless.push(value);
      else if (element?.dataset?.pointsAt) late.push([element, value.startsWith("row:") ? `row:${placeOf(value.slice("row:".length))}` : value]);
      else if (element) put(element, value);
    }
    for (const [element, value] of late) put(element, value);
    for (const hidden of form.querySelectorAll(".choice > input[type=hidden]")) hidden.parentElement.classList.toggle("made-here", hidden.value.startsWith("new:"));
    for (const group of form.querySelectorAll("details")) if (group.querySelector(":scope > .rows-here > .row:not(.saved)")) group.open = true;
    showHomeless();
    taken = from;
    keep();
  }

  /* What was kept before is offered, the newest first. On a page that came back with errors it stands already: its fields are
     touched. */
  function offer(found) {
    if (refused) {
      const own = found.find(draft => draft.key === key);
      for (const name of Object.keys(own?.fields ?? {})) touched.add(name);
      homeless.push(...(own?.homeless ?? []));
      showHomeless();
      return;
    }
    const pattern = document.getElementById("desk-draft");
    if (!pattern) return;
    const banners = [];
    for (const draft of found.sort((one, other) => one.at - other.at)) {
      const banner = pattern.content.firstElementChild.cloneNode(true);
      banner.querySelector(".when").textContent = [new Date(draft.at).toLocaleString(), draft.fields.title].filter(Boolean).join(", ");
      banner.addEventListener("click", event => {
        const what = event.target.closest("button")?.value;
        if (what === "restore") restore(draft);
        if (what === "discard") forget(draft.key);
        if (what) for (const gone of what === "restore" ? banners : [banner]) gone.remove();
      });
      banners.push(banner);
      pattern.after(banner);
    }
  }

  let looked = false;
  const reading = among("readonly", drafts => drafts.getAll(draftsOf(session.user, location.pathname))).then(found => { offer(found); tell(true); });
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
    if (!looked && refused) { // what was touched before is not known yet
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
      sessionStorage.setItem(OWN, key);
      sessionStorage.setItem(ONCE, form.elements["desk-once"]?.value ?? "");
    } catch { /* it will be offered again */ }
  });
})();
