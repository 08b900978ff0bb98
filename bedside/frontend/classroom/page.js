// What every page of a class does with its parts. What stays the same is left alone: a screen reader would say it again.

export const code = location.pathname.split("/")[1].toUpperCase();
export const part = (id) => document.getElementById(id);

export function write(id, words) {
  if (part(id).textContent !== words) part(id).textContent = words;
}

// The story that comes before a question: our own renderer's HTML, see content/text.py.
export function tell(html) {
  if (part("tell").told !== html) part("tell").innerHTML = part("tell").told = html;
}
