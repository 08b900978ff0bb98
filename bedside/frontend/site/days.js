// A learner's days. A day is a whole number, counted from 1970, and turns at four in the morning by the browser's
// clock, in its zone.

import { say } from "../sentences.js";

const HOUR = 3_600_000;
export const DAY = 24 * HOUR; // milliseconds
const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/**
 * A moment's clock is the one of its own season: summer and winter time are each as they were then.
 * @param {number} when
 */
const wall = (when) => when - new Date(when).getTimezoneOffset() * 60_000;

/** @param {number} when milliseconds since 1970 */
export const dayOf = (when) => Math.floor((wall(when) - 4 * HOUR) / DAY);

/** @param {number} day */
export const dated = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** @param {Date} date */
export const spoken = (date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;

/**
 * When a day is, seen from now: tomorrow, or on Monday 23 November.
 * @param {number} day
 * @param {Date} now
 */
export function whenever(day, now) {
  const here = Math.floor(wall(now.getTime()) / DAY);
  if (day <= here) return say("today"); // after midnight, while the night still counts as yesterday
  if (day === here + 1) return say("tomorrow");
  const [date, today] = [new Date(day * DAY), new Date(here * DAY)];
  const year = date.getUTCFullYear() === today.getUTCFullYear() ? "" : ` ${date.getUTCFullYear()}`;
  return say("weekday", { weekday: WEEKDAYS[date.getUTCDay()], day: `${spoken(date)}${year}` });
}
