import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const LAST_WORDS = 12;

/** What `npm run ingest` runs, without npm and its shell between: a signal has to reach the process itself. */
function ingestCommand(): string[] {
	const manifest: unknown = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
	const { scripts } = z.object({ scripts: z.object({ ingest: z.string() }) }).parse(manifest);
	return scripts.ingest.split(' ').slice(1);
}

/** The most memory a process has ever held, MB. 0 when it is gone. */
function peakMb(pid: number | undefined): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024);
	} catch {
		return 0;
	}
}

export type IngestOptions = {
	name: string;
	port: number;
	env: Record<string, string>;
	/** A command that runs another one, given as its last arguments. */
	wrap?: readonly string[] | undefined;
};

/** An ingest process that can be killed and started again, on the same port and with the same data. */
export function createIngest({ name, port, env, wrap = [] }: IngestOptions) {
	let child: ChildProcess | undefined;
	let exited: Promise<number | null> = Promise.resolve(null);
	let run = 0;
	let ending = false;
	let peak = 0;
	let lastWords: string[] = [];
	const crashes: string[] = [];

	/** Starts it; resolves when it listens, or was ended. Throws with its last words when it ends by itself. */
	function start(): Promise<void> {
		run++;
		ending = false;
		const words: string[] = [];
		const [command = '', ...args] = [...wrap, process.execPath, ...ingestCommand()];
		const mine = spawn(command, args, {
			cwd: ROOT,
			env: { PATH: process.env.PATH, INGEST_PORT: String(port), ...env },
			// The channel tells it when this process is gone, however it went.
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			detached: true
		});
		child = mine;
		lastWords = words;
		exited = once(mine, 'exit').then(([code]: (number | null)[]) => {
			if (!ending) crashes.push(`${name} ended by itself (${code}): ${words.join(' | ')}`);
			return code ?? null;
		});
		return new Promise((resolve, reject) => {
			for (const stream of [mine.stdout, mine.stderr])
				if (stream)
					createInterface({ input: stream }).on('line', (line) => {
						words.push(line);
						if (words.length > LAST_WORDS) words.shift();
						if (line.includes('takes events at')) resolve();
					});
			void exited.then(() => (ending ? resolve() : reject(new Error(crashes.at(-1)))));
		});
	}

	function end(signal: NodeJS.Signals): Promise<number | null> {
		ending = true;
		peak = Math.max(peak, peakMb(child?.pid));
		if (child?.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, signal);
		return exited;
	}

	return {
		url: `ws://127.0.0.1:${port}/v1/events`,
		http: `http://127.0.0.1:${port}`,
		/** Names its present run. */
		get process() {
			return `${name}#${run}`;
		},
		get pid() {
			return child?.pid ?? 0;
		},
		start,
		/** SIGKILL to it and whatever it started. */
		kill: () => end('SIGKILL'),
		/** SIGTERM; resolves with its exit code. */
		stop: () => end('SIGTERM'),
		/** The most memory any run of it held, MB. */
		get peakMb() {
			return (peak = Math.max(peak, peakMb(child?.pid)));
		},
		/** Runs that ended without being told to. */
		crashes,
		get lastWords() {
			return lastWords;
		}
	};
}
export type IngestProcess = ReturnType<typeof createIngest>;
