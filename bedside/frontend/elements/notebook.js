// In a notebook: a widget's model carries what to show, and is the way to Python.

import { guard } from "./dom.js";
import { Quiz } from "./quiz.js";
import "./live.js";

// The way to Python is the widget's own connection. That is gone when a notebook was reopened and its cells not run
// again; then the question goes to the kernel itself, beside the notebook's own cells.
function wire(model) {
  const open = new Map();
  let [count, gone] = [0, false];
  model.on("msg:custom", ({ number, reply }) => open.get(number)?.(reply));
  return (message) =>
    gone
      ? aside(model, message)
      : new Promise((resolve) => {
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
            /* as when it is gone */
          }
        });
}

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

// A widget's model carries, as JSON, what to show.
async function mount({ model, el }) {
  const told = JSON.parse(model.get("page") ?? model.get("quiz"));
  const tag = `bedside-${told.lab ? "lab" : told.steps ? "patient" : told.fold ? "deeper" : model.get("page") ? "live" : "quiz"}`;
  await customElements.whenDefined(tag);
  const element = document.createElement(tag);
  element.folder = model.widget_manager?.context?.path?.replace(/[^/]*$/, "") ?? "";
  guard(el); // a click right of a question is as harmless as one in it
  const ask = wire(model),
    format = Intl.DateTimeFormat();
  // The kernel may run in another zone than its learner, whose day it is.
  el.replaceChildren(element.connect(told, (message) => ask({ ...message, zone: format.resolvedOptions().timeZone })));
}

// A widget that came without this script finds the way here.
Quiz.show = mount;

// What anywidget calls for the widget that brings this script: a lesson's head, or another that came without one.
export default { render: mount };
