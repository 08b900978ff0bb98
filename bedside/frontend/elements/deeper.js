// <bedside-deeper>: the questions that go further, behind one button. Who opens it once finds it open in every lesson.

import { make } from "./dom.js";
import { shelf } from "./outbox.js";
import "./quiz.js";

export class Deeper extends HTMLElement {
  // quiz: as for <bedside-quiz>, and fold, what the button says
  connect(quiz, ask) {
    const wish = "bedside:deeper";
    const details = make(
      "details",
      { open: shelf.get(wish), ontoggle: () => shelf.set(wish, details.open) },
      make("summary", {}, quiz.fold),
      document.createElement("bedside-quiz").connect(quiz, ask),
    );
    this.className = "bedside";
    this.replaceChildren(details);
    return this;
  }
}

if (!customElements.get("bedside-deeper")) customElements.define("bedside-deeper", Deeper);
