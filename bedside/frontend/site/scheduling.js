// What to practise next, as bedside/learner/scheduling.py finds it; its first lines tell the rules. A day is a whole number, counted
// from 1970, and turns at four in the morning by the browser's clock, in its zone.

const HOUR = 3_600_000,
  DAY = 24 * HOUR;
const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

// A moment's clock is the one of its own season: summer and winter time are each as they were then.
const wall = (when) => when - new Date(when).getTimezoneOffset() * 60_000;
export const dayOf = (when) => Math.floor((wall(when) - 4 * HOUR) / DAY);
export const dated = (day) => new Date(day * DAY).toISOString().slice(0, 10);
export const spoken = (date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;

const again = 1,
  hard = 2,
  good = 3,
  easy = 4;

// FSRS-6 without steps of minutes and without chance (github.com/open-spaced-repetition, fsrs 6, Scheduler.review_card).
// A card: {stability (days), difficulty (1 to 10), seen (day), back (day)}.
export class Scheduler {
  // parameters: the 21 of FSRS-6; retention: the share to be remembered; longest: days
  constructor({ parameters, retention, longest }) {
    Object.assign(this, { p: parameters, retention, longest, decay: -parameters[20] });
    this.factor = 0.9 ** (1 / this.decay) - 1;
  }

  // The chance, 0 to 1, that a card is remembered on a day.
  held({ stability, seen }, day) {
    return (1 + (this.factor * Math.max(0, day - seen)) / stability) ** this.decay;
  }

  // A card after its answer on a day; null is a new one.
  reviewed(card, rating, day) {
    const stability = Math.max(card ? this.stability(card, rating, this.held(card, day)) : this.p[rating - 1], 0.001);
    const difficulty = Math.min(Math.max(card ? this.difficulty(card, rating) : this.begun(rating), 1), 10);
    const days = Math.round((stability / this.factor) * (this.retention ** (1 / this.decay) - 1));
    return { stability, difficulty, seen: day, back: day + Math.min(Math.max(days, 1), this.longest) };
  }

  begun(rating) {
    return this.p[4] - Math.E ** (this.p[5] * (rating - 1)) + 1;
  }

  difficulty({ difficulty }, rating) {
    const { p } = this,
      change = -(p[6] * (rating - 3));
    return p[7] * this.begun(easy) + (1 - p[7]) * (difficulty + ((10 - difficulty) * change) / 9);
  }

  stability({ stability, difficulty }, rating, held) {
    const { p } = this;
    if (rating === again) {
      const long = p[11] * difficulty ** -p[12] * ((stability + 1) ** p[13] - 1) * Math.E ** ((1 - held) * p[14]);
      return Math.min(long, stability / Math.E ** (p[17] * p[18]));
    }
    const gain = Math.E ** p[8] * (11 - difficulty) * stability ** -p[9] * (Math.E ** ((1 - held) * p[10]) - 1);
    return stability * (1 + gain * (rating === hard ? p[15] : 1) * (rating === easy ? p[16] : 1));
  }
}

const rating = ({ score, hint, confidence }) =>
  score !== 1 ? again : hint || confidence === 1 ? hard : confidence === 3 ? easy : good;

// What the answers show of each question, by its id: {card, first, last}, how its latest sitting began and ended.
export function memories(answers, course, now) {
  const scheduler = new Scheduler(course.memory),
    known = new Map();
  const counted = answers.filter(
    ({ question, revision }) =>
      Object.hasOwn(course.questions, question) && course.questions[question].revision === revision,
  );
  let following = now.getTime();
  const moments = counted
    .map(({ answered_at }) => Date.parse(answered_at))
    .reverse()
    .map((when) => (following = when <= now ? when : following))
    .reverse();
  counted.forEach((answer, i) => {
    const before = known.get(answer.question);
    const when = Math.max(moments[i], before?.when ?? DAY),
      day = dayOf(when),
      last = answer.score === 1;
    if (before?.card.seen === day) Object.assign(before, { when, last });
    else
      known.set(answer.question, {
        when,
        card: scheduler.reviewed(before?.card, rating(answer), day),
        first: last,
        last,
      });
  });
  return known;
}

export const isDue = ({ card, last }, day) => card.back <= day || !last;

// At most so many questions: {questions, more, back}, as pick in bedside/learner/scheduling.py.
export function picked(answers, course, now, most = 10) {
  const known = memories(answers, course, now),
    day = dayOf(now),
    scheduler = new Scheduler(course.memory);
  const far = (name) => Math.abs(scheduler.held(known.get(name).card, day) - course.memory.best);
  const due = [...known.keys()].filter((name) => isDue(known.get(name), day));
  const order = new Map(due.map((name) => [name, far(name)]));
  due.sort((one, other) => order.get(one) - order.get(other));
  const begun = new Set([...known.keys()].map((name) => course.questions[name].objective));
  const deeper = new Set(course.deeper),
    wanted = course.deeper.some((name) => known.has(name));
  const fresh = course.lessons
    .flatMap(({ review }) => review)
    .filter((name) => !known.has(name) && begun.has(course.questions[name].objective) && (wanted || !deeper.has(name)));
  const backs = [...known].filter(([name]) => !order.has(name)).map(([, { card }]) => card.back);
  const chosen = [...due, ...fresh].slice(0, most);
  return {
    questions: mixed(chosen, (name) => course.questions[name].lesson),
    more: Math.max(0, due.length - most),
    back: backs.length ? Math.min(...backs) : null,
  };
}

// Neighbours come from different lessons wherever they can; the lesson with the most left goes first.
export function mixed(names, lessonOf) {
  const left = [...names],
    order = [];
  while (left.length) {
    const many = {},
      last = order.length ? lessonOf(order.at(-1)) : null;
    for (const name of left) many[lessonOf(name)] = (many[lessonOf(name)] ?? 0) + 1;
    const worth = (name) => many[lessonOf(name)] + (lessonOf(name) === last ? 0 : names.length);
    const best = left.reduce((one, other) => (worth(other) > worth(one) ? other : one));
    order.push(...left.splice(left.indexOf(best), 1));
  }
  return order;
}

// What a learner is told beside the questions.
export function told({ questions, more, back }, now) {
  if (more) return `${more} more ${more === 1 ? "is" : "are"} due now.`;
  if (questions.length) return "That is all for now.";
  if (back === null)
    return "Nothing to review yet. Answer some questions in a lesson first; they come back here when you are about to forget them.";
  return `Nothing is due. Come back ${whenever(back, Math.floor(wall(now) / DAY))}.`;
}

function whenever(day, now) {
  if (day <= now) return "later today"; // after midnight, while the night still counts as yesterday
  if (day === now + 1) return "tomorrow";
  const [date, today] = [new Date(day * DAY), new Date(now * DAY)];
  const year = date.getUTCFullYear() === today.getUTCFullYear() ? "" : ` ${date.getUTCFullYear()}`;
  return `on ${WEEKDAYS[date.getUTCDay()]} ${spoken(date)}${year}`;
}
