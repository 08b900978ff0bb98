// The kinds of questions there are. Each module of the folder kinds puts its own here when it is imported.

/** @import { Kind } from "./kind.js" */

/** @type {Map<string, Kind>} */
const kinds = new Map();

/**
 * @param {string} name
 * @param {Kind} kind
 */
export function register(name, kind) {
  kinds.set(name, kind);
}

/** @param {string} name */
export function kindOf(name) {
  const kind = kinds.get(name);
  if (!kind) throw new Error(`No module of kinds/ registers "${name}".`);
  return kind;
}
