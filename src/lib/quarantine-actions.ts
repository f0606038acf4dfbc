import { z } from 'zod';
import {
	DismissReport,
	ReplayReport,
	type FieldEdit,
	type QuarantineFilter,
	type ReplayVerdict
} from '#schema/quarantine.ts';

/** What a replay of one or many came to. */
export type Tally = Record<ReplayVerdict['outcome'], number> & {
	/** Why the first that was refused was. */
	refusal: ReplayVerdict | null;
};

export const emptyTally = (): Tally => ({
	accepted: 0,
	duplicate: 0,
	rejected: 0,
	skipped: 0,
	refusal: null
});

/** One more step of a replay added up. */
export function tally(so: Tally, results: readonly ReplayVerdict[]): Tally {
	const next = { ...so };
	for (const verdict of results) {
		next[verdict.outcome]++;
		if (verdict.outcome === 'rejected') next.refusal ??= verdict;
	}
	return next;
}

export const doneOf = ({ accepted, duplicate, rejected, skipped }: Tally) =>
	accepted + duplicate + rejected + skipped;

const Refused = z.object({ error: z.object({ detail: z.string() }) });

/** Sends an order; throws an error in words for people. */
async function post<Answer extends z.ZodType>(path: string, order: unknown, answer: Answer) {
	const response = await fetch(path, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(order)
	});
	const body: unknown = await response.json().catch(() => undefined);
	if (response.ok) return answer.parse(body);
	const refused = Refused.safeParse(body);
	throw new Error(refused.success ? refused.data.error.detail : `HTTP ${response.status}`);
}

const REPLAY = '/api/quarantine/replay';
const DISMISS = '/api/quarantine/dismiss';

/** Has one event judged anew, as it is or edited. */
export async function replayOne(id: string, event?: Record<string, unknown>): Promise<Tally> {
	const { results } = await post(REPLAY, { rows: [{ id, event }] }, ReplayReport);
	return tally(emptyTally(), results);
}

/** Has all that a filter finds judged anew, step by step; `onStep` hears how far it is and may say to go no further. */
export async function replayAll(
	filter: Partial<QuarantineFilter>,
	set: FieldEdit | undefined,
	onStep: (so: Tally) => boolean
): Promise<Tally> {
	let sum = emptyTally();
	let after: string | undefined;
	do {
		const { results, next } = await post(REPLAY, { filter, set, after }, ReplayReport);
		sum = tally(sum, results);
		if (!onStep(sum)) break;
		after = next ?? undefined;
	} while (after !== undefined);
	return sum;
}

/** Puts aside one event or all that a filter finds. */
export const dismiss = (what: { rows: string[] } | { filter: Partial<QuarantineFilter> }) =>
	post(DISMISS, what, DismissReport);

/** Takes out again what was put aside: all of one action, or one event. */
export const undo = (what: { rows: string[] } | { action: string }) =>
	post(DISMISS, { ...what, undo: true }, DismissReport);
