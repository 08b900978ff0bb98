// The presenter's page: it leads the class, and sees what the room must not see yet.

/** @import { PresenterState } from "../types.js" */

import { make } from "../elements/dom.js";
import { Clock } from "./clock.js";
import { code, field, part, write } from "./page.js";
import { draw } from "./presenter-view.js";
import { call } from "./requests.js";
import { Stream } from "./stream.js";

const clock = new Clock(part("time"), part("time-voice"));
/** @type {Record<string, string>} */
const STEPS = {
  open: "Open the vote",
  close: "Close the vote",
  reveal: "Reveal the answer",
  next: "Next question",
  end: "End the class",
};
const CALM = 700; // ms after a step in which a second click is not meant for what the button says by then

/** @type {PresenterState | null} */
let state = null;
let busy = false;
let taken = 0;

// The secret comes in the address's fragment, which no server is sent, and does not stay there to be seen or copied.
function secret() {
  const name = `bedside:desk:${code}`;
  const told = location.hash.slice(1);
  if (told) history.replaceState(null, "", location.pathname);
  try {
    if (told) sessionStorage.setItem(name, told);
    return told || sessionStorage.getItem(name);
  } catch {
    return told;
  }
}
const token = secret();
addEventListener("hashchange", () => location.reload()); // another secret was put in the address

/** @param {PresenterState} told */
function show(told) {
  if (told.version !== state?.version) write("trouble", "");
  state = told;
  part("presenter").hidden = false;
  clock.set(told.phase === "open" ? told.ends : null, told.now);
  draw(told);
  drawSteps(told.steps);
  drawLimits();
}

/** @returns {NodeListOf<HTMLElement>} */
const buttons = (/** @type {string} */ chosen) => document.querySelectorAll(chosen);

/**
 * The main button stays the same one, so that the focus stays on it.
 * @param {string[]} steps
 */
function drawSteps(steps) {
  const first = steps[0] ?? "";
  part("main").hidden = !first;
  part("main").dataset.step = first;
  write("main", STEPS[first] ?? "");
  for (const button of buttons(".presenter-steps .row [data-step]")) {
    const { step = "" } = button.dataset;
    button.hidden = step === first || !steps.includes(step);
  }
  if (!steps.includes("end")) part("sure").hidden = true;
}

function drawLimits() {
  if (!state) return;
  const { phase, ends } = state;
  const open = phase === "open";
  part("limits").hidden = phase === "ended";
  write("seconds-label", open ? "Time limit" : "Time limit of the next vote");
  part("more").hidden = part("none").hidden = !open || !ends;
  part("seconds").hidden = part("seconds-label").hidden = open && Boolean(ends);
  part("limit").hidden = !open || Boolean(ends) || !field("seconds").value;
}

/**
 * @param {string} step
 * @param {number | null} [seconds]
 */
async function take(step, seconds = null) {
  if (busy || Date.now() - taken < CALM) return;
  busy = true;
  write("trouble", "");
  const body = { step, version: state?.version, seconds };
  const { status, say } = await call(`/api/${code}/desk/steps`, { token, body });
  busy = false;
  taken = Date.now();
  if (status !== 200) write("trouble", say ?? "This did not work. Try again.");
}

const chosen = () => Number(field("seconds").value) || null;

/** @param {string} step */
function press(step) {
  // At the last answer there is nothing else to do, and nothing to lose.
  if (step === "end" && state?.steps[0] !== "end") return ask(true);
  take(step, ["open", "again", "next"].includes(step) ? chosen() : null);
}

/** @param {boolean} yes */
function ask(yes) {
  part("sure").hidden = !yes;
  (yes ? part("sure-no") : buttons('.row [data-step="end"]')[0]).focus();
}

for (const button of buttons("[data-step], #main")) {
  button.addEventListener("click", () => press(button.dataset.step ?? ""));
}
part("sure").addEventListener("keydown", ({ key }) => {
  if (key === "Escape") ask(false);
});
part("sure-no").addEventListener("click", () => ask(false));
part("sure-yes").addEventListener("click", async () => {
  await take("end");
  part("title").focus({ preventScroll: true });
});
part("seconds").addEventListener("change", () => drawLimits());
part("limit").addEventListener("click", () => take("limit", chosen()));
part("more").addEventListener("click", () => take("limit", Math.min(clock.left + 30, 3600)));
part("none").addEventListener("click", () => take("limit"));
part("table").addEventListener("click", async () => {
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await fetch(`/api/${code}/results.xlsx`, { headers }).catch(() => null);
  if (!answer?.ok) return write("table-said", "The table did not come. Try again in a moment.");
  const href = URL.createObjectURL(await answer.blob());
  make("a", { href, download: `class-${code}.xlsx` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
  write("table-said", "Saved where your browser puts downloads.");
});

/** @param {string} words */
function lose(words) {
  part("presenter").hidden = true;
  part("lost").hidden = false;
  write("lost-words", words);
}

const HOW =
  "To lead this class, open the address that bedside class printed when it began: it ends in a secret of its own.";
const OTHER = `The secret of this page is not the one of this class now. ${HOW}`;
if (!token) lose(HOW);
else {
  new Stream(`/api/${code}/desk/events`, {
    token,
    hear: { class: show },
    connected: (yes) => write("net", yes ? "" : "No connection. Trying again …"),
    refused: (status, say) => lose(status === 404 ? say : OTHER),
  });
}
