// A student's page: it shows where the class is, and brings their votes to it.

import "../elements/ballot.js";
import { shelf } from "../elements/outbox.js";
import { Clock } from "./clock.js";
import { code, part, tell, write } from "./page.js";
import { call, Post } from "./requests.js";
import { Seat } from "./seat.js";
import { Stream } from "./stream.js";
import { split } from "./vote-counts.js";

const seat = new Seat(code);
const clock = new Clock(part("time"), part("time-voice"));
const post = new Post((vote) => call(`/api/${code}/votes`, { token: seat.token, body: vote }));

let [state, last, ballot, asked, stream] = [null, null, null, "", null];

// Where the class is, in words.
function where({ phase, number, of, vote }) {
  const here = `Question ${number} of ${of}`;
  return {
    lobby: "You are in. The class begins soon: the first question will show here by itself.",
    open: vote === 1 ? `${here}. The vote is open.` : `${here}, second vote: talk with your neighbor, then vote again.`,
    closed: `${here}. The vote is closed. Below you see how the class voted.`,
    revealed: `${here}: the answer. ${number < of ? "Then wait for the next question." : "That was the last question."}`,
    ended: "The class is over. Thank you for taking part.",
  }[phase];
}

function show(told) {
  state = told;
  const { phase, number, of, title, vote, question } = state;
  write("title", title);
  document.title = question ? `Question ${number} of ${of} · ${title}` : title;
  write("status", where(state));
  write(
    "who",
    `You are here ${seat.name ? `as ${seat.name}` : "without a name"}. Answers are counted without names on the wall.`,
  );
  clock.set(phase === "open" ? state.ends : null, state.now);
  part("asked").hidden = !question && !state.tell;
  write("number", question ? `Question ${number}${vote === 2 ? ", second vote" : ""}` : "What mattered");
  tell(state.tell);
  ask();
  count();
}

// One ballot for each vote on each question.
function ask() {
  const { question, vote, phase } = state;
  const name = question ? `${question.id}:${question.revision}:${vote}` : "";
  if (name !== asked) {
    const held = ballot?.contains(document.activeElement);
    const before = asked;
    [asked, ballot] = [name, null];
    const place = `class:${code}:${vote}`;
    forget(`bedside:draft:${place}:${question?.id}:`);
    if (question) {
      ballot = document
        .createElement("bedside-ballot")
        .connect(
          { ...question },
          { place, turn: () => seat.turn(), vote: (given, late) => cast(question, vote, given, late) },
        );
    }
    part("question").replaceChildren(...(ballot ? [ballot] : []));
    if (held) part(question ? "number" : "title").focus({ preventScroll: true });
    if (before) scrollTo(0, 0);
  }
  ballot?.bring({
    open: phase === "open",
    own: own(),
    last: last?.question === question.id ? last : null,
    answer: state.answer,
  });
}

// What this person has voted in the round that is shown.
const own = () => (last?.question === state.question?.id && last?.vote === state.vote ? last : null);

// What was begun at another vote of this class is over.
function forget(but) {
  for (const name of shelf.names(`bedside:draft:class:${code}:`)) if (!name.startsWith(but)) shelf.drop(name);
}

async function cast(question, vote, { given, sure, seconds, turn }, late) {
  const answer = await post.deliver({ question: question.id, vote, given, sure, seconds, turn }, late);
  if (answer.counted) last = { question: question.id, vote, given, sure, turn };
  else if (answer.say) stream.again(); // it may have been counted earlier, and only the answer was lost: ask what is
  return answer;
}

function count() {
  const shown = Boolean(state.split);
  part("split").hidden = !shown;
  if (!shown) return;
  write("split-count", state.voted === 1 ? "1 person voted." : `${state.voted} people voted.`);
  part("split-lines").replaceChildren(...split(state, own()?.given));
}

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

function connected(yes) {
  write("net", yes ? "" : "No connection. Trying again …");
  if (yes) post.hurry();
}

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
  const trouble = await seat.take(part("name").value);
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
