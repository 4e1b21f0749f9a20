import type { Change, Difference, Place, Span } from './answers.ts';

/** Text that is not in the document: what stood there, shown beside a place. */
export interface Ghost {
  readonly place: Place;
  readonly text: string;
  readonly side: 'before' | 'after';
}

/** What to draw: lines and words that came, ghosts of what went, and where words went whose ghost stands elsewhere. */
export interface Drawing {
  readonly lines: readonly Span[];
  readonly words: readonly Span[];
  readonly ghosts: readonly Ghost[];
  readonly cuts: readonly Place[];
}

const LONGEST_WORDS = 60;
const LONGEST_LINE = 100;
// What goes beyond the edge makes an editor scroll sideways that otherwise never does.
const LONGEST_BEHIND_WRAPPED = 40;
// A decoration shows blanks at its ends only where they don't break.
const BLANK = '\u00a0';
const BETWEEN = `${BLANK}·${BLANK}`;

/** The lines of a document, in characters and in columns, and how many columns of one there is room for before it wraps. */
export interface Page {
  length(line: number): number;
  columns(line: number): number;
  readonly room: number;
}

/**
 * What a difference looks like. A ghost does not wrap with its line: one that would push words of the
 * document out of sight stands at the end of the line instead.
 */
export function drawing(found: Difference, page: Page): Drawing {
  const drawn = { lines: [] as Span[], words: [] as Span[], ghosts: [] as Ghost[], cuts: [] as Place[] };
  const byLine = new Map<number, Ghost[]>();
  for (const hunk of found.hunks) {
    if (hunk.kind === 'removed') drawn.ghosts.push(goneLines(hunk, page));
    else drawn.lines.push(hunk.range);
    if (hunk.kind === 'added' || hunk.kind === 'removed') continue;
    for (const word of hunk.tokens ?? hunk.words) {
      if (!isEmpty(word.range)) drawn.words.push(word.range);
      const lines = wholeLines(word, page);
      const text = goneWords(word);
      if (lines !== undefined) drawn.ghosts.push(goneLines(lines, page));
      if (lines !== undefined || text === '') continue;
      const place = word.range.start;
      const beside = byLine.get(place.line) ?? [];
      byLine.set(place.line, [...beside, { place, text, side: 'before' }]);
    }
  }
  for (const [line, ghosts] of byLine) {
    const shown = fitting(line, ghosts, page);
    drawn.ghosts.push(...shown);
    if (shown !== ghosts) drawn.cuts.push(...ghosts.map((each) => each.place));
  }
  return { ...drawn, ghosts: joined(drawn.ghosts, page) };
}

/** One ghost at the end of each line, words before the lines that went below. */
function joined(ghosts: readonly Ghost[], page: Page): Ghost[] {
  const ends = new Map<number, Ghost[]>();
  for (const each of ghosts) {
    if (each.side === 'after') ends.set(each.place.line, [...(ends.get(each.place.line) ?? []), each]);
  }
  const found = ghosts.filter((each) => each.side === 'before');
  const longest = page.room < Infinity ? LONGEST_BEHIND_WRAPPED : LONGEST_LINE;
  for (const [first, ...others] of ends.values() as Iterable<[Ghost, ...Ghost[]]>) {
    const texts = [...others, first].map((each) => each.text);
    found.push({ ...first, text: cut(texts.join(BETWEEN), longest) });
  }
  return found;
}

function fitting(line: number, ghosts: readonly Ghost[], page: Page): readonly Ghost[] {
  const wanted = ghosts.reduce((sum, each) => sum + columns(each.text), page.columns(line));
  if (wanted <= page.room) return ghosts;
  const text = ghosts.map((each) => each.text.trim()).join(BETWEEN);
  return [{ place: { line, character: page.length(line) }, text, side: 'after' }];
}

/** How many columns a text takes up. */
export function columns(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

// Of a pair of surrogates each counts as one already.
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** Whether nothing stands in a range. */
export function isEmpty({ start, end }: Span): boolean {
  return start.line === end.line && start.character === end.character;
}

/** How many lines came and went. */
export function amounts(found: Difference): { readonly added: number; readonly removed: number } {
  return found.hunks.reduce(
    (sum, each) => ({
      added: sum.added + each.addedLines,
      removed: sum.removed + each.removedLines,
    }),
    { added: 0, removed: 0 },
  );
}

/** Lines that went whole among words that changed: they stand where other lines that went do. */
function wholeLines(word: Change, page: Page): Change | undefined {
  const { start } = word.range;
  if (!isEmpty(word.range)) return undefined;
  if (start.character === 0 && /[\r\n]$/.test(word.oldText)) return word;
  const above = /^(?:\r\n|\n|\r)(?=[^])/.exec(word.oldText)?.[0];
  if (above === undefined || start.character < page.length(start.line)) return undefined;
  const below = { line: start.line + 1, character: 0 };
  return { ...word, ...without(word, above.length), range: { start: below, end: below } };
}

function without({ oldText, shownText }: Change, first: number): Pick<Change, 'oldText' | 'shownText'> {
  const rest = { oldText: oldText.slice(first) };
  return shownText === undefined ? rest : { ...rest, shownText: shownText.slice(first) };
}

function goneWords({ kind, oldText, shownText }: Change): string {
  // That blanks came or went is seen by the mark of the line; a line end is not.
  if (kind === 'white-space') return /[\r\n]/.test(oldText) ? '⏎' : '';
  const text = visible(shownText ?? oldText);
  const lines = oldText.replace(LAST_END, '').split(LINE_END).length;
  const amount = lines > 1 && [...text].length > LONGEST_WORDS ? amountOf(lines) : '';
  return cut(`${amount}${text}`, LONGEST_WORDS);
}

function goneLines({ oldText, shownText, range }: Change, page: Page): Ghost {
  const lines = (shownText ?? oldText).replace(LAST_END, '').split(LINE_END).map((each) => each.trim());
  const first = visible(lines.find((each) => each !== '') ?? '');
  // How many there are comes first: the end may be out of sight.
  const amount = lines.length > 1 ? amountOf(lines.length) : '';
  const text = `${amount}${cut(first === '' ? `empty${BLANK}line` : first, LONGEST_LINE)}`;
  const { line } = range.start;
  return line === 0
    ? { place: range.start, text, side: 'before' }
    : { place: { line: line - 1, character: page.length(line - 1) }, text, side: 'after' };
}

const LINE_END = /\r\n|\n|\r/;
const LAST_END = /(?:\r\n|\n|\r)$/;

function amountOf(lines: number): string {
  return `(${lines}${BLANK}lines)${BLANK}`;
}

function visible(text: string): string {
  return text.replace(/\r\n|\n|\r/g, '⏎').replaceAll('\t', BLANK.repeat(2)).replaceAll(' ', BLANK);
}

function cut(text: string, longest: number): string {
  const letters = [...text];
  if (letters.length <= longest) return text;
  return `${letters.slice(0, longest - 1).join('')}…`;
}
