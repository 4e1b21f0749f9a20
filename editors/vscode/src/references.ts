import { commands, Location, Position, Range, Uri, type Disposable } from 'vscode';
import type { ClientCapabilities, FeatureState, StaticFeature } from 'vscode-languageclient/node';

/** What the server puts behind a lens where a client says that it has this command. */
const COMMAND = 'promptwell.showReferences';

interface At {
  readonly line: number;
  readonly character: number;
}

interface Place {
  readonly uri: string;
  readonly range: { readonly start: At; readonly end: At };
}

/** Lets a lens show places in VS Code's own list of references. */
export class ShownReferences implements StaticFeature {
  private command: Disposable | undefined;

  fillClientCapabilities(capabilities: ClientCapabilities): void {
    const others = capabilities.experimental as object | undefined;
    capabilities.experimental = { ...others, commands: { commands: [COMMAND] } };
  }

  initialize(): void {
    this.command ??= commands.registerCommand(COMMAND, show);
  }

  getState(): FeatureState {
    return { kind: 'static' };
  }

  clear(): void {
    this.command?.dispose();
    this.command = undefined;
  }
}

async function show(uri: string, at: At, places: readonly Place[]): Promise<void> {
  const locations = places.map(({ uri: file, range }) => {
    const whole = new Range(position(range.start), position(range.end));
    return new Location(Uri.parse(file), whole);
  });
  await commands.executeCommand(
    'editor.action.showReferences',
    Uri.parse(uri),
    position(at),
    locations,
  );
}

function position({ line, character }: At): Position {
  return new Position(line, character);
}
