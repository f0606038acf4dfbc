import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TestDatabase } from './clickhouse.ts';
import { drained } from './drained.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

const ENV = { HOST: '127.0.0.1', TOUCHSTONE_INGEST_KEYS: 'replay:t0-be-replayed-in-a-test' };

function start(script: string, args: string[], env: Record<string, string>): ChildProcess {
	return spawn(process.execPath, ['--import', tsx, script, ...args], {
		cwd: root,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, ...ENV, ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
}

/** A running ingest, as `npm run ingest` starts it, writing into the test's database. */
export async function startIngestProcess({ url, database }: TestDatabase) {
	const data = mkdtempSync(join(tmpdir(), 'touchstone-ingest-'));
	const ingest = start('ingest/main.ts', [], {
		INGEST_PORT: '0',
		CLICKHOUSE_URL: url,
		CLICKHOUSE_DATABASE: database,
		TOUCHSTONE_DATA: data,
		TOUCHSTONE_PSEUDONYM_KEY: 'the same one for every ingest of a test'
	});
	const exited = once(ingest, 'exit');
	let said = '';
	const address = new Promise<string>((resolve, reject) => {
		const hear = (chunk: Buffer) => {
			said += String(chunk);
			const found = /ws:\/\/\S+/.exec(said)?.[0];
			if (found) resolve(found);
		};
		ingest.stdout?.on('data', hear);
		ingest.stderr?.on('data', hear);
		void exited.then(() => reject(new Error(`the ingest ended: ${said}`)));
	});
	return {
		url: await address,
		/** Resolves when ClickHouse has all that was acknowledged. */
		drained: async () => drained(await address),
		async stop() {
			ingest.kill('SIGTERM');
			await exited;
			rmSync(data, { recursive: true, force: true });
		}
	};
}

export type Replayed = { code: number | null; stdout: string; stderr: string };

/** Starts `npm run replay -- …`. */
export function startReplay(args: string[], env: Record<string, string> = {}) {
	const replay = start('ingest/replay/main.ts', args, env);
	const { stdout, stderr } = replay;
	if (!stdout || !stderr) throw new Error('the replay has no output');
	const done = Promise.all([text(stdout), text(stderr), once(replay, 'exit')]).then(
		([stdout, stderr, [code]]): Replayed => ({ code: typeof code === 'number' ? code : null, stdout, stderr })
	);
	return {
		done,
		signal: (signal: NodeJS.Signals) => replay.kill(signal),
		/** Resolves once the progress says so. */
		said: (words: string) =>
			new Promise<void>((resolve) => {
				let heard = '';
				stderr.on('data', (chunk: Buffer) => {
					heard += String(chunk);
					if (heard.includes(words)) resolve();
				});
			})
	};
}

/** Runs `npm run replay -- …` to its end. */
export const runReplay = (args: string[], env?: Record<string, string>): Promise<Replayed> =>
	startReplay(args, env).done;

export const mappingOf = (name: string) => join(root, `ingest/replay/mappings/${name}.json`);
