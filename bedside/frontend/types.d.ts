// What travels between Python, the pages and the kinds of questions.

export type Html = string;
export type Value = string | number | boolean;

/** What someone gave, by slot. */
export type Given = Record<string, Value>;
/** What a slot wants: anything, one value, one of these words, or a number near this one. */
export type Wanted = null | Value | string[] | { near: number; tolerance: number };
export type Key = Record<string, any>;
export type Slots = Record<string, boolean>;
export type Grade = { right: boolean; score: number; slots: Slots };

export type Said = { id: string; say: Html };
export type Source = { label: string; link?: string };

/** A question as bedside/kinds/view.py tells it; in a class, what is right comes only with the reveal. */
export interface Asked {
  id: string;
  revision: string;
  kind: string;
  goal?: Html;
  ask: Html;
  hint: Html;
  explain: Html;
  sources: Source[];
  key: Key;
  why: Record<string, [Wanted, Html][]>;
  mix?: boolean;
}
export interface WithOptions extends Asked {
  options: Said[];
}
export interface WithItems extends Asked {
  items: Said[];
}
export interface WithGroups extends WithItems {
  groups: Record<string, Html>;
}
export interface WithUnit extends Asked {
  unit: string;
}
export interface WithGaps extends Asked {
  text: Html[];
}

/** What a kind may ask of the page while it is answered. */
export type Page = { changed(): void; say(words: string): void };
/** What stands beside a slot, or an option: its words, and why. */
export type Mark = { at: string; good: boolean | null; words: string; html: Html };
/** How votes on items are laid out where they are a table: a row an item. */
export type Grid = {
  caption: string;
  head: string;
  items: Said[];
  columns: [id: string, label: string][];
  slotOf(item: string, column: string): [slot: string, value: string];
};

export type Answer = {
  id: string;
  question: string;
  revision: string;
  context: string;
  attempt: number;
  given: Given;
  score: number;
  confidence: number | null;
  hint: boolean;
  seconds: number;
  answered_at: string;
};

/** What is remembered of a question in this browser. */
export type Draft = {
  given: Given;
  attempt: number;
  seed?: number;
  sure?: number;
  hinted?: boolean;
  checked?: Given;
  solved?: boolean;
  first?: boolean;
  turned?: boolean;
  shown?: boolean;
  voted?: boolean;
  waiting?: Vote;
};

export type Vote = { given: Given; sure: number | null; seconds?: number; turn: number };

/** Where a question stands, and who hears of its answers. */
export type QuestionHost = {
  context: string;
  place: string;
  record(answer: Answer): void;
  changed(): void;
  turns(question: Asked, given: Given): boolean;
};
export type BallotHost = {
  place: string;
  turn(): number;
  vote(vote: Vote, late: () => void): Promise<{ counted?: boolean; say?: string }>;
};

/** What a page asks of the learner's service, and what comes back; null where nobody is there. */
export type Message = Record<string, any>;
export type Reply = {
  html?: Html;
  say?: string;
  trouble?: string;
  notice?: string;
  kept?: string[];
  refused?: string[];
  quiz?: QuizPage;
  file?: { name: string; text: string };
  erased?: boolean;
  set?: Record<string, string>;
};
export type Ask = (message: Message) => Promise<Reply | null>;

export type QuizPage = { context: string; questions: Asked[]; round?: string; fold?: string };
export type LivePage = { html: Html; ask?: Message; context?: string; questions?: [id: string, revision: string][] };
export type LabPage = { lab: string; html: Html };
export type Step = {
  id: string;
  name: string;
  tell: Html;
  ask: string | null;
  paths: Record<string, string>;
  then: string;
};
export type StoryPage = QuizPage & { html: Html; steps: Step[]; close: Html };

/** A live class as its server tells it (bedside/classroom/views.py). */
export type ClassState = {
  version: number;
  phase: "lobby" | "open" | "closed" | "revealed" | "ended";
  title: string;
  tell: Html;
  number: number;
  of: number;
  vote: number;
  here: number;
  voted: number;
  ends: string | null;
  now: string;
  question: Asked | null;
  answer?: Pick<Asked, "key" | "why" | "explain" | "sources">;
  split: VoteLine[] | null;
};
export type VoteLine = { slot: string; value: Value; say: string; count: number; share: number; right?: boolean };
export type Moves = { stayed: number; moved: number; rows: string[]; columns: string[]; counts: number[][] };
export type Summary = {
  number: number;
  ask: string;
  voted: number[];
  right: (number | null)[];
  moved: number | null;
  gained: number | null;
  lost: number | null;
};
export type PresenterState = ClassState & {
  join: string;
  names: string[];
  steps: string[];
  agenda: { ask: string; asked: boolean; number: number }[];
  moves: Moves | null;
  right: (number | null)[];
  summary: Summary[] | null;
};

/** The course as bedside/site/assets.py tells it. */
export type SiteLesson = {
  id: string;
  title: string;
  page: string;
  objectives: { id: string; say: Html }[];
  review: string[];
};
export type Course = {
  title: string;
  file: string;
  lessons: SiteLesson[];
  questions: Record<string, { revision: string; lesson: string; objective: string }>;
  patients: string[];
  deeper: string[];
  memory: { parameters: number[]; retention: number; longest: number; best: number };
  names: { first: string[]; second: string[] };
};
/** localStorage, or what has its manner. */
export type Shelf = {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
  settled?(): Promise<void>;
};
export type Learner = { id: string; name: string };
export type Clock = () => Date;
/** A section of the course, as the search knows it. */
export type IndexEntry = [page: string, anchor: string, pageTitle: string, title: string, text: string];

declare global {
  var bedsideCourse: Course;
  var bedsideQuestions: Record<string, Asked>;
  var bedsideIndex: IndexEntry[];
}
