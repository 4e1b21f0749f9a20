import type { Change, Difference, Hunk, Place, Span } from './answers.ts';

/** Text that is not in the document: what stood there, shown beside a place. */
export interface Ghost {
  readonly place: Place;
  readonly text: string;
  readonly side: 'before' | 'after';
}

/** What to draw: lines and words that came, and ghosts of what went. */
export interface Drawing {
  readonly lines: readonly Span[];
  readonly words: readonly Span[];
  readonly ghosts: readonly Ghost[];
}

const LONGEST_WORDS = 60;
const LONGEST_LINE = 100;
// A decoration shows blanks at its ends only where they don't break.
const BLANK = '\u00a0';

/** The lines of a document, and how many columns of one there is room for before it wraps. */
export interface Page {
  length(line: number): number;
  readonly room: number;
}

/**
 * What a difference looks like. A ghost does not wrap with its line: one that would push words of the
 * document out of sight stands at the end of the line instead.
 */
export function drawing(found: Difference, page: Page): Drawing {
  const drawn = { lines: [] as Span[], words: [] as Span[], ghosts: [] as Ghost[] };
  const byLine = new Map<number, Ghost[]>();
  for (const hunk of found.hunks) {
    if (hunk.kind === 'removed') drawn.ghosts.push(goneLines(hunk, page));
    else drawn.lines.push(hunk.range);
    if (hunk.kind === 'added' || hunk.kind === 'removed') continue;
    for (const word of hunk.tokens ?? hunk.words) {
      if (!isEmpty(word.range)) drawn.words.push(word.range);
      const text = goneWords(word);
      if (text === '') continue;
      const place = word.range.start;
      const beside = byLine.get(place.line) ?? [];
      byLine.set(place.line, [...beside, { place, text, side: 'before' }]);
    }
  }
  for (const [line, ghosts] of byLine) drawn.ghosts.push(...fitting(line, ghosts, page));
  return drawn;
}

function fitting(line: number, ghosts: readonly Ghost[], page: Page): readonly Ghost[] {
  const length = page.length(line);
  const wanted = ghosts.reduce((sum, each) => sum + each.text.length, length);
  if (wanted <= page.room) return ghosts;
  const text = ghosts.map((each) => each.text.trim()).join(`${BLANK}·${BLANK}`);
  return [{ place: { line, character: length }, text: cut(text, LONGEST_LINE), side: 'after' }];
}

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

function goneWords({ kind, oldText }: Change): string {
  // That blanks came or went is seen by the mark of the line; a line end is not.
  if (kind === 'white-space') return /[\r\n]/.test(oldText) ? '⏎' : '';
  const text = visible(oldText);
  return cut(text, LONGEST_WORDS);
}

function goneLines({ oldText, removedLines, range }: Hunk, page: Page): Ghost {
  const lines = oldText.split(/\r\n|\n|\r/).map((each) => each.trim());
  const first = cut(visible(lines.find((each) => each !== '') ?? ''), LONGEST_LINE);
  const others = removedLines - 1;
  const more = others > 0 ? ` (+${others} more ${others === 1 ? 'line' : 'lines'})` : '';
  const text = `${first === '' ? 'empty line' : first}${more}`.replaceAll(' ', BLANK);
  const { line } = range.start;
  return line === 0
    ? { place: range.start, text, side: 'before' }
    : { place: { line: line - 1, character: page.length(line - 1) }, text, side: 'after' };
}

function visible(text: string): string {
  return text.replace(/\r\n|\n|\r/g, '⏎').replaceAll('\t', BLANK.repeat(2)).replaceAll(' ', BLANK);
}

function cut(text: string, longest: number): string {
  const letters = [...text];
  if (letters.length <= longest) return text;
  return `${letters.slice(0, longest - 1).join('')}…`;
}
