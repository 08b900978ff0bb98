// The first page: the letters of a class lead to it.

import { field, part, write } from "./page.js";
import { call } from "./requests.js";
import { letters, Seat } from "./seat.js";

const code = field("code");

code.addEventListener("input", () => {
  // Only where nothing but letters changes, so that the cursor stays where someone corrects.
  const upper = code.value.toUpperCase();
  if (upper !== code.value) {
    const { selectionStart, selectionEnd } = code;
    code.value = upper;
    code.setSelectionRange(selectionStart, selectionEnd);
  }
  write("said", "");
});

/** @param {string} words */
function stop(words) {
  write("said", words);
  code.focus();
}

let busy = false;
part("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return;
  const typed = letters(code.value);
  if (typed.length < 6 || code.value.replace(/[\s-]/g, "").length !== 6) {
    return stop("A class has six letters, as BCDFGH. Look at the wall.");
  }
  busy = true;
  write("said", "");
  const trouble = await seated(typed, field("name").value);
  busy = false;
  if (trouble) stop(trouble);
  else location.assign(`/${typed}`);
});

/**
 * Take a seat in a class; the result is "", or why that is not possible.
 * @param {string} typed
 * @param {string} name
 */
async function seated(typed, name) {
  const found = await call(`/api/${typed}`);
  if (found.status !== 200) return found.say ?? "This did not work. Try again in a moment.";
  // Who has a seat there already comes back to it; another name is another person.
  const seat = new Seat(typed);
  const known = seat.token && [seat.name, ""].includes(name.trim());
  return known ? "" : seat.take(name);
}
