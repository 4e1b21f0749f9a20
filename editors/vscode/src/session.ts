import { EventEmitter, type Disposable } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { aboutCrash, aboutFailedStart, aboutMissing, type Message } from './messages.ts';
import type { Missing, Server } from './server/find.ts';

export type State =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly server: Server }
  | { readonly kind: 'failed'; readonly message: Message };

export interface Parts {
  find(): Promise<{ readonly server: Server } | { readonly missing: Missing }>;
  client(server: Server, heard: (text: string) => void, ended: () => boolean): LanguageClient;
  log(text: string): void;
}

const MOST_ENDS = 4;
const WITHIN_MILLISECONDS = 3 * 60 * 1000;

/** The one server that runs, from looking for it to stopping it; one thing happens at a time. */
export class Session implements Disposable {
  private readonly changed = new EventEmitter<State>();
  private readonly parts: Parts;
  private client: LanguageClient | undefined;
  private queue: Promise<void> = Promise.resolve();
  private ends: number[] = [];
  private current: State = { kind: 'stopped' };

  readonly onDidChange = this.changed.event;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  get state(): State {
    return this.current;
  }

  /** The client of the server that runs; undefined while none is ready. */
  get running(): LanguageClient | undefined {
    return this.current.kind === 'ready' ? this.client : undefined;
  }

  /** Look for a server and start it, after stopping the one that runs. */
  restart(): Promise<void> {
    this.ends = [];
    return this.next(async () => {
      await this.end();
      await this.begin();
    });
  }

  /** Start the server that is to be used now, if it is another one than the one that runs. */
  lookAgain(): Promise<void> {
    return this.next(async () => {
      const running = this.current.kind === 'ready' ? this.current.server : undefined;
      const found = await this.parts.find();
      if ('server' in found && isSame(found.server, running)) return;
      if ('missing' in found && running === undefined) return;
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  dispose(): void {
    this.changed.dispose();
  }

  private next(task: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(task, task);
    return this.queue;
  }

  private async begin(): Promise<void> {
    this.become({ kind: 'starting' });
    const found = await this.parts.find();
    if ('missing' in found) {
      this.become({ kind: 'failed', message: aboutMissing(found.missing) });
      return;
    }
    const { server } = found;
    const command = [server.command, ...server.args, 'lsp'].join(' ');
    this.parts.log(`starting ${command} (version ${server.version}, found by ${server.origin})`);
    let lastWords = '';
    const heard = (text: string): void => void (lastWords = text);
    const client = this.parts.client(server, heard, () => this.ended(server));
    this.client = client;
    try {
      await client.start();
      this.become({ kind: 'ready', server });
    } catch (error) {
      this.client = undefined;
      const reason = lastWords || (error instanceof Error ? error.message : String(error));
      this.become({ kind: 'failed', message: aboutFailedStart(command, reason) });
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.become({ kind: 'stopped' });
    if (client === undefined) return;
    try {
      await client.dispose();
    } catch (error) {
      this.parts.log(`the server did not stop as it should: ${String(error)}`);
    }
  }

  /** The server ended by itself: whether it is started again. */
  private ended(server: Server): boolean {
    if (this.current.kind !== 'ready') return false;
    const now = Date.now();
    this.ends = [...this.ends.filter((time) => now - time < WITHIN_MILLISECONDS), now];
    if (this.ends.length <= MOST_ENDS) {
      this.become({ kind: 'ready', server });
      return true;
    }
    this.become({ kind: 'failed', message: aboutCrash(this.ends.length) });
    return false;
  }

  private become(state: State): void {
    this.current = state;
    this.changed.fire(state);
  }
}

function isSame(one: Server, other: Server | undefined): boolean {
  return (
    one.command === other?.command &&
    one.version === other.version &&
    one.args.join(' ') === other.args.join(' ')
  );
}
