"use strict";

/* Rows of a case: adding them from the pattern of their kind, taking them away, moving them, and choosing among rows that
   stand on the page and are not saved yet. Every row keeps its number until the page is saved, so that others can point at it. */

window.desk = (() => {
  const patterns = new Map(); // "allegations-empty-speech" → the HTML of a new row

  /* Where a row stands among its kind is said with the mouse or by moving it: nobody has to pass by its number with Tab. */
  const passBy = root => { for (const order of root.querySelectorAll("input[type=number][name$=-position]")) order.tabIndex = -1; };

  function collect(root) {
    for (const template of [...root.querySelectorAll("template[data-pattern]")]) {
      collect(template.content);
      passBy(template.content);
      patterns.set(template.dataset.pattern, template.innerHTML);
      template.remove();
    }
  }

  const kindOf = prefix => prefix.replace(/-\d+(?=-)/g, "-empty");

  function tell(element, name, detail = {}) {
    element.dispatchEvent(new CustomEvent(`desk:${name}`, { bubbles: true, detail }));
  }

  /* Adds a row to a group ("allegations-3-speech"), with the rows with which it begins, and gives it back. */
  function addRow(prefix) {
    const group = document.getElementById(`${prefix}-group`);
    const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
    const kind = kindOf(prefix);
    const html = patterns.get(kind);
    if (!group || !html) return null;
    const name = `${prefix}-${total.value}`;
    const holder = document.createElement("template");
    holder.innerHTML = html.replaceAll(`${kind}-__prefix__`, name).replaceAll(`${kind}-empty`, name);
    const row = holder.content.firstElementChild;
    group.querySelector(".rows-here").append(row);
    total.value = Number(total.value) + 1;
    const folded = group.querySelector("details");
    if (folded && folded.parentElement === group) folded.open = true;
    propose(row, prefix);
    tell(row, "added", { prefix });
    for (const below of row.querySelectorAll(":scope > [data-starts]")) {
      for (let left = below.dataset.starts; left; left -= 1) addRow(below.dataset.rows);
    }
    return row;
  }

  const field = (row, name) => document.getElementById(`id_${row.id}-${name}`);

  /* What a new row of a kind starts with. */
  const PROPOSALS = { citations, speech, measurements };

  function propose(row, prefix) {
    const rows = [...row.parentElement.children].filter(other => !other.classList.contains("going"));
    PROPOSALS[prefix.split("-").at(-1)]?.(row, rows);
  }

  /* A new citation proposes the source that was cited last, else the last one of the case. */
  let cited = "";

  function citations(row) {
    const select = field(row, "reading");
    offerRows(select);
    const values = [...select.options].map(option => option.value).filter(Boolean);
    select.value = values.includes(cited) ? cited : values.at(-1) ?? "";
  }

  /* Whoever is added next has relayed it next. */
  function speech(row, rows) {
    const before = rows.at(-2);
    if (before) field(row, "step").value = Number(field(before, "step").value) + 1;
  }

  /* The first measurement is the one that counts. */
  function measurements(row, rows) {
    field(row, "is_preferred").checked = rows.length === 1;
  }

  function set(element, value) {
    element.value = value;
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function said(row, fields = "") {
    const elements = fields.split(" ").filter(Boolean).map(name => field(row, `${name}_text`) || field(row, name));
    return elements.map(element => element?.value.trim()).filter(Boolean);
  }

  /* What a row that is not saved yet is called: the first of its telling fields that says something, and what tells it from
     others of that name. */
  const nameOf = (row, dataset) => wholeName(row, dataset).slice(0, 100);

  function wholeName(row, { called, calledWith }) {
    const name = said(row, called).slice(0, 1);
    return [...name, ...said(row, calledWith).filter(words => !name.includes(words))].slice(0, 3).join(", ");
  }

  /* Offers the rows of the page that are not saved yet wherever one points at a row of the case. */
  function offerRows(select) {
    const chosen = select.value;
    const known = new Map([...select.options].filter(option => option.value.startsWith("row:")).map(option => [option.value, option]));
    for (const [value, option] of known) if (value !== chosen) option.remove();
    for (const group of document.querySelectorAll(`[data-holds="${select.dataset.pointsAt}"]`)) {
      const here = group.querySelector(".rows-here");
      for (const row of here.querySelectorAll(":scope > .row:not(.saved, .going)")) {
        const value = `row:${row.id}`;
        const name = nameOf(row, group.dataset);
        const option = value === chosen ? known.get(value) : new Option("", value);
        if (!option || (!name && value !== chosen) || select.id.startsWith(`id_${row.id}-`)) continue;
        option.textContent = name || option.textContent;
        select.append(option); // in the order of the page
      }
    }
    select.value = chosen;
  }

  /* Cites the source proposed for every fact that says something and has no citation yet. */
  const CITED = /^(?:(?:dates|places|involvements|memberships|relationships|allegations|proceedings-\d+-steps|seizures|routes|casualties|rates)-\d+-)?citations$/;

  function citeTheRest() {
    let made = 0;
    for (const group of document.querySelectorAll(".rows[data-rows$=citations]")) {
      const { rows } = group.dataset;
      const here = group.querySelector(":scope > .rows-here") ?? group.querySelector(".rows-here");
      const says = CITED.test(rows) && !here.children.length && !group.closest(".row.going") && saysSomething(group.closest(".row") ?? document.querySelector(".field-summary"));
      if (says && addRow(rows)) made += 1;
    }
    return made;
  }

  const WRITTEN = "textarea, input[type=text], input[type=url]";
  const fieldsOf = (row, kinds) => [...row.querySelectorAll(kinds)].filter(element => (element.closest(".row") ?? row) === row);
  const saysSomething = row => fieldsOf(row, WRITTEN).some(element => element.value.trim());

  /* Where one begins to type: the first field that takes words or a number, so that no letter changes what a list proposes. */
  function firstField(row) {
    const fields = fieldsOf(row, `${WRITTEN}, input[type=number], select`).filter(element => !element.name.endsWith("-position"));
    return fields.find(element => !element.options) ?? fields[0];
  }

  /* A mark that only one row of a group may have goes from the others as soon as one gets it. */
  function markAlone(row, mark) {
    for (const other of row.parentElement.children) {
      const box = other !== row && field(other, mark);
      if (!box?.checked) continue;
      box.checked = false;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function follow(row, going) {
    row.classList.toggle("going", going);
  }

  document.addEventListener("click", event => {
    const button = event.target.closest(".add-row");
    if (!button) return;
    if (button.id === "desk-cite-rest") {
      document.getElementById("desk-cited").textContent = `+${citeTheRest()}`;
      return;
    }
    if (begin(button.closest(".rows").dataset.rows)) event.preventDefault();
  });

  /* Adds a row and goes to its first field. */
  function begin(prefix) {
    const row = addRow(prefix);
    if (row) firstField(row)?.focus();
    return row;
  }

  const isLast = (element, row) =>
    fieldsOf(row, `${WRITTEN}, input[type=number], select`).filter(other => other.checkVisibility() && !other.name.endsWith("-position")).at(-1) === element;

  /* Whether Enter in a field that chooses takes something from its list: words stand there, or one went to an entry. */
  const isChoosing = input => !input.previousElementSibling.value && (input.value.trim() || input.hasAttribute("aria-activedescendant"));

  /* Ctrl and Enter, or Enter in the last field of a row, begin the next row of its kind; Enter in a field never saves the page. */
  document.addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
    if (event.target.matches("textarea[data-one-line]")) event.preventDefault();
    if (!event.target.form?.querySelector(".rows")) return;
    const row = event.target.closest(".row");
    const next = row && (event.ctrlKey || event.metaKey);
    const open = event.target.role === "combobox" && isChoosing(event.target);
    if (!next && (open || !event.target.matches("input:not([type=submit]), select, textarea[data-one-line]"))) return;
    event.preventDefault();
    if (next || (row && isLast(event.target, row))) begin(row.closest(".rows").dataset.rows);
  });

  /* The heading of a row that is not saved yet says by what one knows it; where there is no room for all, its title does. */
  function head(row) {
    const heading = row.querySelector(":scope > h3 > .row-name");
    heading.dataset.empty ??= heading.textContent;
    const words = wholeName(row, row.closest(".rows").dataset) || fieldsOf(row, WRITTEN).map(element => element.value.trim()).find(Boolean);
    heading.textContent = words?.slice(0, 100) || heading.dataset.empty;
    heading.title = words || heading.dataset.empty;
  }

  /* Alt, Shift and an arrow move the row in which one is up or down among those of its group, which are numbered anew. */
  const STEPS = { ArrowUp: -1, ArrowDown: 1 };

  function move(row, step, focused) {
    const rows = [...row.parentElement.children];
    const other = rows[rows.indexOf(row) + step];
    if (!other || !field(row, "position")) return;
    if (step < 0) other.before(row); else other.after(row);
    for (const [place, one] of [...row.parentElement.children].entries()) set(field(one, "position"), place);
    focused.focus();
    document.getElementById("desk-moved").textContent = `${[...row.parentElement.children].indexOf(row) + 1}/${rows.length}`;
  }

  document.addEventListener("keydown", event => {
    const step = event.altKey && event.shiftKey && STEPS[event.key];
    const row = step && event.target.closest(".row");
    if (!row) return;
    event.preventDefault();
    event.stopPropagation();
    move(row, step, event.target);
  }, true);

  document.addEventListener("change", event => {
    const { name, checked, value } = event.target;
    const row = event.target.closest(".row:not(.saved)");
    if (row) head(row);
    if (name?.endsWith("-reading") && value) cited = value;
    const one = checked && event.target.closest(".row");
    const mark = one && one.closest(".rows").dataset.exclusive;
    if (mark && name === `${one.id}-${mark}`) markAlone(one, mark);
    if (name?.endsWith("-DELETE")) follow(event.target.closest(".row"), checked);
  });

  document.addEventListener("focusin", event => {
    if (event.target.matches("select[data-points-at]")) offerRows(event.target);
  });

  collect(document);
  passBy(document);
  return { addRow, offerRows, nameOf, tell };
})();
