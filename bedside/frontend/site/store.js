// The storage of all pages of this folder (folder.js): a page says what is new, and hears whether it is kept.

const ours = ([name]) => name.startsWith("bedside:");

function keep(news) {
  const before = Object.fromEntries(Object.keys(news).map((name) => [name, localStorage.getItem(name)]));
  try {
    put(news);
  } catch (error) {
    put(before);
    return { refused: error.name, before };
  }
  return Object.keys(news).length ? {} : { entries: Object.fromEntries(Object.entries(localStorage).filter(ours)) };
}

function put(news) {
  const [gone, come] = [true, false].map((old) => Object.keys(news).filter((name) => (news[name] === null) === old));
  for (const name of gone) localStorage.removeItem(name);
  for (const name of come) localStorage.setItem(name, news[name]);
}

addEventListener("message", ({ source, data, ports }) => {
  if (source !== parent || location.protocol !== "file:") return;
  try {
    ports[0].postMessage(keep(data));
  } catch (error) {
    ports[0].postMessage({ refused: error.name });
  }
});
addEventListener("storage", ({ key, newValue }) => {
  if (key && ours([key]) && location.protocol === "file:") parent.postMessage({ [key]: newValue }, "*");
});
