// What a page of the site does when it is loaded: it wakes what waits in it.

/** @import { Asked, Message } from "../types.js" */

import "../elements/deeper.js";
import "../elements/live.js";
import "../elements/patient.js";
import { make } from "../elements/dom.js";
import { shelf } from "../elements/outbox.js";
import { folderStorage } from "./folder.js";
import { find } from "./search.js";
import { LearnerService } from "./service.js";

// Promises what all pages keep their answers in; null where this browser keeps nothing.
async function storage() {
  try {
    return location.protocol === "file:" ? await folderStorage() : localStorage;
  } catch {
    return null;
  }
}

/**
 * Only the review asks questions from all over the course, so only there are they fetched.
 * @returns {Promise<Record<string, Asked>>}
 */
function faces() {
  return new Promise((resolve, reject) => {
    if (globalThis.bedsideQuestions) return resolve(bedsideQuestions);
    const script = make("script", { src: "assets/questions.js" });
    script.onload = () => resolve(bedsideQuestions);
    script.onerror = () => reject(new Error("assets/questions.js is missing"));
    document.head.append(script);
  });
}

/** @param {LearnerService} service */
function wake(service) {
  const ask = (/** @type {Message} */ message) => service.hear(message);
  /** @type {NodeListOf<any>} */
  const elements = document.querySelectorAll("bedside-quiz, bedside-patient, bedside-deeper, bedside-live");
  for (const element of elements) {
    const script = element.querySelector(":scope > script");
    const told = JSON.parse(script.textContent);
    script.remove();
    element.connect(element.localName === "bedside-live" ? { ...told, html: element.innerHTML } : told, ask);
  }
}

// Where a server brought the page, it is kept for when there is no network.
function keep() {
  if (location.protocol.startsWith("http")) navigator.serviceWorker?.register("sw.js").catch(() => {});
}

storage().then((storage) => {
  shelf.place = () => storage;
  wake(new LearnerService({ course: bedsideCourse, storage, clock: () => new Date(), faces }));
});
/** @type {NodeListOf<HTMLElement>} */
const printers = document.querySelectorAll(".site-print");
for (const button of printers) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
if (globalThis.bedsideIndex) find(bedsideIndex);
addEventListener("load", keep);
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload(); // other pages went on meanwhile
});
