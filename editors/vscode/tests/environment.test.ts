import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { setUpEnvironment, type SetUp } from '../src/server/environment.ts';
import { pretendedMachine } from './pretended-machine.ts';

const PYTHON = '/usr/bin/python3 --version';
const PIP = '/private/server/bin/python -m pip';

function setUp(steps: string[] = []): SetUp {
  return {
    environment: '/private/server',
    package: 'promptwell',
    interpreter: undefined,
    onStep: (step) => steps.push(step),
    options: {},
  };
}

test('an environment is made and the package installed into it', async () => {
  const steps: string[] = [];
  const system = pretendedMachine({
    [PYTHON]: 'Python 3.12.1',
    '/usr/bin/python3 -m venv': '',
    [PIP]: 'Successfully installed',
  });
  assert.equal(await setUpEnvironment(system, setUp(steps)), undefined);
  assert.deepEqual(steps, [
    'making an environment with /usr/bin/python3',
    'installing promptwell',
  ]);
  assert.match(system.ran.at(-1) ?? '', /^\/private\/server\/bin\/python -m pip install .*promptwell$/);
});

test('without any Python that is told', async () => {
  assert.deepEqual(await setUpEnvironment(pretendedMachine({}), setUp()), { kind: 'no-python' });
});

test('a newer Python is taken under its own name where python3 is too old', async () => {
  const system = pretendedMachine({
    [PYTHON]: 'Python 3.9.2',
    '/usr/bin/python3.12 --version': 'Python 3.12.1',
    '/usr/bin/python3.12 -m venv': '',
    [PIP]: '',
  });
  assert.equal(await setUpEnvironment(system, setUp()), undefined);
});

test('where all are too old, the one that was asked for is told', async () => {
  const problem = await setUpEnvironment(pretendedMachine({ [PYTHON]: 'Python 3.9.2' }), setUp());
  const python = '/usr/bin/python3';
  assert.deepEqual(problem, { kind: 'python-too-old', python, version: '3.9.2' });
});

test('a Python that cannot make environments is told with its reason', async () => {
  const output = 'The virtual environment was not created because ensurepip is not\navailable.';
  const system = pretendedMachine({
    [PYTHON]: 'Python 3.11.2',
    '/usr/bin/python3 -m venv': { code: 1, output },
  });
  const problem = await setUpEnvironment(system, setUp());
  assert.equal(problem?.kind, 'no-venv');
});

test("pip's error is told, not its last hint", async () => {
  const output = 'Collecting promptwell\nERROR: No matching distribution found\n[notice] upgrade';
  const system = pretendedMachine({
    [PYTHON]: 'Python 3.11.2',
    '/usr/bin/python3 -m venv': '',
    [PIP]: { code: 1, output },
  });
  assert.deepEqual(await setUpEnvironment(system, setUp()), {
    kind: 'not-installed',
    package: 'promptwell',
    reason: 'No matching distribution found',
  });
});
