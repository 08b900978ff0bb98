// What is projected: it can be read from the last row, and shows nothing before the room may see it.

/** @import { ClassState } from "../types.js" */

import { Clock } from "./clock.js";
import { code, part, showCode, tell, write } from "./page.js";
import { people, read, solved } from "./question-view.js";
import { Stream } from "./stream.js";
import { voteCounts } from "./vote-counts.js";

const clock = new Clock(part("time"), part("time-voice"));
/** @type {ClassState | null} */
let state = null;
/** @type {{here: number, voted: number} | null} */
let count = null;

/** @param {ClassState} state */
const where = ({ phase, vote }) =>
  ({
    lobby: "Join on your phone or in your notebook.",
    open: vote === 1 ? "The vote is open." : "Talk with your neighbor, then vote again.",
    closed: "The vote is closed.",
    revealed: "The answer",
    ended: "The class is over. Thank you for taking part.",
  })[phase];

/** @param {ClassState} told */
function show(told) {
  state = told;
  const { phase, title, number, of, vote, question, answer } = told;
  document.body.dataset.phase = phase;
  write("title", title);
  document.title = title;
  write("address", location.host);
  write("code", code);
  part("qr").setAttribute("alt", `A code to scan, for ${location.host}/${code}`);
  showCode();
  part("join").hidden = phase === "ended";
  write("status", where(told));
  clock.set(phase === "open" ? told.ends : null, told.now);
  part("asked").hidden = !question && !told.tell;
  write("number", question ? `Question ${number} of ${of}${vote === 2 ? ", second vote" : ""}` : "What mattered");
  // Once it is read, the room needs the place.
  tell(phase === "open" || phase === "ended" ? told.tell : "");
  const voted = told.voted > 0;
  part("question").replaceChildren(...(question ? read(question, voted) : []));
  part("split").hidden = !told.split;
  part("split-lines").replaceChildren(...(told.split ? voteCounts(told) : []));
  part("answer").hidden = !answer;
  part("answer").replaceChildren(...(question && answer ? solved(question, answer, voted) : []));
  tally();
}

function tally() {
  if (!state || !count) return;
  const { here, voted } = count;
  /** @type {Record<string, string>} */
  const words = {
    lobby: `${people(here)} here`,
    open: voted > here ? `${voted} have voted` : `${voted} of ${here} have voted`,
    closed: `${state.voted} voted`,
  };
  write("many", words[state.phase] ?? "");
}

new Stream(`/api/${code}/wall/events`, {
  hear: {
    class: show,
    count: (told) => {
      count = told;
      tally();
    },
  },
  connected: (yes) => write("net", yes ? "" : "No connection. Trying again …"),
  refused: (_, say) => write("net", say || "This class cannot be shown. Load the page anew."),
});
