// A student's page: it shows where the class is, and brings their votes to it.

/** @import { Asked, ClassState, Vote } from "../types.js" */
/** @import { Ballot } from "../elements/ballot.js" */
/** @typedef {Vote & {question: string, vote: number}} Cast */

import "../elements/ballot.js";
import { own } from "../elements/dom.js";
import { shelf } from "../elements/outbox.js";
import { Clock } from "./clock.js";
import { code, field, part, tell, write } from "./page.js";
import { call, Post } from "./requests.js";
import { Seat } from "./seat.js";
import { Stream } from "./stream.js";
import { voteCounts } from "./vote-counts.js";

const seat = new Seat(code);
const clock = new Clock(part("time"), part("time-voice"));
const post = new Post((/** @type {Cast} */ vote) => call(`/api/${code}/votes`, { token: seat.token, body: vote }));

/** @type {ClassState | null} */
let state = null;
/** @type {Cast | null} */
let last = null;
/** @type {Ballot | null} */
let ballot = null;
let asked = ""; // the vote that the ballot is for
/** @type {Stream | null} */
let stream = null;

/**
 * Where the class is, in words.
 * @param {ClassState} state
 */
function where({ phase, number, of, vote }) {
  const here = `Question ${number} of ${of}`;
  const second = `${here}, second vote: talk with your neighbor, then vote again.`;
  const then = number < of ? "Then wait for the next question." : "That was the last question.";
  return {
    lobby: "You are in. The class begins soon: the first question will show here by itself.",
    open: vote === 1 ? `${here}. The vote is open.` : second,
    closed: `${here}. The vote is closed. Below you see how the class voted.`,
    revealed: `${here}: the answer. ${then}`,
    ended: "The class is over. Thank you for taking part.",
  }[phase];
}

/** @param {ClassState} told */
function show(told) {
  state = told;
  const { phase, number, of, title, vote, question } = told;
  write("title", title);
  document.title = question ? `Question ${number} of ${of} · ${title}` : title;
  write("status", where(told));
  const name = seat.name ? `as ${seat.name}` : "without a name";
  write("who", `You are here ${name}. Answers are counted without names on the wall.`);
  clock.set(phase === "open" ? told.ends : null, told.now);
  part("asked").hidden = !question && !told.tell;
  write("number", question ? `Question ${number}${vote === 2 ? ", second vote" : ""}` : "What mattered");
  tell(told.tell);
  ask(told);
  count(told);
}

/**
 * One ballot for each vote on each question.
 * @param {ClassState} told
 */
function ask(told) {
  const { question, vote, phase, answer } = told;
  const name = question ? `${question.id}:${question.revision}:${vote}` : "";
  if (name !== asked) {
    const held = ballot?.contains(document.activeElement);
    const before = asked;
    asked = name;
    const place = `class:${code}:${vote}`;
    forget(`bedside:draft:${place}:${question?.id}:`);
    ballot = question && drawn(question, vote, place);
    part("question").replaceChildren(...(ballot ? [ballot] : []));
    if (held) part(question ? "number" : "title").focus({ preventScroll: true });
    if (before) scrollTo(0, 0);
  }
  const open = phase === "open";
  ballot?.bring({ open, own: counted(told), last: last?.question === question?.id ? last : null, answer });
}

/**
 * @param {Asked} question
 * @param {number} vote
 * @param {string} place
 */
function drawn(question, vote, place) {
  return /** @type {Ballot} */ (own("bedside-ballot")).connect(
    { ...question },
    {
      place,
      turn: () => seat.turn(),
      vote: (/** @type {Vote} */ given, /** @type {() => void} */ late) => cast(question, vote, given, late),
    },
  );
}

/**
 * What this person has voted in the round that is shown.
 * @param {ClassState} told
 */
const counted = ({ question, vote }) => (last?.question === question?.id && last?.vote === vote ? last : null);

/**
 * What was begun at another vote of this class is over.
 * @param {string} but
 */
function forget(but) {
  for (const name of shelf.names(`bedside:draft:class:${code}:`)) if (!name.startsWith(but)) shelf.drop(name);
}

/**
 * @param {Asked} question
 * @param {number} vote
 * @param {Vote} given
 * @param {() => void} late
 */
async function cast(question, vote, { given, sure, seconds, turn }, late) {
  const sent = { question: question.id, vote, given, sure, seconds, turn };
  const answer = await post.deliver(sent, late);
  if (answer.counted) last = sent;
  else if (answer.say) stream?.again(); // it may have been counted earlier, and only the answer was lost: ask what is
  return answer;
}

/** @param {ClassState} told */
function count(told) {
  const shown = Boolean(told.split);
  part("split").hidden = !shown;
  if (!shown) return;
  write("split-count", told.voted === 1 ? "1 person voted." : `${told.voted} people voted.`);
  part("split-lines").replaceChildren(...voteCounts(told, counted(told)?.given));
}

/** @type {Record<string, (told: any) => void>} */
const hear = {
  class: show,
  mine({ name, turn, vote }) {
    seat.name = name;
    seat.heard(turn);
    // What was counted while this was on its way is newer.
    if (vote && turn >= (last?.turn ?? 0)) last = { ...vote, turn };
    if (state) show(state);
  },
};

function follow() {
  part("form").hidden = true;
  part("class").hidden = false;
  stream = new Stream(`/api/${code}/events`, { token: seat.token, hear, connected, refused });
}

/** @param {boolean} yes */
function connected(yes) {
  write("net", yes ? "" : "No connection. Trying again …");
  if (yes) post.hurry();
}

/**
 * @param {number} status
 * @param {string} [say]
 */
function refused(status, say) {
  if (status === 401) {
    seat.leave();
    sit("Your seat is no longer known here. Join once more.");
    return;
  }
  part("class").hidden = part("form").hidden = true;
  part("lost").hidden = false;
  write("lost-words", say || "This class cannot be shown. Load the page anew.");
}

/** @param {string} words */
function sit(words) {
  part("class").hidden = true;
  part("form").hidden = false;
  write("said", words);
}

let busy = false;
part("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return;
  busy = true;
  const trouble = await seat.take(field("name").value);
  busy = false;
  write("said", trouble);
  if (trouble) return;
  [state, last, asked] = [null, null, ""];
  follow();
  part("title").focus({ preventScroll: true });
});

if (seat.token) follow();
else {
  sit("");
  const found = await call(`/api/${code}`);
  if (found.status === 200) write("title", found.title);
  else if (found.status === 404) refused(404, found.say);
}
