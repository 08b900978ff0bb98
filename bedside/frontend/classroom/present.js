// The presenter's page: it leads the class, and sees what the room must not see yet.

/** @import { Moves, PresenterState, Summary } from "../types.js" */

import { make } from "../elements/dom.js";
import { Clock } from "./clock.js";
import { code, field, part, showCode, tell, write } from "./page.js";
import { people, percent, read, solved } from "./question-view.js";
import { call } from "./requests.js";
import { Stream } from "./stream.js";
import { voteCounts, wide } from "./vote-counts.js";

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

/** @param {PresenterState} state */
function where({ phase, number, of, vote, here }) {
  const asked = `Question ${number} of ${of}`;
  const gathering = "The room is gathering. Open the vote when you are ready.";
  const talk = `${asked}: closed. Let them talk, then vote again, or reveal the answer.`;
  return {
    lobby: here ? gathering : "Nobody is here yet. Show the room the wall view.",
    open: `${asked}, ${vote === 2 ? "second vote" : "first vote"}: open.`,
    closed: vote === 1 ? talk : `${asked}, second vote: closed.`,
    revealed: `${asked}: the answer is shown.`,
    ended: "The class is over. Every vote is kept.",
  }[phase];
}

/** @param {PresenterState} told */
function show(told) {
  if (told.version !== state?.version) write("trouble", "");
  state = told;
  const { phase, title } = told;
  part("presenter").hidden = false;
  write("title", title);
  document.title = `${title}: lead the class`;
  write("status", where(told));
  clock.set(phase === "open" ? told.ends : null, told.now);
  drawCounts(told);
  drawSteps(told.steps);
  drawLimits();
  drawQuestion(told);
  drawRoom(told);
  drawAgenda(told);
  drawSummary(told.summary);
}

/** @param {PresenterState} state */
const counting = ({ phase }) => phase !== "lobby" && phase !== "ended";

/** @param {PresenterState} told */
function drawCounts(told) {
  const { here, voted } = told;
  if (!counting(told)) {
    write("many", `${here}`);
    write("many-words", here === 1 ? "is here" : "are here");
    return;
  }
  write("many", voted > here ? `${voted}` : `${voted} of ${here}`); // who has voted may be gone by now
  write("many-words", "have voted");
}

/** @param {PresenterState} told */
function drawRoom({ join, here, names }) {
  const { host, origin } = new URL(join);
  write("address", host);
  write("code", code);
  part("qr").setAttribute("alt", `A code to scan, for ${join}`);
  showCode();
  part("wall").setAttribute("href", `${origin}/${code}/wall`);
  write("here", `${people(here)} here now.`);
  write("names-words", names.length ? `Names (${names.length})` : "No names yet");
  const lines = names.map((name) => make("li", {}, name));
  list("names", lines);
}

/** @param {PresenterState} told */
function drawAgenda(told) {
  const lines = told.agenda.map(({ ask, asked, number }) => {
    const current = counting(told) && number === told.number;
    return make("li", { "aria-current": current && "step" }, `${ask}${asked && !current ? " ✓" : ""}`);
  });
  list("agenda", lines);
}

/**
 * A list that is made anew only when it says something new.
 * @param {string} id
 * @param {HTMLElement[]} lines
 */
function list(id, lines) {
  const made = make("div", {}, ...lines);
  if (part(id).innerHTML !== made.innerHTML) part(id).replaceChildren(...made.children);
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

/** @param {PresenterState} told */
function drawQuestion(told) {
  const { question, phase, number, of, vote, voted, moves, answer } = told;
  part("asked").hidden = !question;
  tell(told.tell);
  if (!question) return;
  write("number", `Question ${number} of ${of}${vote === 2 ? ", second vote" : ""}`);
  const seen = voted > 0;
  part("question").replaceChildren(...read(question, seen));
  part("split").hidden = phase === "open" && !seen;
  part("split-lines").replaceChildren(...voteCounts(told));
  drawMoves(moves);
  part("answer").hidden = !answer;
  if (!answer) return;
  const [first, second] = told.right.map(percent);
  write("right", second ? `Right in the first vote: ${first}. In the second: ${second}.` : `Right: ${first}.`);
  part("solved").replaceChildren(...solved(question, answer, seen));
}

/** @param {Moves | null} moves */
function drawMoves(moves) {
  part("moves").hidden = !moves;
  if (!moves) return;
  write("moved", `${moves.stayed} stayed with their answer, ${moves.moved} changed it.`);
  part("moves-table").replaceChildren(...(moves.rows.length ? [matrix(moves)] : []));
}

/** @param {Moves} moves */
function matrix({ rows, columns, counts }) {
  const heads = columns.map((say) => make("th", { scope: "col" }, say));
  const body = counts.map((line, i) => {
    const cells = line.map((count, j) => {
      const moved = count ? "moved" : "";
      return make("td", { class: rows[i] === columns[j] ? "stayed" : moved }, `${count}`);
    });
    return make("tr", {}, make("th", { scope: "row" }, rows[i]), ...cells);
  });
  const caption = "From the first vote (down) to the second (across)";
  return wide(caption, make("tr", {}, make("td"), ...heads), body);
}

const HEADS = ["Question", "1st vote", "Right", "2nd vote", "Right", "Moved", "Wrong to right", "Right to wrong"];

/** @param {Summary[] | null} summary */
function drawSummary(summary) {
  part("summary").hidden = !summary;
  part("joining").hidden = Boolean(summary);
  if (!summary || part("summary-table").firstChild) return;
  const heads = HEADS.map((say) => make("th", { scope: "col" }, say));
  const rows = summary.map(({ number, ask, voted, right, moved, gained, lost }) => {
    const second = voted[1] ? [voted[1], percent(right[1])] : ["–", "–"];
    const cells = [voted[0], percent(right[0]), ...second, moved ?? "–", gained ?? "–", lost ?? "–"];
    const head = make("th", { scope: "row" }, `${number}. ${ask}`);
    return make("tr", {}, head, ...cells.map((each) => make("td", {}, `${each}`)));
  });
  part("summary-table").replaceChildren(wide("Each question, in both votes", make("tr", {}, ...heads), rows));
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
