// The learner's own data: where it is, and how to take it along, take it in, and erase it.

import { DamagedFile, today, unsealed, written } from "./answer-file.js";
import { safe } from "./progress.js";

export class LearnerData {
  // kept and card as in kept-answers.js and identity.js; clock gives a Date; file is how files' names begin
  constructor(kept, card, clock, file) {
    Object.assign(this, { kept, card, clock, file });
  }

  show(say = "") {
    return { html: page(this.card.learner(), this.kept.names().length), say };
  }

  name(name) {
    const learner = this.card.learner();
    const wanted = [...name.trim().replace(/\s+/g, " ")].slice(0, 80).join("");
    if (!wanted) return this.show(`You are still ${learner.name}.`);
    this.card.sign({ id: learner.id, name: wanted });
    return this.show(`From now on you are ${wanted}.`);
  }

  save() {
    const learner = this.card.learner(),
      lines = this.kept.lines(),
      now = this.clock();
    if (!lines.length) return { say: "There is no answer yet, so there is nothing to save." };
    const name = learner.name
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .join("-");
    const file = {
      name: `${this.file}-${name || "answers"}-${today(now)}.jsonl`,
      text: written(learner.id, learner.name, lines, now),
    };
    return { file, say: `Saved ${counted(lines.length)} as ${file.name}.` };
  }

  takeIn(text) {
    if (!text.trim()) return { say: "Choose a file first, one that you saved here or on another computer." };
    let found;
    try {
      found = unsealed(text);
    } catch (error) {
      if (error instanceof DamagedFile)
        return { say: `This file cannot be taken in: ${error.message}. Nothing was changed.` };
      throw error;
    }
    const before = this.card.learner(),
      fresh = this.kept.add(found.answers);
    this.card.sign({ id: found.learner, name: found.name || before.name });
    const old = found.answers.length - fresh;
    return this.show(
      `Took in ${counted(fresh)}.${old ? ` ${old} of the file ${old === 1 ? "was" : "were"} here before.` : ""}`,
    );
  }

  askToErase() {
    const say = `Erase ${counted(this.kept.names().length)} for good? A file you saved before stays.`;
    return {
      html: `<p>${say}</p>${form({ show: "mine" }, "<button data-first>No, keep them</button>")}${form({ do: "erase-now" }, "<button>Yes, erase them</button>")}`,
    };
  }

  erase() {
    const said = counted(this.kept.erase());
    this.card.tear();
    return { ...this.show(`${said[0].toUpperCase()}${said.slice(1)} erased.`), erased: true };
  }
}

const counted = (count) => ["no answer", "one answer"][count] ?? `${count} answers`;

export const form = (ask, inside) =>
  `<form class="bedside-form" data-ask="${safe(JSON.stringify(ask))}">${inside}</form>`;

function page({ name }, count) {
  const kept = counted(count);
  return (
    `<p>Here you are <strong>${safe(name)}</strong>. ${kept[0].toUpperCase()}${kept.slice(1)} ${count > 1 ? "are" : "is"} kept in this browser, on this device. ` +
    "No one gets them unless you hand them over. They go when the browser's data is cleared, so save them as a file now and then.</p>" +
    form(
      { do: "name" },
      '<label>Another name for you, if you like <input name="name" maxlength="80" autocomplete="off"></label><button>Use this name</button>',
    ) +
    form({ do: "save" }, "<button>Save my answers as a file</button>") +
    form(
      { do: "take-in" },
      '<label>A file of your answers, from here or another computer <input type="file" name="file" accept=".jsonl"></label><button>Take it in</button>',
    ) +
    form({ do: "erase" }, "<button>Erase my answers</button>")
  );
}
