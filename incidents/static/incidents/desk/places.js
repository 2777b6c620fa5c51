"use strict";

/* Where the rows of a draft stand on a page that was opened later. Others may have added, removed or moved rows since: a row that
   was saved is known by its number in the record, never by its place on the page; one that was not is added to this page. */

window.deskPlaces = (() => {
  /* The rows in which a field stands, the outermost first: “allegations-0-speech-2-words” stands in allegations-0 and in
     allegations-0-speech-2. */
  function rowsOf(name) {
    const parts = /^(?:[a-z_]+-\d+-)*/.exec(name)[0].split("-");
    const rows = [];
    for (let end = 2; end < parts.length; end += 2) rows.push(parts.slice(0, end).join("-"));
    return rows;
  }

  const kindOf = row => row.replace(/-\d+/g, "");
  const groupOf = row => row.replace(/-\d+$/, "");
  const outerFirst = (one, other) => one.split("-").length - other.split("-").length || one.localeCompare(other, "en", { numeric: true });

  /* The numbers of the rows in which the fields stand; an empty text for a row that is not saved yet. */
  function numbersOf(form, names) {
    const numbers = {};
    for (const row of names.flatMap(rowsOf)) numbers[row] ??= form.elements[`${row}-id`]?.value ?? "";
    return numbers;
  }

  /* The saved rows of the page: kind and number → row. */
  function savedRows(form) {
    const found = new Map();
    for (const { name, value } of form.elements) {
      if (!name?.endsWith("-id") || !value) continue;
      const row = name.slice(0, -"-id".length);
      found.set(`${kindOf(row)} ${value}`, row);
    }
    return found;
  }

  /* Gives a function that says where a row of the draft stands now, having added those that were not saved; undefined where it
     is not there any more. */
  function placesOf(form, names, numbers) {
    const saved = savedRows(form);
    const begun = new Map(); // the rows with which a row begins that was added here: their group → rows that are still free
    const places = new Map();

    function added(row) {
      const above = rowsOf(row).at(-1);
      const group = above ? places.get(above) && `${places.get(above)}${groupOf(row).slice(above.length)}` : groupOf(row);
      if (!group) return undefined;
      const free = begun.get(group)?.shift();
      const made = free ? null : window.desk.addRow(group);
      for (const { id } of made?.querySelectorAll(".row") ?? []) begun.set(groupOf(id), [...(begun.get(groupOf(id)) ?? []), id]);
      return free ?? made?.id;
    }

    for (const row of [...new Set(names.flatMap(rowsOf))].sort(outerFirst)) {
      const number = numbers[row];
      places.set(row, number === "" ? added(row) : saved.get(`${kindOf(row)} ${number}`));
    }
    return row => places.get(row);
  }

  /* What a field of the draft is called where its row stands now. */
  function movedTo(name, placeOf) {
    const row = rowsOf(name).at(-1);
    const place = row && placeOf(row);
    return row ? place && `${place}${name.slice(row.length)}` : name;
  }

  return { movedTo, numbersOf, placesOf };
})();
