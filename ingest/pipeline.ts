import type { Refusal, ServiceEvent } from '#schema/event.ts';
import type { FrameAnswer } from '#schema/frame.ts';
import { createBatch } from './batch.ts';
import type { Item, Store } from './clickhouse.ts';
import { count, type Counters } from './counters.ts';
import { createMemory } from './deduplicate.ts';
import type { Key } from './keys.ts';
import { createPseudonym } from './pseudonym.ts';
import { clickhouseTime, eventRow } from './row.ts';
import { checkTeam } from './team.ts';
import { validate } from './validate.ts';

/** What became of the events of one frame or request. */
export type Outcome = Pick<FrameAnswer, 'accepted' | 'duplicates' | 'rejected'>;

export type PipelineOptions = {
	store: Store;
	counters: Counters;
	pseudonymKey: string;
	batchSize?: number;
	batchMs?: number;
	/** The server's clock, ms. */
	now?: () => number;
	onError?: (error: unknown, events: number) => void;
};

/** Where a step ends an event's way: refused for a reason, or known already. Without a verdict it goes on. */
type Verdict = Refusal | 'duplicate' | undefined;
type Step = (event: ServiceEvent, key: Key) => Verdict;

/** The way of an event from a source to ClickHouse. */
export function createPipeline(options: PipelineOptions) {
	const { store, counters, now = Date.now } = options;
	const pseudonym = createPseudonym({ key: options.pseudonymKey });
	const memory = createMemory();
	const batch = createBatch<Item>({
		size: options.batchSize ?? 20_000,
		ms: options.batchMs ?? 100,
		flush: store.insert,
		onError(error, items) {
			for (const item of items) memory.forget(item);
			options.onError?.(error, items.length);
		}
	});

	/** The steps past validation, in order; the first verdict ends the event's way. */
	const steps: Step[] = [
		checkTeam,
		function pseudonymise({ data }) {
			if (data.customer) data.customer = pseudonym(data.customer);
			return undefined;
		},
		function deduplicate(event) {
			return memory.add(event) ? undefined : 'duplicate';
		}
		// Here comes the durable spool: once an event is fsynced there, it may be acknowledged before ClickHouse has it.
		// Until then the batch is in memory alone, and an acknowledgement waits for ClickHouse.
	];

	function judge(event: ServiceEvent, key: Key): Verdict {
		for (const step of steps) {
			const verdict = step(event, key);
			if (verdict) return verdict;
		}
		return undefined;
	}

	/** Takes events in, at once and in order; resolves when each is stored or refused, and all taken before them. */
	async function take(
		events: readonly unknown[],
		{ key, bytes }: { key: Key; bytes: number }
	): Promise<Outcome> {
		const at = now();
		const receivedAt = clickhouseTime(at);
		const rejected: Outcome['rejected'] = [];
		const items: { index: number; item: Item }[] = [];
		let duplicates = 0;

		events.forEach((input, index) => {
			const parsed = validate(input, { now: at, bytes });
			const verdict = parsed.ok ? judge(parsed.event, key) : parsed.refusal;
			if (verdict === 'duplicate') duplicates++;
			else if (verdict) rejected.push({ index, ...verdict });
			else if (parsed.ok) {
				const { source, id, type } = parsed.event;
				const item: Item = { source, id, type, row: eventRow(parsed.event, receivedAt) };
				items.push({ index, item });
				batch.add(item);
			}
		});

		// Also with nothing to store: a duplicate's first copy may still be on its way, and an answer covers earlier frames.
		await batch.flushed();

		for (const { index, item } of items) {
			if (!item.refused) continue;
			memory.forget(item);
			rejected.push({ index, ...item.refused });
		}
		rejected.sort((a, b) => a.index - b.index);
		const outcome = { accepted: events.length - duplicates - rejected.length, duplicates, rejected };
		note(outcome);
		return outcome;
	}

	function note({ accepted, duplicates, rejected }: Outcome) {
		counters.accepted += accepted;
		counters.duplicates += duplicates;
		for (const { reason } of rejected) count(counters.rejected, reason);
	}

	return {
		take,
		/** Resolves when everything taken so far is stored. */
		flushed: batch.flushed,
		/** Stores what is left, without waiting for more. */
		close: batch.close,
		/** Forgets which events of a source were taken: they were removed and may come again. */
		forget: memory.forgetSource,
		/** How many events wait to be stored. */
		get pending() {
			return batch.pending;
		}
	};
}
export type Pipeline = ReturnType<typeof createPipeline>;
