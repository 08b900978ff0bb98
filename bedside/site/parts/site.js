// What a page of the site does when it is loaded: it wakes what waits in it.

import { make } from "./making.js";
import { Desk } from "./desk.js";
import { find } from "./found.js";

function storage() {
  try { return localStorage; } catch { return null; /* this browser keeps nothing */ }
}

// Only the review asks questions from all over the course, so only there are they fetched.
function faces() {
  return new Promise((resolve, reject) => {
    if (globalThis.bedsideQuestions) return resolve(bedsideQuestions);
    const script = make("script", { src: "assets/questions.js" });
    script.onload = () => resolve(bedsideQuestions);
    script.onerror = () => reject(new Error("assets/questions.js is missing"));
    document.head.append(script);
  });
}

function wake(desk) {
  const ask = (message) => desk.hear(message);
  for (const element of document.querySelectorAll("bedside-quiz, bedside-patient, bedside-live")) {
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

wake(new Desk({ course: bedsideCourse, storage: storage(), clock: () => new Date(), faces }));
for (const button of document.querySelectorAll(".site-print")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
if (globalThis.bedsideIndex) find(bedsideIndex);
addEventListener("load", keep);
