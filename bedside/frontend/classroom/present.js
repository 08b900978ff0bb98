// The presenter's page: it leads the class, and sees what the room must not see yet.

import { make } from "../elements/dom.js";
import { Clock } from "./clock.js";
import { code, part, tell, write } from "./page.js";
import { people, percent, read, solved } from "./question-view.js";
import { call } from "./requests.js";
import { Stream } from "./stream.js";
import { split, wide } from "./vote-counts.js";

const clock = new Clock(part("time"), part("time-voice"));
const STEPS = {
  open: "Open the vote",
  close: "Close the vote",
  reveal: "Reveal the answer",
  next: "Next question",
  end: "End the class",
};
const CALM = 700; // ms after a step in which a second click is not meant for what the button says by then

let [state, busy, taken] = [null, false, 0];

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

function where({ phase, number, of, vote, here }) {
  const round = vote === 2 ? "second vote" : "first vote";
  return {
    lobby: here
      ? "The room is gathering. Open the vote when you are ready."
      : "Nobody is here yet. Show the room the wall view.",
    open: `Question ${number} of ${of}, ${round}: open.`,
    closed:
      vote === 1
        ? `Question ${number} of ${of}: closed. Let them talk, then vote again, or reveal the answer.`
        : `Question ${number} of ${of}, second vote: closed.`,
    revealed: `Question ${number} of ${of}: the answer is shown.`,
    ended: "The class is over. Every vote is kept.",
  }[phase];
}

function show(told) {
  if (told.version !== state?.version) write("trouble", "");
  state = told;
  const { phase, title, join, here, voted, names, steps } = state;
  part("desk").hidden = false;
  write("title", title);
  document.title = `${title}: lead the class`;
  write("status", where(state));
  const counting = phase !== "lobby" && phase !== "ended";
  // Who has voted may be gone by now.
  write("many", !counting ? `${here}` : voted > here ? `${voted}` : `${voted} of ${here}`);
  write("many-words", counting ? "have voted" : here === 1 ? "is here" : "are here");
  clock.set(phase === "open" ? state.ends : null, state.now);
  drawSteps(steps);
  drawLimits();
  drawQuestion();
  write("address", new URL(join).host);
  write("code", code);
  part("qr").alt = `A code to scan, for ${join}`;
  part("qr").src ||= `/${code}/qr.svg`;
  part("wall").href = `${new URL(join).origin}/${code}/wall`;
  write("here", `${people(here)} here now.`);
  write("names-words", names.length ? `Names (${names.length})` : "No names yet");
  list(
    "names",
    names.map((name) => [name, {}]),
  );
  list(
    "agenda",
    state.agenda.map(({ ask, asked, number }) => [
      `${ask}${asked && !(counting && number === state.number) ? " ✓" : ""}`,
      { "aria-current": counting && number === state.number && "step" },
    ]),
  );
  drawSummary();
}

// A list that is made anew only when it says something new.
function list(id, lines) {
  const made = make("div", {}, ...lines.map(([words, attributes]) => make("li", attributes, words)));
  if (part(id).innerHTML !== made.innerHTML) part(id).replaceChildren(...made.children);
}

// The main button stays the same one, so that the focus stays on it.
function drawSteps(steps) {
  const [first] = steps;
  part("main").hidden = !first;
  part("main").dataset.step = first ?? "";
  write("main", STEPS[first] ?? "");
  for (const button of document.querySelectorAll(".desk-steps .row [data-step]"))
    button.hidden = button.dataset.step === first || !steps.includes(button.dataset.step);
  if (!steps.includes("end")) part("sure").hidden = true;
}

function drawLimits() {
  const { phase, ends } = state;
  const open = phase === "open";
  part("limits").hidden = phase === "ended";
  write("seconds-label", open ? "Time limit" : "Time limit of the next vote");
  part("more").hidden = part("none").hidden = !open || !ends;
  part("seconds").hidden = part("seconds-label").hidden = open && Boolean(ends);
  part("limit").hidden = !open || Boolean(ends) || !part("seconds").value;
}

function drawQuestion() {
  const { question, phase, number, of, vote, voted, moves, answer, right } = state;
  part("asked").hidden = !question;
  tell(state.tell);
  if (!question) return;
  write("number", `Question ${number} of ${of}${vote === 2 ? ", second vote" : ""}`);
  const seen = voted > 0;
  part("question").replaceChildren(...read(question, seen));
  part("split").hidden = phase === "open" && !seen;
  part("split-lines").replaceChildren(...split(state));
  part("moves").hidden = !moves;
  if (moves) {
    write("moved", `${moves.stayed} stayed with their answer, ${moves.moved} changed it.`);
    part("moves-table").replaceChildren(...(moves.rows.length ? [matrix(moves)] : []));
  }
  part("answer").hidden = !answer;
  if (answer) {
    write(
      "right",
      right.length > 1
        ? `Right in the first vote: ${percent(right[0])}. In the second: ${percent(right[1])}.`
        : `Right: ${percent(right[0])}.`,
    );
    part("solved").replaceChildren(...solved(question, answer, seen));
  }
}

function matrix({ rows, columns, counts }) {
  const head = make("tr", {}, make("td", {}), ...columns.map((say) => make("th", { scope: "col" }, say)));
  const body = counts.map((line, i) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, rows[i]),
      ...line.map((count, j) =>
        make("td", { class: rows[i] === columns[j] ? "stayed" : count ? "moved" : "" }, `${count}`),
      ),
    ),
  );
  return wide(
    make(
      "table",
      { class: "split-table" },
      make("caption", {}, "From the first vote (down) to the second (across)"),
      make("thead", {}, head),
      make("tbody", {}, ...body),
    ),
  );
}

function drawSummary() {
  const { summary } = state;
  part("summary").hidden = !summary;
  part("joining").hidden = Boolean(summary);
  if (!summary || part("summary-table").firstChild) return;
  const heads = ["Question", "1st vote", "Right", "2nd vote", "Right", "Moved", "Wrong to right", "Right to wrong"];
  const rows = summary.map(({ number, ask, voted, right, moved, gained, lost }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, `${number}. ${ask}`),
      ...[
        voted[0],
        percent(right[0]),
        voted[1] || "–",
        voted[1] ? percent(right[1]) : "–",
        moved ?? "–",
        gained ?? "–",
        lost ?? "–",
      ].map((each) => make("td", {}, `${each}`)),
    ),
  );
  part("summary-table").replaceChildren(
    wide(
      make(
        "table",
        { class: "split-table" },
        make("caption", {}, "Each question, in both votes"),
        make("thead", {}, make("tr", {}, ...heads.map((say) => make("th", { scope: "col" }, say)))),
        make("tbody", {}, ...rows),
      ),
    ),
  );
}

async function take(step, seconds = null) {
  if (busy || Date.now() - taken < CALM) return;
  busy = true;
  write("trouble", "");
  const { status, say } = await call(`/api/${code}/desk/steps`, {
    token,
    body: { step, version: state.version, seconds },
  });
  busy = false;
  taken = Date.now();
  if (status !== 200) write("trouble", say ?? "This did not work. Try again.");
}

const chosen = () => Number(part("seconds").value) || null;

function press(step) {
  // At the last answer there is nothing else to do, and nothing to lose.
  if (step === "end" && state.steps[0] !== "end") return ask(true);
  take(step, ["open", "again", "next"].includes(step) ? chosen() : null);
}

function ask(yes) {
  part("sure").hidden = !yes;
  (yes ? part("sure-no") : document.querySelector('.row [data-step="end"]')).focus();
}

for (const button of document.querySelectorAll("[data-step], #main"))
  button.addEventListener("click", () => press(button.dataset.step));
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
  const answer = await fetch(`/api/${code}/results.xlsx`, { headers: { Authorization: `Bearer ${token}` } }).catch(
    () => null,
  );
  if (!answer?.ok) return write("table-said", "The table did not come. Try again in a moment.");
  const href = URL.createObjectURL(await answer.blob());
  make("a", { href, download: `class-${code}.xlsx` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
  write("table-said", "Saved where your browser puts downloads.");
});

function lose(words) {
  part("desk").hidden = true;
  part("lost").hidden = false;
  write("lost-words", words);
}

const HOW =
  "To lead this class, open the address that bedside class printed when it began: it ends in a secret of its own.";
if (!token) lose(HOW);
else {
  new Stream(`/api/${code}/desk/events`, {
    token,
    hear: { class: show },
    connected: (yes) => write("net", yes ? "" : "No connection. Trying again …"),
    refused: (status, say) =>
      lose(status === 404 ? say : `The secret of this page is not the one of this class now. ${HOW}`),
  });
}
