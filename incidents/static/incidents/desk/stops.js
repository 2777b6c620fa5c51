"use strict";

/* The stops of a route: what nobody says of a stop follows from its place among those that are filled in. The first is where
   the route starts, the last where it ends. The list of choices shows it as proposed; the server decides by the same rule. */

(() => {
  const field = (row, name) => document.getElementById(`id_${row.id}-${name}`);
  const saysSomething = row => [...row.querySelectorAll("textarea, input[type=text]")].some(element => element.value.trim());
  const order = row => field(row, "position").value === "" ? Infinity : Number(field(row, "position").value);
  const roleOf = row => field(row, "role").value;

  /* What a stop is by its place; a row that is still empty, what it would be. */
  function byPlace(row, rows, filled) {
    const before = filled.some(other => rows.indexOf(other) < rows.indexOf(row));
    const after = filled.some(other => rows.indexOf(other) > rows.indexOf(row));
    if (!before && (after || filled.includes(row) || row === rows[0])) return "from";
    return after ? "via" : "to";
  }

  /* A saved start or end is on the way as soon as a new stop has its place, and what it was when that is empty again. */
  function giveWay(row, first, last) {
    const role = field(row, "role");
    const own = role.querySelector("option[selected]")?.value;
    const ousted = (own === "to" && last !== row && roleOf(last) === "") || (own === "from" && first !== row && roleOf(first) === "");
    if (ousted && role.value === own) {
      role.dataset.gaveWay = "yes";
      set(role, "via");
    } else if (!ousted && role.dataset.gaveWay && role.value === "via") {
      delete role.dataset.gaveWay;
      set(role, own);
    }
  }

  function set(element, value) {
    element.value = value;
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Where a case is only read, its stops have no fields, and nothing is proposed. */
  function propose(group) {
    const standing = [...group.querySelector(".rows-here").children].filter(row => field(row, "role") && !row.classList.contains("going"));
    const rows = standing.sort((a, b) => (order(a) > order(b)) - (order(a) < order(b)));
    const filled = rows.filter(row => row.classList.contains("saved") || saysSomething(row));
    for (const row of rows) {
      const role = field(row, "role");
      const proposed = role.querySelector(`option[value=${byPlace(row, rows, filled)}]`).textContent;
      role.querySelector("option[value='']").textContent = role.dataset.proposed.replace("{}", proposed);
    }
    for (const row of filled.filter(row => row.classList.contains("saved"))) giveWay(row, filled[0], filled.at(-1));
  }

  for (const name of ["input", "change", "desk:added"]) {
    document.addEventListener(name, event => {
      const group = event.target.closest(".rows[data-rows$='-stops']");
      if (group) propose(group);
    });
  }

  for (const group of document.querySelectorAll(".rows[data-rows$='-stops']")) propose(group);
})();
