"use strict";

// A line of the checklist opens the sections around its field and puts the cursor there. Without this script the line
// is still a link to the place.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".checklist a[href^='#']");
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
  const autocomplete = place.nextElementSibling?.querySelector?.(".select2-selection");
  const field = autocomplete || (place.matches("input, select, textarea") ? place : place.querySelector("summary, a, input"));
  place.scrollIntoView({ block: "center" });
  (field || place).focus({ preventScroll: true });
});
