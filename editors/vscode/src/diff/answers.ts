/** What the server tells of differences: `docs/reference/protocol.md` has the methods. */
export const DIFF = 'promptwell/diff';
export const BASE = 'promptwell/base';
export const BASES = 'promptwell/bases';
export const STOP = 'promptwell/didHideDiff';
export const BASE_CHANGED = 'promptwell/baseChanged';

export type Kind = 'added' | 'removed' | 'changed' | 'white-space';

export interface Place {
  readonly line: number;
  readonly character: number;
}

export interface Span {
  readonly start: Place;
  readonly end: Place;
}

export interface Change {
  readonly kind: Kind;
  readonly range: Span;
  readonly oldText: string;
  /** The same with stars in place of secrets, where it has any. */
  readonly shownText?: string;
}

export interface Hunk extends Change {
  readonly addedLines: number;
  readonly removedLines: number;
  readonly words: readonly Change[];
  /** At the level `token`, where the model's tokenizer is known. */
  readonly tokens?: readonly Change[];
}

export type Level = 'word' | 'token';

/** How many tokens came and went. */
export interface Tokens {
  readonly encoding: string;
  readonly removed: number;
  readonly added: number;
}

export interface Base {
  readonly against: string;
  readonly name: string;
  readonly kind: 'commit' | 'version' | 'nothing';
  readonly path: string;
  readonly commit: string;
  /** What its line ends are called where they are others than the document's; they are not compared. */
  readonly otherLineEnds: string;
}

export interface Difference {
  readonly version: number | null;
  readonly base: Base;
  readonly hunks: readonly Hunk[];
  /** Only at the level `token`; null where nobody knows how the model cuts a text. */
  readonly tokens?: Tokens | null;
  readonly structure?: {
    readonly summary: string;
    readonly prompts: readonly { readonly name: string; readonly sentences: readonly string[] }[];
  };
}

export interface Offered {
  readonly ref: string;
  readonly kind: string;
  readonly about: string;
  readonly time: string;
}
