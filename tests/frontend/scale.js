// A kind of question that the course does not have: a place on a scale.

import { make } from "../../bedside/frontend/elements/dom.js";
import { Kind } from "../../bedside/frontend/elements/kind.js";
import { note } from "../../bedside/frontend/elements/kind-parts.js";
import { register } from "../../bedside/frontend/elements/kinds.js";

class Scale extends Kind {
  draw({ ends: [from, to] }, uid) {
    const describe = `${uid}-why-place`;
    const slider = { type: "range", min: 0, max: 100, "data-slot": "place", "aria-describedby": describe };
    return [make("label", {}, from, make("input", slider), to), note(uid, "place")];
  }

  missing(_question, { place }) {
    return place === "50" ? "Move it first." : "";
  }

  score(_key, slots) {
    return slots.place ? 1 : 0.25;
  }

  solution({ key }) {
    return { place: `${key.place.near}` };
  }

  correction({ key }) {
    return `It belongs at ${key.place.near}.`;
  }

  list({ ends }) {
    return [make("p", {}, `From ${ends.join(" to ")}.`)];
  }

  listRight(_question, key) {
    return [make("p", {}, `At ${key.place.near}.`)];
  }
}

register("scale", new Scale());
