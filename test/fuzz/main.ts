import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { TARGETS } from './fuzz.js';

/**
 * `npm run fuzz [-- INPUTS [SEED]]`: 1,000,000 inputs, shared among the decoders. The decoders run in another process that is
 * ended when it hangs or outgrows its heap. Status 1 with a finding; each names the seed and number that give it again.
 */
const DEFAULT_INPUTS = 1_000_000;
const HANG_MS = 20_000;
const HEAP_MB = 128;

const MESSAGE = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), target: z.string(), at: z.number() }),
  z.object({
    kind: z.literal('report'),
    target: z.string(),
    ms: z.number(),
    peakRss: z.number(),
    inputs: z.number(),
    taken: z.number(),
    worstMs: z.number(),
    findings: z.array(z.string()),
  }),
]);

const [inputs = DEFAULT_INPUTS, seed = Math.floor(Date.now() / 1000)] = process.argv.slice(2).map(Number);
const each = Math.ceil(inputs / TARGETS.length);

const findings: string[] = [];
let done = 0;
let worstMs = 0;
let peakRss = 0;
let place = 'the start';

const began = performance.now();
const worker = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [String(seed), '0', String(each)], {
  execArgv: [...process.execArgv, `--max-old-space-size=${HEAP_MB}`],
});
const ended = new Promise<number | NodeJS.Signals>((resolve) =>
  worker.once('exit', (code, signal) => resolve(code ?? signal ?? 1)),
);
let watchdog = setTimeout(() => worker.kill('SIGKILL'), HANG_MS);

process.stdout.write(
  '| decoder | inputs | taken | inputs/s | worst ms |\n| --- | ---: | ---: | ---: | ---: |\n',
);
worker.on('message', (sent) => {
  clearTimeout(watchdog);
  watchdog = setTimeout(() => worker.kill('SIGKILL'), HANG_MS);
  const message = MESSAGE.parse(sent);
  if (message.kind === 'progress') {
    place = `${message.target}, input ${message.at} to ${message.at + 1_000}`;
    return;
  }
  done += message.inputs;
  worstMs = Math.max(worstMs, message.worstMs);
  peakRss = Math.max(peakRss, message.peakRss);
  findings.push(...message.findings);
  const perSecond = Math.round((message.inputs / message.ms) * 1000);
  process.stdout.write(
    `| ${[message.target, message.inputs, message.taken, perSecond, message.worstMs.toFixed(1)].join(' | ')} |\n`,
  );
});

const status = await ended;
clearTimeout(watchdog);
if (status !== 0)
  findings.push(`the decoders ended with ${status} at ${place}: a hang, a crash or too much memory`);
for (const finding of findings) process.stderr.write(`${finding}\n`);
const seconds = (performance.now() - began) / 1000;
process.stdout.write(
  `\nfuzz: ${done} inputs, seed ${seed}, ${Math.round(done / seconds)}/s, worst ${worstMs.toFixed(1)} ms, ` +
    `memory ${Math.round(peakRss / 1024 / 1024)} MB, ${findings.length} findings\n`,
);
process.exit(findings.length === 0 && done >= inputs ? 0 : 1);
