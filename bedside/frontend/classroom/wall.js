// What is projected: it can be read from the last row, and shows nothing before the room may see it.

import { Clock } from "./clock.js";
import { code, part, tell, write } from "./page.js";
import { people, read, solved } from "./question-view.js";
import { Stream } from "./stream.js";
import { split } from "./vote-counts.js";

const clock = new Clock(part("time"), part("time-voice"));
let [state, count] = [null, null];

const where = ({ phase, vote }) =>
  ({
    lobby: "Join on your phone or in your notebook.",
    open: vote === 1 ? "The vote is open." : "Talk with your neighbor, then vote again.",
    closed: "The vote is closed.",
    revealed: "The answer",
    ended: "The class is over. Thank you for taking part.",
  })[phase];

function show(told) {
  state = told;
  const { phase, title, number, of, vote, question, answer } = state;
  document.body.dataset.phase = phase;
  write("title", title);
  document.title = title;
  write("address", location.host);
  write("code", code);
  part("qr").alt = `A code to scan, for ${location.host}/${code}`;
  part("qr").src ||= `/${code}/qr.svg`;
  part("join").hidden = phase === "ended";
  write("status", where(state));
  clock.set(phase === "open" ? state.ends : null, state.now);
  part("asked").hidden = !question && !state.tell;
  write("number", question ? `Question ${number} of ${of}${vote === 2 ? ", second vote" : ""}` : "What mattered");
  // Once it is read, the room needs the place.
  tell(phase === "open" || phase === "ended" ? state.tell : "");
  part("question").replaceChildren(...(question ? read(question, state.voted > 0) : []));
  part("split").hidden = !state.split;
  part("split-lines").replaceChildren(...(state.split ? split(state) : []));
  part("answer").hidden = !answer;
  part("answer").replaceChildren(...(answer ? solved(question, answer, state.voted > 0) : []));
  tally();
}

function tally() {
  if (!state || !count) return;
  const { here, voted } = count;
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
