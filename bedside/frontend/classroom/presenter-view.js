// What the presenter sees of a class: how many are there, the question and its votes, the agenda, how it went.

/** @import { Moves, PresenterState, Summary } from "../types.js" */

import { make } from "../elements/dom.js";
import { code, part, showCode, tell, write } from "./page.js";
import { people, percent, read, solved } from "./question-view.js";
import { voteCounts, wide } from "./vote-counts.js";

/** @param {PresenterState} told */
export function draw(told) {
  write("title", told.title);
  document.title = `${told.title}: lead the class`;
  write("status", where(told));
  drawCounts(told);
  drawQuestion(told);
  drawRoom(told);
  drawAgenda(told);
  drawSummary(told.summary);
}

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
