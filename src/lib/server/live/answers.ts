import type { Pulse } from '#schema/kpi.ts';
import type { LiveAnswer, LiveAsk } from '../../live-ask.ts';
import type { Lane } from './lane.ts';

/** Answers the questions of a lane and says each as soon as it is known, by its place; null when it failed. */
export type AnswerAll = (
	asks: readonly LiveAsk[],
	lane: Lane,
	onAnswers: (answers: ReadonlyMap<number, LiveAnswer | null>) => void
) => Promise<void>;

/** `answered_at`: as of when it was answered last, null before it was. `state`: what the data were like when it was asked. `version`: higher than that of all that changed before; 0: nothing is known yet. */
type Known = {
	rows: string;
	text: string;
	at: number;
	answered_at: number | null;
	state: string;
	version: number;
	failures: number;
};

type Options = { answer: AnswerAll; now(): number; patience: number };
/** A question to be asked, and its name. */
export type Due = { key: string; ask: LiveAsk };

/** What is known of each question, as it goes over the wire, and when it changed. */
export function createAnswers({ answer, now, patience }: Options) {
	const known = new Map<string, Known>();
	let version = 0;

	/** Old numbers stay through a failure, until it has failed so often that it is no passing trouble. */
	function failed(key: string) {
		const { failures, ...before } = known.get(key) ?? {
			...{ rows: '', text: 'null', at: 0, answered_at: null },
			...{ state: '', version: 0, failures: 0 }
		};
		const over = failures + 1 === patience;
		if (over) version++;
		known.set(key, {
			...before,
			failures: failures + 1,
			...(failures + 1 >= patience ? { rows: '', text: 'null', at: now(), answered_at: now() } : {}),
			...(over ? { version } : {})
		});
	}

	function note(key: string, found: LiveAnswer | null, state: string, began: number) {
		if (found === null) return failed(key);
		const rows = JSON.stringify('counts' in found ? [found.rows, found.counts] : found.rows);
		const before = known.get(key);
		const same = before?.rows === rows && before.version > 0;
		if (!same) version++;
		known.set(key, {
			...{ rows, at: now(), state, failures: 0 },
			// Also of the same rows: who comes later is to know how old they are.
			...{ text: JSON.stringify(found), answered_at: began },
			version: same ? before.version : version
		});
	}

	return {
		get version() {
			return version;
		},
		/** As of when each was last answered, changed or not; that it failed is an answer as well. Null: not yet. */
		answeredAt: (keys: readonly string[]) => keys.map((key) => known.get(key)?.answered_at ?? null),
		/** Forgets what nobody asks any more. */
		keep(wanted: ReadonlyMap<string, unknown>) {
			for (const key of known.keys()) if (!wanted.has(key)) known.delete(key);
		},
		isDue(key: string, { state, staleMs, calmMs }: { state: string; staleMs: number; calmMs: number }) {
			const found = known.get(key);
			if (!found || found.at === 0) return true;
			const age = now() - found.at;
			return age >= staleMs || (found.state !== state && age >= calmMs);
		},
		async ask(
			due: readonly Due[],
			{ state, lane, onNews }: { state: string; lane: Lane; onNews: () => unknown }
		) {
			// Whatever was stored by now is in the answers.
			const began = now();
			const open = new Map(due.entries());
			const hear = (answers: ReadonlyMap<number, LiveAnswer | null>) => {
				const before = version;
				for (const [index, found] of answers) {
					const one = open.get(index);
					open.delete(index);
					if (one) note(one.key, found, state, began);
				}
				if (version > before) onNews();
			};
			try {
				await answer(
					due.map(({ ask }) => ask),
					lane,
					hear
				);
			} finally {
				hear(new Map([...open.keys()].map((index) => [index, null])));
			}
		},
		/** What changed since `seen`, by the place of its question; null when nothing did. */
		messageFor(keys: readonly string[], seen: number, pulse: Pulse): Buffer | null {
			const changed = keys.flatMap((key, index) => {
				const found = known.get(key);
				return found && found.version > seen
					? `{"index":${index},"at":${found.answered_at},"answer":${found.text}}`
					: [];
			});
			if (changed.length === 0) return null;
			return Buffer.from(`{"pulse":${JSON.stringify(pulse)},"answers":[${changed.join(',')}]}`);
		}
	};
}
