// The storage of all pages of this folder (folder.js): a page says what is new, and hears whether it is kept.

/** @typedef {Record<string, string | null>} News null is for what is gone */

/** @param {string} name */
const ours = (name) => name.startsWith("bedside:");

/** @param {News} news */
function keep(news) {
  const before = Object.fromEntries(Object.keys(news).map((name) => [name, localStorage.getItem(name)]));
  try {
    put(news);
  } catch (error) {
    put(before);
    return { refused: /** @type {Error} */ (error).name, before };
  }
  if (Object.keys(news).length) return {};
  return { entries: Object.fromEntries(Object.entries(localStorage).filter(([name]) => ours(name))) };
}

// First what goes, which makes room.
/** @param {News} news */
function put(news) {
  for (const [name, value] of Object.entries(news)) if (value === null) localStorage.removeItem(name);
  for (const [name, value] of Object.entries(news)) if (value !== null) localStorage.setItem(name, value);
}

addEventListener("message", ({ source, data, ports }) => {
  if (source !== parent || location.protocol !== "file:") return;
  try {
    ports[0].postMessage(keep(data));
  } catch (error) {
    ports[0].postMessage({ refused: /** @type {Error} */ (error).name });
  }
});
addEventListener("storage", ({ key, newValue }) => {
  if (key && ours(key) && location.protocol === "file:") parent.postMessage({ [key]: newValue }, "*");
});
