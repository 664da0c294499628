/**
 * Carries out the Dockerfile's steps where there is no Docker engine: in roots made by debootstrap, one for each stage, with
 * the Node that the base image names, from npm. Then starts the entrypoint in a network of its own and asks for its health
 * as Docker would. Debian stands in for Alpine, so what differs between them is not seen.
 *
 *   sudo npx tsx scripts/try-dockerfile.ts [FOLDER]
 *
 * Needs root, debootstrap, and the Debian and npm registries. The folder keeps the base for the next time.
 */

import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, posix } from 'node:path'
import { type Instruction, parseDockerfile } from './dockerfile.ts'

interface Stage {
  readonly name: string
  readonly root: string
  readonly environment: Record<string, string>
  folder: string
  user: string
  entrypoint: string[]
  health: string[]
}

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'dockerfile-'))
const certificates = '/etc/ssl/certs/ca-certificates.crt'

if (process.getuid?.() !== 0) throw new Error('needs root, for debootstrap and chroot')
mkdirSync(folder, { recursive: true })

const ignored = readFileSync('.dockerignore', 'utf8').split('\n').filter(Boolean)
const stages: Stage[] = []

const steps: Readonly<Record<string, (instruction: Instruction) => void>> = {
  FROM({ text }) {
    stages.push(createStage(text))
  },
  WORKDIR({ text }) {
    const stage = current()
    stage.folder = posix.resolve(stage.folder, text)
    mkdirSync(join(stage.root, stage.folder), { recursive: true })
  },
  ENV({ text }) {
    for (const [, key, value] of text.matchAll(/([A-Z_]+)=(\S+)/g)) current().environment[key!] = value!
  },
  COPY({ text, flags }) {
    copy(current(), text.split(/\s+/), flags.from)
  },
  RUN({ text }) {
    const { root, folder } = current()
    const command = inStage(current(), ['sh', '-ec', `cd ${folder}; ${text}`])
    run('unshare', ['--pid', '--fork', '--kill-child', `--mount-proc=${join(root, 'proc')}`, 'chroot', ...command])
  },
  USER({ text }) {
    current().user = text
  },
  HEALTHCHECK({ text }) {
    current().health = JSON.parse(text.replace(/^CMD\s+/, ''))
  },
  ENTRYPOINT({ text }) {
    current().entrypoint = JSON.parse(text)
  },
  EXPOSE() {},
}

for (const instruction of parseDockerfile(readFileSync('Dockerfile', 'utf8'))) {
  const { name, text } = instruction
  const step = steps[name]
  if (!step) throw new Error(`${name} is an instruction that this script does not know`)
  console.log(`--- ${name} ${text}`)
  step(instruction)
}
tryContainer(current())

function current(): Stage {
  const stage = stages.at(-1)
  if (!stage) throw new Error('expected FROM first')
  return stage
}

function createStage(text: string): Stage {
  const [, major, name = ''] = /^node:(\d+)-\S+(?: AS (\S+))?$/.exec(text) ?? []
  if (!major) throw new Error(`FROM ${text}: expected an image of Node`)
  const root = join(folder, `stage-${stages.length}`)
  rmSync(root, { recursive: true, force: true })
  run('cp', ['-a', baseWithNode(major), root])
  return { name, root, environment: {}, folder: '/', user: 'root', entrypoint: [], health: [] }
}

/** What the image `node:MAJOR` has: Node, npm and the user `node`. */
function baseWithNode(major: string): string {
  const base = join(folder, `base-${major}`)
  if (existsSync(join(base, 'complete'))) return base
  rmSync(base, { recursive: true, force: true })
  run('debootstrap', ['--variant=minbase', 'bookworm', base])

  const packages = join(folder, `node-${major}`)
  const architecture = process.arch === 'arm64' ? 'arm64' : 'x64'
  mkdirSync(packages, { recursive: true })
  writeFileSync(join(packages, 'package.json'), '{"private":true}')
  run('npm', ['install', '--ignore-scripts', '--prefix', packages, `node-linux-${architecture}@${major}`, 'npm@10'])
  const modules = join(packages, 'node_modules')
  cpSync(join(modules, `node-linux-${architecture}/bin/node`), join(base, 'usr/local/bin/node'))
  cpSync(join(modules, 'npm'), join(base, 'usr/local/lib/node_modules/npm'), { recursive: true })
  for (const command of ['npm', 'npx']) {
    symlinkSync(`../lib/node_modules/npm/bin/${command}-cli.js`, join(base, 'usr/local/bin', command))
  }
  run('chroot', [base, 'useradd', '--create-home', '--uid', '1000', 'node'])
  for (const file of ['/etc/resolv.conf', certificates]) {
    if (existsSync(file)) cpSync(file, join(base, file), { dereference: true })
  }
  // Docker gives one to each container
  writeFileSync(join(base, 'etc/hosts'), '127.0.0.1 localhost\n::1 localhost\n')
  writeFileSync(join(base, 'complete'), '')
  return base
}

/** From the context, less what `.dockerignore` names, or from an earlier stage. The contents of a folder are copied, not the folder. */
function copy(to: Stage, words: readonly string[], from: string | undefined): void {
  const source = from === undefined ? '.' : stages.find(({ name }) => name === from)!.root
  const target = join(to.root, posix.resolve(to.folder, words.at(-1)!))
  for (const word of words.slice(0, -1)) {
    const path = join(source, word)
    const isFolder = statSync(path).isDirectory()
    const filter = from === undefined ? (file: string) => !isIgnored(file) : undefined
    const recursive = { recursive: true, verbatimSymlinks: true, ...(filter && { filter }) }
    cpSync(path, isFolder ? target : join(target, basename(path)), recursive)
  }
}

/** Knows names and `*.tgz` at the top, which is what our `.dockerignore` has. */
function isIgnored(file: string): boolean {
  const top = file.split('/')[0]!
  return ignored.some(pattern => (pattern.startsWith('*') ? top.endsWith(pattern.slice(1)) : top === pattern))
}

/** The arguments of chroot for a command in a stage, with nothing of our own environment. */
function inStage({ root, environment, user }: Stage, command: readonly string[]): string[] {
  const variables = Object.entries({
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: user === 'root' ? '/root' : `/home/${user}`,
    // the registry may be behind certificates of this machine
    ...(existsSync(certificates) && { NODE_EXTRA_CA_CERTS: certificates }),
    ...environment,
  })
  const userspec = user === 'root' ? [] : [`--userspec=${user}:${user}`]
  return [...userspec, root, 'env', '-i', ...variables.map(([name, value]) => `${name}=${value}`), ...command]
}

/** Starts the entrypoint alone in a network, waits until it is healthy, looks at it, and stops it as Docker would. */
function tryContainer(stage: Stage): void {
  const chroot = (command: readonly string[]) => quote(['chroot', ...inStage(stage, command)])
  const start = chroot(['sh', '-c', `cd ${stage.folder}; exec ${quote(stage.entrypoint)}`])
  const script = `
    mount -t proc proc ${quote([join(stage.root, 'proc')])}
    ip link set lo up
    ${start} &
    container=$!
    healthy=no
    for _ in $(seq 50); do
      if ${chroot(stage.health)}; then healthy=yes; break; fi
      sleep 0.1
    done
    echo "healthy: $healthy"
    echo "user: $(awk '/^Uid/ { print $2 }' /proc/$container/status)"
    echo "listens on all addresses: $(awk '$2 == "00000000:20D0" && $4 == "0A"' /proc/net/tcp | grep -q . && echo yes || echo no)"
    echo "may change itself: $(${chroot(['sh', '-c', `test -w ${stage.folder}/dist && echo yes || echo no`])})"
    kill -TERM $container
    wait $container
    echo "exit after SIGTERM: $?"`
  console.log(`--- the container, ${size(join(stage.root, stage.folder))} beside Node`)
  const arguments_ = ['--net', '--pid', '--fork', '--kill-child', '--mount-proc', 'bash', '-c', script]
  const output = execFileSync('unshare', arguments_, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  console.log(output.trimEnd())
  const expected = ['healthy: yes', 'user: 1000', 'listens on all addresses: yes', 'may change itself: no']
  for (const line of [...expected, 'exit after SIGTERM: 0']) {
    if (!output.split('\n').includes(line)) throw new Error(`expected ${line}`)
  }
  console.log('the Dockerfile works')
}

function size(path: string): string {
  return execFileSync('du', ['-sh', path], { encoding: 'utf8' }).split('\t')[0]!
}

function quote(words: readonly string[]): string {
  return words.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
}
