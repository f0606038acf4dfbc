import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@clickhouse/client';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { benchFrames } from './events.ts';

// What sends in a benchmark, as a process of its own: it prepares, says so, waits for the word to go, and tells how it went.

const Socket = z.object({ url: z.string(), key: z.string() });
const Run = z.object({ run: z.string(), events: z.int() });

/** Frames over one WebSocket: as fast as the credit allows, or `rate` events a second. */
const Send = Socket.extend(Run.shape).extend({
	how: z.literal('send'),
	size: z.int(),
	rate: z.number().optional()
});
/** Rows of a file by the official client, in JSONEachRow, so many an insert. */
const Insert = Run.extend({ how: z.literal('insert'), url: z.string(), file: z.string(), size: z.int() });
export const Leg = z.discriminatedUnion('how', [Send, Insert]);
export type Leg = z.infer<typeof Leg>;

const Answer = z.object({
	ack: z.int(),
	accepted: z.int(),
	duplicates: z.int(),
	rejected: z.array(z.unknown()),
	credit: z.int()
});

/** How it went: when it began and ended (ms since the epoch), and how long each frame waited for its answer (ms). */
export const Went = z.object({
	began: z.number(),
	ended: z.number(),
	accepted: z.int(),
	other: z.int(),
	waits: z.array(z.number())
});
export type Went = z.infer<typeof Went>;

const now = () => performance.timeOrigin + performance.now();

async function prepareSend({ url, key, run, events, size, rate }: z.infer<typeof Send>) {
	const frames = benchFrames({ run, events, size });
	const socket = new WebSocket(url, 'touchstone.v1', {
		headers: { authorization: `Bearer ${key}` },
		perMessageDeflate: false
	});
	await once(socket, 'open');

	return async (): Promise<Went> => {
		const went: Went = { began: now(), ended: 0, accepted: 0, other: 0, waits: [] };
		const sentAt: number[] = [];
		let credit = 10_000;
		let answered = 0;
		const due = (frame: number) => (rate === undefined ? 0 : went.began + (frame * size * 1_000) / rate);

		function pump() {
			while (sentAt.length < frames.length && due(sentAt.length) <= now()) {
				const open = (sentAt.length - answered) * size;
				if (open + size > credit) return;
				const frame = frames[sentAt.length];
				// A paced frame's clock starts when it was due: what waits for credit waits.
				sentAt.push(rate === undefined ? now() : due(sentAt.length));
				if (frame) socket.send(frame, { binary: false });
			}
		}

		const timer = rate === undefined ? undefined : setInterval(pump, 1);
		const done = new Promise<void>((resolve, reject) => {
			socket.on('message', (data) => {
				const answer = Answer.parse(JSON.parse(data.toString()));
				went.waits.push(now() - (sentAt[answered++] ?? 0));
				went.accepted += answer.accepted;
				went.other += answer.duplicates + answer.rejected.length;
				credit = answer.credit;
				if (answered === frames.length) resolve();
				else pump();
			});
			socket.once('close', (code) => reject(new Error(`ingest closed the connection: ${code}`)));
		});
		pump();
		await done;
		went.ended = now();
		clearInterval(timer);
		socket.removeAllListeners('close').close();
		return went;
	};
}

const Row = z.looseObject({ id: z.string(), case_id: z.string() });

async function prepareInsert({ url, run, events, file, size }: z.infer<typeof Insert>) {
	const rows: z.infer<typeof Row>[] = [];
	for await (const line of createInterface({ input: createReadStream(file) })) {
		if (rows.length === events) break;
		const row = Row.parse(JSON.parse(line));
		rows.push({ ...row, id: row.id.replace(/^\w+/, run), case_id: row.case_id.replace(/^\w+/, run) });
	}
	const inserts = Array.from({ length: Math.ceil(rows.length / size) }, (_, n) =>
		rows.slice(n * size, (n + 1) * size)
	);
	const client = createClient({ url, database: 'touchstone' });
	await client.ping();
	return async (): Promise<Went> => {
		const went: Went = { began: now(), ended: 0, accepted: 0, other: 0, waits: [] };
		for (const values of inserts) {
			const begun = now();
			await client.insert({
				table: 'events',
				values,
				format: 'JSONEachRow',
				clickhouse_settings: { async_insert: 0, insert_deduplicate: 0, wait_end_of_query: 1 }
			});
			went.waits.push(now() - begun);
			went.accepted += values.length;
		}
		went.ended = now();
		await client.close();
		return went;
	};
}

async function main() {
	const leg = Leg.parse(JSON.parse(process.argv[2] ?? ''));
	const go = await (leg.how === 'send' ? prepareSend(leg) : prepareInsert(leg));
	global.gc?.();
	process.send?.('ready');
	await once(process, 'message');
	const went = await go();
	process.send?.(went);
	await sleep(10);
	process.disconnect?.();
}

if (process.argv[1] === import.meta.filename) await main();
