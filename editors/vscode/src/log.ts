import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { type Event, type LogOutputChannel, LogLevel } from 'vscode';

/** Show what the server logs at the levels that it gives: a line of JSON each, or plain text. */
export function showServerLog(
  input: Readable,
  channel: LogOutputChannel,
  heard: (text: string) => void,
): void {
  createInterface({ input }).on('line', (line) => {
    const { level, text } = parsed(line) ?? { level: 'info', text: line };
    channel[level](text);
    if (text.trim() !== '') heard(text);
  });
}

/**
 * The channel that messages between the editor and the server are written to.
 *
 * The language client traces only while this channel's level is Trace. Seen through here the
 * setting `promptwell.trace.server` does the same, so that one switch is enough.
 */
export function traceChannel(
  channel: LogOutputChannel,
  wanted: () => boolean,
  changed: Event<unknown>,
): LogOutputChannel {
  const level = (): LogLevel => (wanted() ? LogLevel.Trace : channel.logLevel);
  const onDidChangeLogLevel: Event<LogLevel> = (listener, self) => {
    const tell = (): void => listener.call(self, level());
    const listening = [changed(tell), channel.onDidChangeLogLevel(tell)];
    return { dispose: () => listening.forEach((each) => each.dispose()) };
  };
  const trace: LogOutputChannel['trace'] = (message, ...more) =>
    wanted() && channel.logLevel !== LogLevel.Trace
      ? channel.info(message, ...more)
      : channel.trace(message, ...more);
  return new Proxy(channel, {
    get(target, key) {
      if (key === 'logLevel') return level();
      if (key === 'onDidChangeLogLevel') return onDidChangeLogLevel;
      return key === 'trace' ? trace : Reflect.get(target, key, target);
    },
  });
}

interface Entry {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
}

const LEVELS: Readonly<Record<string, Entry['level']>> = {
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'error',
};

function parsed(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, message, fields, exception } = JSON.parse(line);
    const more = fields === undefined ? '' : ` ${JSON.stringify(fields)}`;
    const trace = exception === undefined ? '' : `\n${exception}`;
    return { level: LEVELS[level] ?? 'info', text: `${message}${more}${trace}` };
  } catch {
    return undefined;
  }
}
