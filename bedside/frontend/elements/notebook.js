// In a notebook: a widget's model carries what to show, and is the way to Python.

/** @import { Message, Reply } from "../types.js" */

import { own } from "./dom.js";
import { guard } from "./guard.js";
import { Quiz } from "./quiz.js";
import "./live.js";

/** @typedef {any} Model what anywidget gives: the widget's model (anywidget.dev/en/afm) */

/**
 * The way to Python is the widget's own connection. That is gone when a notebook was reopened and its cells not run
 * again; then the question goes to the kernel itself, beside the notebook's own cells.
 * @param {Model} model
 * @returns {(message: Message) => Promise<Reply | null>}
 */
function wire(model) {
  /** @type {Map<number, (reply: Reply | null) => void>} */
  const open = new Map();
  let count = 0;
  let gone = false;
  model.on("msg:custom", (/** @type {any} */ { number, reply }) => open.get(number)?.(reply));
  /** @param {Message} message */
  const send = (message) =>
    new Promise((/** @type {(reply: Reply | null) => void} */ resolve) => {
      const number = ++count;
      const late = setTimeout(() => {
        gone = true;
        aside(model, message).then(resolve, () => resolve(null));
      }, 1000);
      open.set(number, (reply) => {
        clearTimeout(late);
        open.delete(number);
        resolve(reply);
      });
      try {
        model.send({ number, ask: message });
      } catch {
        // As when it is gone.
      }
    });
  return (message) => (gone ? aside(model, message) : send(message));
}

/**
 * @param {Model} model
 * @param {Message} message
 * @returns {Promise<Reply | null>}
 */
async function aside(model, message) {
  const kernel = model.widget_manager?.kernel;
  // What is sent to a kernel that is just starting may be lost without a word; whoever asks, asks again.
  if (kernel?.connectionStatus !== "connected" || !["idle", "busy"].includes(kernel.status)) return null;
  const reply = `__import__("bedside").answer(${JSON.stringify(JSON.stringify(message))})`;
  const future = kernel.requestExecute({ code: "", store_history: false, user_expressions: { reply } });
  const late = new Promise((resolve) => setTimeout(resolve, 5000));
  const done = await Promise.race([future.done, late]);
  return done?.content.user_expressions?.reply?.data?.["application/json"] ?? null;
}

/** @type {Record<string, string>} */
const TAGS = { head: "live", script: "live" };

/**
 * Which element shows what a widget carries. In a copy from before the widgets said their kind, which someone changed
 * and therefore keeps, it is known by what it holds.
 * @param {any} told
 * @param {boolean} live
 */
function tagOf(told, live) {
  if (told.kind) return `bedside-${TAGS[told.kind] ?? told.kind}`;
  if (told.lab) return "bedside-lab";
  if (told.steps) return "bedside-patient";
  if (told.fold) return "bedside-deeper";
  return live ? "bedside-live" : "bedside-quiz";
}

/**
 * Show what a widget's model carries as JSON.
 * @param {{model: Model, el: HTMLElement}} widget
 */
async function mount({ model, el }) {
  const page = model.get("page");
  const told = JSON.parse(page ?? model.get("quiz"));
  const tag = tagOf(told, Boolean(page));
  await customElements.whenDefined(tag);
  const element = /** @type {any} */ (own(tag));
  element.folder = model.widget_manager?.context?.path?.replace(/[^/]*$/, "") ?? "";
  guard(el); // a click right of a question is as harmless as one in it
  const ask = wire(model);
  const format = Intl.DateTimeFormat();
  // The kernel may run in another zone than its learner, whose day it is.
  const zoned = (/** @type {Message} */ message) => ask({ ...message, zone: format.resolvedOptions().timeZone });
  el.replaceChildren(element.connect(told, zoned));
}

// A widget that came without this script finds the way here.
/** @type {any} */ (Quiz).show = mount;

// What anywidget calls for the widget that brings this script: a lesson's head, or another that came without one.
export default { render: mount };
