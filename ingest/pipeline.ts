import type { Refusal, ServiceEvent } from '#schema/event.ts';
import type { FrameAnswer } from '#schema/frame.ts';
import { createCommits } from './commit.ts';
import { count, type Counters } from './counters.ts';
import { createMemory } from './deduplicate.ts';
import type { Key } from './keys.ts';
import { createPseudonym } from './pseudonym.ts';
import { quarantineRow, type Rejected } from './quarantine.ts';
import type { Spool } from './spool.ts';
import { checkTeam } from './team.ts';
import { validate } from './validate.ts';

/** What became of the events of one frame or request. */
export type Outcome = Pick<FrameAnswer, 'accepted' | 'duplicates' | 'rejected'>;

/** Where events come from: whose they are, the size of what they came in, and by which door. */
export type From = {
	key: Key;
	bytes: number;
	via: Rejected['via'];
	/** The customers in them are pseudonyms already: they come out of quarantine. */
	pseudonymised?: boolean;
	/** The WebSocket they came by. */
	connection?: object;
};

/** Called with the outcome once it is durable, and everything taken before; or with the error when it went nowhere. */
export type Answered = (error: unknown, outcome: Outcome) => void;

export type PipelineOptions = {
	spool: Pick<Spool, 'append'>;
	counters: Counters;
	pseudonymKey: string;
	commitMs?: number;
	/** The server's clock, ms. */
	now?: () => number;
	/** A source has said something, be it known already. What comes out of quarantine it said before. */
	onHeard?: (event: ServiceEvent, from: From, received_at: number) => void;
	onCommitted?: (seconds: number, rows: number) => void;
	/** So many events could not be written to the spool; their senders are told. */
	onError?: (error: unknown, events: number) => void;
};

/** Where a step ends an event's way: refused for a reason, or known already. Without a verdict it goes on. */
type Verdict = Refusal | 'duplicate' | undefined;
type Step = (event: ServiceEvent, from: From) => Verdict;

/** The way of an event from a source to the spool, from where `drain.ts` takes it to ClickHouse. */
export function createPipeline(options: PipelineOptions) {
	const { spool, counters, now = Date.now } = options;
	const pseudonym = createPseudonym({ key: options.pseudonymKey });
	const memory = createMemory();
	const commits = createCommits({
		spool,
		ms: options.commitMs,
		onCommitted: options.onCommitted,
		onFailed(error, rows) {
			for (const { event } of rows) memory.forget(event);
			options.onError?.(error, rows.length);
		}
	});

	/** The steps past validation, in order; the first verdict ends the event's way. */
	const steps: Step[] = [
		function team(event, { key }) {
			return checkTeam(event, key);
		},
		function pseudonymise({ data }, { pseudonymised }) {
			if (data.customer && !pseudonymised) data.customer = pseudonym(data.customer);
			return undefined;
		},
		function deduplicate(event) {
			return memory.add(event) ? undefined : 'duplicate';
		}
	];

	function judge(event: ServiceEvent, from: From): Verdict {
		for (const step of steps) {
			const verdict = step(event, from);
			if (verdict) return verdict;
		}
		return undefined;
	}

	function hear(event: ServiceEvent, from: From, verdict: Verdict, received_at: number) {
		if (from.pseudonymised || (verdict && verdict !== 'duplicate')) return;
		options.onHeard?.(event, from, received_at);
	}

	/** Into quarantine; what comes out of it and is refused once more is there already. */
	function keep(input: unknown, refusal: Refusal, { key, via, pseudonymised }: From, received_at: number) {
		if (!pseudonymised)
			commits.addRejected(quarantineRow({ input, refusal, key: key.name, via, received_at }, pseudonym));
	}

	/** Takes events in, at once and in order. */
	function submit(events: readonly unknown[], from: From, answered: Answered) {
		const received_at = now();
		const outcome: Outcome = { accepted: 0, duplicates: 0, rejected: [] };

		for (let index = 0; index < events.length; index++) {
			const input = events[index];
			const parsed = validate(input, { now: received_at, bytes: from.bytes });
			const verdict = parsed.ok ? judge(parsed.event, from) : parsed.refusal;
			if (parsed.ok) hear(parsed.event, from, verdict, received_at);
			if (verdict === 'duplicate') outcome.duplicates++;
			else if (verdict) {
				outcome.rejected.push({ index, ...verdict });
				keep(input, verdict, from, received_at);
			} else if (parsed.ok) {
				outcome.accepted++;
				commits.add({ event: parsed.event, received_at });
			}
		}

		commits.after((error) => {
			if (error === undefined) note(outcome);
			answered(error, outcome);
		}, from.bytes);
	}

	function note({ accepted, duplicates, rejected }: Outcome) {
		counters.received += accepted + duplicates + rejected.length;
		counters.accepted += accepted;
		counters.duplicates += duplicates;
		for (const { reason } of rejected) count(counters.rejected, reason);
	}

	return {
		submit,
		/** As `submit`; resolves when each event is durable or refused, rejects when they went nowhere. */
		take: (events: readonly unknown[], from: From) =>
			new Promise<Outcome>((resolve, reject) =>
				submit(events, from, (error, outcome) => (error === undefined ? resolve(outcome) : reject(error)))
			),
		/** Writes what waits to the spool, at once. */
		commit: commits.commit,
		/** The pseudonym under which a customer is kept. */
		pseudonym,
		/** Forgets which events of a source were taken: they were removed and may come again. */
		forget: memory.forgetSource
	};
}
export type Pipeline = ReturnType<typeof createPipeline>;
