import { build } from 'esbuild'

/** Puts the source into few files, since the number of files is what start-up costs. */
export async function bundle(outdir: string): Promise<void> {
  await bundlePreload(outdir)
  await build({
    entryPoints: {
      cli: 'src/cli/index.ts',
      index: 'src/index.ts',
      vitest: 'src/vitest.ts',
      preload: 'src/intercept/preload.ts',
    },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    // faker is loaded only when records are first made, and too many files to copy; Vitest has to be the one that runs
    external: ['@faker-js/faker', 'vitest'],
    legalComments: 'none',
  })
}

/** What Node programs of `exec` load first: required, since that reaches their workers too. */
async function bundlePreload(outdir: string): Promise<void> {
  await build({
    entryPoints: { preload: 'src/intercept/preload.ts' },
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node18',
    legalComments: 'none',
  })
}
