"use strict";

/* Who is logged in, told by every page of the desk to the other tabs of the browser. A page whose editor is not logged in any more
   says so at once and sends nothing: what stands in it would be lost. When the same person has logged in again, it goes on. */

window.deskSession = (() => {
  const { among, draftsOf, forgetAllOf, tired } = window.deskKept;
  const WHO = "desk:who"; // who is logged in, or has logged out, and since when
  const LEFT = "left:"; // begins what is said of whoever has logged out
  const user = document.querySelector("meta[name=desk-user]")?.content ?? "";
  let ended = ""; // how it came that one is not logged in any more: by logging out ("left"), or another logged in ("other")
  let leaving = false; // whether one logs out in this tab

  /* The moment makes each saying a new one: the other tabs are told of every log-in, also of the same person. */
  function say(who) { try { localStorage.setItem(WHO, `${who} ${Date.now()}`); } catch { /* nothing is kept here */ } }

  function said() { try { return localStorage.getItem(WHO); } catch { return null; } }

  const whoIn = words => (words ?? "").split(" ")[0];

  /* Says what has happened, where one looks and to whoever listens. */
  function tell(what) {
    document.getElementById("desk-session")?.replaceChildren(document.getElementById(`desk-session-${what}`).content.cloneNode(true));
  }

  function stop(who) {
    const how = who.startsWith(LEFT) ? "left" : "other";
    if (how !== ended) tell(how);
    ended = how;
  }

  /* A log-in brings a token of its own, without which nothing that is sent is taken. */
  function goOn() {
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
    if (token) for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    if (!ended) return;
    ended = "";
    tell("again");
    dispatchEvent(new Event("desk:again"));
  }

  function learn(words) {
    const who = whoIn(words);
    if (!user || !who || leaving) return;
    if (who === user) goOn(); else stop(who);
  }

  /* Logging out waits until what is one's own is forgotten, but not for ever: the page after it forgets again. */
  function logOut(event) {
    event.preventDefault();
    if (!ended) say(LEFT + user); // else it was said, or another is logged in
    leaving = true;
    const leave = () => event.target.submit();
    Promise.race([forgetAllOf(user), tired()]).then(leave, leave);
  }

  /* What is sent by whoever is not logged in is lost: it stays in the page. */
  function holdBack(event) {
    if (event.target.method !== "post" || event.target.id === "logout-form") return;
    if (whoIn(said()) !== user) learn(said()); // if the page slept when it was said
    if (!ended) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.querySelector("#desk-session a")?.focus();
  }

  /* A page that asks to log in promises only what is kept, for whoever was logged in last, of the page to which it leads. */
  async function promise(line) {
    const who = whoIn(said());
    if (!who || who.startsWith(LEFT)) return;
    const path = new URL(new URLSearchParams(location.search).get("next") ?? "", location.href).pathname;
    line.hidden = !await among("readonly", drafts => drafts.count(draftsOf(who, path)));
  }

  if (user) say(user);
  else if (whoIn(said()).startsWith(LEFT)) forgetAllOf(whoIn(said()).slice(LEFT.length)).catch(() => { /* nothing is kept here */ });

  const line = document.getElementById("desk-kept");
  if (line) promise(line).catch(() => { /* nothing is kept here, or it leads nowhere */ });

  addEventListener("storage", event => { if (event.key === WHO) learn(event.newValue); });
  addEventListener("pageshow", event => {
    if (!event.persisted) return;
    leaving = false;
    learn(said());
  });
  document.addEventListener("submit", holdBack, true);
  document.getElementById("logout-form")?.addEventListener("submit", logOut);

  /* `keeps`: whether what is typed may be kept. `isCut`: whether it can be neither kept nor saved, because of another tab. */
  return { user, keeps: () => !ended && !leaving, isCut: () => Boolean(ended) && !leaving };
})();
