// The first page: the letters of a class lead to it.

import { call } from "./requests.js";
import { letters, Seat } from "./seat.js";

const { form, code, name, said } = Object.fromEntries(
  ["form", "code", "name", "said"].map((id) => [id, document.getElementById(id)]),
);

code.addEventListener("input", () => {
  // Only where nothing but letters changes, so that the cursor stays where someone corrects.
  const upper = code.value.toUpperCase();
  if (upper !== code.value) {
    const { selectionStart, selectionEnd } = code;
    code.value = upper;
    code.setSelectionRange(selectionStart, selectionEnd);
  }
  said.textContent = "";
});

function stop(words) {
  said.textContent = words;
  code.focus();
}

let busy = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return;
  const typed = letters(code.value);
  if (typed.length < 6 || code.value.replace(/[\s-]/g, "").length !== 6)
    return stop("A class has six letters, as BCDFGH. Look at the wall.");
  busy = true;
  said.textContent = "";
  const seat = new Seat(typed);
  const found = await call(`/api/${typed}`);
  // Who has a seat there already comes back to it; another name is another person.
  const known = seat.token && [seat.name, ""].includes(name.value.trim());
  const trouble =
    found.status !== 200
      ? (found.say ?? "This did not work. Try again in a moment.")
      : known
        ? ""
        : await seat.take(name.value);
  busy = false;
  if (trouble) stop(trouble);
  else location.assign(`/${typed}`);
});
