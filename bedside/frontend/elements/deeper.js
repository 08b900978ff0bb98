// <bedside-deeper>: the questions that go further, behind one button. Who opens it once finds it open in every lesson.

/** @import { Quiz } from "./quiz.js" */
/** @import { Ask, QuizPage } from "../types.js" */

import { define, make, own } from "./dom.js";
import { shelf } from "./outbox.js";
import "./quiz.js";

const WISH = "bedside:deeper";

export class Deeper extends HTMLElement {
  /**
   * @param {QuizPage} quiz its fold is what the button says
   * @param {Ask} [ask]
   */
  connect(quiz, ask) {
    const questions = /** @type {Quiz} */ (own("bedside-quiz")).connect(quiz, ask);
    const ontoggle = () => shelf.set(WISH, details.open);
    const summary = make("summary", {}, quiz.fold ?? "");
    const details = make("details", { open: shelf.get(WISH), ontoggle }, summary, questions);
    this.className = "bedside";
    this.replaceChildren(details);
    return this;
  }
}

define("bedside-deeper", Deeper);
