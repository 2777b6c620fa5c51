"use strict";

// A line of the checklist, of what a save refused, or of a question about somebody new, opens the sections around its field and
// puts the cursor there. Without this script the line is still a link to the place.
document.addEventListener("click", (event) => {
  const link = event.target.closest(":is(.checklist, .desk-refused, .likely-asked) a[href^='#']");
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place) {
    return;
  }
  for (let box = place; box; box = box.parentElement) {
    if (box.tagName === "DETAILS") {
      box.open = true;
    }
  }
  for (const box of place.querySelectorAll(":scope > fieldset > details, :scope > details")) {
    box.open = true;
  }
  event.preventDefault();
  history.replaceState(null, "", link.hash);
  // The field itself; for a group of rows that lacks one the button that adds it; for a row its first field.
  const seen = [...place.querySelectorAll("summary, a, textarea, select, input:not([type=hidden])")].find(one => one.checkVisibility());
  const field = place.matches("input, select, textarea") ? place : place.querySelector(":scope > .add-row") || seen || place;
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});
