/** Makes what ships: JavaScript in few files, since the number of files is what start-up costs, and declarations. */

import { rm } from 'node:fs/promises'
import { build } from 'esbuild'

await rm('dist', { recursive: true, force: true })
await build({
  entryPoints: { cli: 'src/cli/index.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  // loaded only when records are first made, and too many files to copy
  external: ['@faker-js/faker'],
  legalComments: 'none',
})
