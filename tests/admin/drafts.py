"""What a browser keeps of the work that is not saved yet, asked from within a page."""

# How many drafts there are. A page of the desk makes their database: where there is none, none is made here.
DRAFTS = """(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "desk")) return 0;
    const database = await new Promise((resolve, reject) => {
        const asked = indexedDB.open("desk");
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
    const number = await new Promise((resolve, reject) => {
        const asked = database.transaction("drafts").objectStore("drafts").count();
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
    database.close();
    return number;
})()"""
