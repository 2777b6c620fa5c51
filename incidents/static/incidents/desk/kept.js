"use strict";

/* Where unsaved work lies in this browser, for each person and each page that they opened. It is a database of the browser whose writes are on the
   disk when they are said to be done: localStorage reaches the disk seconds later, after a crash never. */

window.deskKept = (() => {
  const PATIENCE = 8000; // milliseconds for which somebody who goes on waits for the database
  const keyOf = (who, path) => `desk:draft:${who}:${path}`;

  /* The keys of all drafts that one person has of a page: one for each time that it was opened. */
  const draftsOf = (who, path) => IDBKeyRange.bound(`${keyOf(who, path)}#`, `${keyOf(who, path)}#\uffff`);

  let opening = null;

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("desk", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("drafts");
      asked.onsuccess = () => {
        asked.result.onclose = () => { opening = null; }; // what sites keep was cleared: it is made anew
        resolve(asked.result);
      };
      asked.onerror = () => { opening = null; reject(asked.error); };
    });
    return opening;
  }

  /* One step among the drafts; it is done when it is on the disk. */
  async function among(mode, step) {
    const transaction = (await open()).transaction("drafts", mode, { durability: "strict" });
    const asked = step(transaction.objectStore("drafts"));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
      if (mode === "readwrite") transaction.commit?.(); // waits for no answer of a page that may be gone by then
    });
  }

  const forget = name => among("readwrite", drafts => drafts.delete(name)).catch(() => { /* nothing is kept here */ });

  /* Forgets what is kept for one person on every page; what others have in this browser stays. */
  const forgetAllOf = async who => forget(IDBKeyRange.bound(keyOf(who, ""), keyOf(who, "\uffff")));

  const tired = () => new Promise((_, reject) => { setTimeout(reject, PATIENCE, "the database does not answer"); });

  return { among, draftsOf, forget, forgetAllOf, keyOf, tired };
})();
