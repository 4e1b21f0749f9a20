import { workspace, type Memento, type TextDocument } from 'vscode';
import type { Level } from './answers.ts';

export const HEAD = 'HEAD';
export const LEVEL = 'promptwell.inlineDiff.level';

const ON = 'inlineDiff.on';
const AGAINST = 'inlineDiff.against';
const OWN = 'inlineDiff.againstOf';

/** What the user has chosen, as VS Code remembers it for the folder. */
export class Choices {
  private readonly memory: Memento;

  constructor(memory: Memento) {
    this.memory = memory;
  }

  get isOn(): boolean {
    return this.memory.get(ON, false);
  }

  async turn(on: boolean): Promise<void> {
    await this.memory.update(ON, on);
  }

  /** Whether words or the model's tokens are marked. */
  get level(): Level {
    return workspace.getConfiguration().get<Level>(LEVEL, 'word');
  }

  /** What was chosen for a document by itself, or else for all. */
  against(document: TextDocument): string {
    return this.own[document.uri.toString()] ?? this.memory.get(AGAINST, HEAD);
  }

  /** Whether a document may lack what it is compared with, as that was chosen for all. */
  isForAll(document: TextDocument): boolean {
    return this.against(document) !== HEAD && !(document.uri.toString() in this.own);
  }

  /** Compare with something from now on: one document, or all that have no choice of their own. */
  async compareWith(against: string, document: TextDocument, onlyThis: boolean): Promise<void> {
    const name = document.uri.toString();
    const { [name]: _, ...others } = this.own;
    await this.memory.update(OWN, onlyThis ? { ...others, [name]: against } : others);
    if (!onlyThis) await this.memory.update(AGAINST, against);
  }

  private get own(): Readonly<Record<string, string>> {
    return this.memory.get(OWN, {});
  }
}
