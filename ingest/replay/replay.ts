import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { createProducer } from '../client/client.ts';
import type { Mapping } from './mapping.ts';
import { planEvents, type Plan } from './plan.ts';
import type { Progress } from './progress.ts';
import { readRows } from './read.ts';
import { sendPlan } from './send.ts';
import { createIssues, createRefusals, type Summary } from './summary.ts';

export type ReplayOptions = {
	file: string;
	mapping: Mapping;
	zone: string;
	url: string;
	key: string;
	speed: number;
	limit?: number;
	/** Seed of a shuffled order. */
	shuffle?: number;
	progress: Progress;
	/** Milliseconds that only go forward. */
	now: () => number;
};

/** How long a stop waits for what is on its way. */
const STOP_MS = 5_000;

/** One file, replayed once. `stop` sends no more; `summary` says how far it got, at any time. */
export function createReplay(options: ReplayOptions) {
	const { file, mapping, zone, url, key, speed, limit, shuffle, progress, now } = options;
	const issues = createIssues();
	const refusals = createRefusals();
	const rowOf = new Map<string, number>();
	const none = { sent: 0, accepted: 0, duplicates: 0, rejected: 0, unacknowledged: 0 };
	let producer: ReturnType<typeof createProducer> | undefined;
	let stopped = false;
	let rows = 0;
	let events = 0;
	const startedAt = now();
	let plannedAt: number | undefined;

	async function plan(): Promise<Plan> {
		const { size } = statSync(file);
		progress.start('Reading', 'rows');
		const read = await readRows({
			file,
			mapping,
			zone,
			limit,
			onIssue: issues.add,
			onProgress({ bytes, rows: read }) {
				rows = read;
				progress.update(read, bytes / size);
			},
			isStopped: () => stopped
		});
		rows = read.read;
		const planned = planEvents(read.rows, { ...read, onIssue: issues.add });
		events = planned.length;
		progress.update(rows, 1);
		progress.end();
		return shuffle === undefined ? planned : planned.shuffled(shuffle);
	}

	function connect() {
		return createProducer({
			url,
			key,
			onAnswer(answer, sent) {
				for (const refusal of answer.rejected)
					refusals.add(refusal, rowOf.get(sent[refusal.index]?.id ?? ''));
				for (const { id } of sent) rowOf.delete(id);
			},
			onState(state, detail) {
				if (state === 'waiting')
					progress.say(`The ingest at ${url} is away (${detail ?? 'no answer'}): trying again`);
			}
		});
	}

	/** Reads, sends, waits for the answers. Rejects when the file cannot be read or the ingest refuses us. */
	async function run(): Promise<void> {
		const planned = await plan();
		plannedAt = now();
		if (stopped || planned.length === 0) return;
		producer = connect();
		progress.start('Sending', 'events');
		await sendPlan({
			plan: planned,
			producer,
			speed,
			isStopped: () => stopped,
			onSend: (id, row) => rowOf.set(id, row),
			onProgress: (sent) => progress.update(sent, sent / planned.length)
		});
		if (stopped) return;
		progress.end();
		await producer.close();
	}

	/** Sends no more, and waits a moment for what is on its way. */
	async function stop(): Promise<void> {
		stopped = true;
		if (!producer) return;
		const moment = new Promise((resolve) => setTimeout(resolve, STOP_MS).unref());
		await Promise.race([producer.drain(), moment]).catch(() => undefined);
	}

	function summary(): Summary {
		const sentFrom = plannedAt ?? now();
		return {
			file: basename(file),
			stopped,
			read_s: (sentFrom - startedAt) / 1000,
			sent_s: (now() - sentFrom) / 1000,
			rows,
			issues,
			refusals,
			events,
			counts: producer?.counts ?? none
		};
	}

	return { run, stop, summary };
}
