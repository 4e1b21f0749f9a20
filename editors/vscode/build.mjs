// Bundles the extension into dist/, and puts the license beside it for the package.
import { build } from 'esbuild';
import { copyFile } from 'node:fs/promises';

const production = process.argv.includes('--production');

await build({
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
});
await copyFile(new URL('../../LICENSE', import.meta.url), new URL('LICENSE', import.meta.url));
