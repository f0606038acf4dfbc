import { readFileSync } from 'node:fs';
import { setInterval as every } from 'node:timers/promises';
import { spawnIngest } from '../../ingest/support.ts';

const LOOK_MS = 200;
/** A level of the log above which something broke, rather than somebody being told that he is wrong. */
const ERROR_LEVEL = 50;
const MB = 1024 * 1024;

/** The memory a process has in RAM, bytes; nothing when it is gone. */
function residentBytes(pid: number): number | undefined {
	try {
		const [, kB] = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
		return kB === undefined ? undefined : Number(kB) * 1024;
	} catch {
		return undefined;
	}
}

const median = (values: readonly number[]) =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * Whether memory stayed flat: the median of the last quarter of the run is at most 1.2 × that of the second quarter, + 20 MB.
 * The first quarter warms up.
 */
export function judgeMemory(samples: readonly number[]) {
	const quarter = Math.floor(samples.length / 4);
	const second = median(samples.slice(quarter, 2 * quarter));
	const last = median(samples.slice(-quarter));
	return {
		flat: last <= 1.2 * second + 20 * MB,
		second,
		last,
		most: samples.reduce((a, b) => Math.max(a, b), 0)
	};
}

const levelOf = (line: string): number => {
	try {
		const parsed: unknown = JSON.parse(line);
		const known = typeof parsed === 'object' && parsed !== null && 'level' in parsed;
		return known ? Number(parsed.level) : 0;
	} catch {
		return 0;
	}
};

/** What of a text tells about the inside of a program: a stack, a file of it, a promise that nobody looked after. */
export const LEAK =
	/^\s*at .+:\d+|\bat \S+ \(.+:\d+:\d+\)|node:internal|node_modules|file:\/\/|\/ingest\/|\.[cm]?[jt]s:\d|unhandled|uncaught|(Range|Type|Reference)Error/im;

/** A live ingest process that is watched: its memory, its output, and whether it is there at all. */
export async function watchIngest(env: Record<string, string>) {
	const ingest = await spawnIngest(env);
	const memory: number[] = [];
	const done = new AbortController();
	let gone = false;
	void ingest.exited.then(() => (gone = true));

	async function watch() {
		for await (const _ of every(LOOK_MS, undefined, { signal: done.signal, ref: false })) {
			const bytes = residentBytes(ingest.pid);
			if (bytes !== undefined) memory.push(bytes);
		}
	}
	watch().catch(() => {}); // ended

	return {
		url: ingest.url,
		port: Number(new URL(ingest.url).port),
		memory,
		get alive() {
			return !gone;
		},
		/** Lines that it should never have said. */
		complaints: () => ingest.output.filter((line) => LEAK.test(line) || levelOf(line) >= ERROR_LEVEL),
		/** SIGTERM; resolves with its exit code. */
		async stop(): Promise<number> {
			done.abort();
			ingest.kill('SIGTERM');
			return ingest.exited;
		}
	};
}
export type WatchedIngest = Awaited<ReturnType<typeof watchIngest>>;
