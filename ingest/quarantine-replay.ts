import { REPLAY_PATH, ReplayRequest, type ReplayVerdict, type Via } from '#schema/quarantine.ts';
import type { Refusal } from '#schema/event.ts';
import { readBody, readJson } from './body.ts';
import type { Handler, Routes } from './http.ts';
import type { Key } from './keys.ts';
import { answer, answerRefusal, refusal } from './refusal.ts';
import { isRecord } from '#schema/record.ts';

type Replayed = { key: Key; bytes: number; via: Via; pseudonymised: true };
type Outcome = { accepted: number; duplicates: number; rejected: readonly Refusal[] };
type Row = ReplayRequest['rows'][number];

export type QuarantineReplayOptions = {
	/** Every key there is: each event is judged by the one it first came with. */
	keys: readonly Key[];
	/** Takes an event whose customer is a pseudonym already. What it refuses is not kept in quarantine again. */
	take: (events: readonly unknown[], from: Replayed) => Promise<Outcome>;
	pseudonym: (customer: string) => string;
};

const PSEUDONYM = /^([0-9a-f]{32})?$/;

/** What an event takes as JSON; `most` when it is nested too deeply to be written. */
function bytesOf(event: unknown, most: number): number {
	try {
		return Buffer.byteLength(JSON.stringify(event) ?? '');
	} catch {
		return most;
	}
}

const verdict = (
	id: string,
	outcome: ReplayVerdict['outcome'],
	refused?: Omit<Refusal, 'reason'> & { reason: string }
) => ({
	id,
	outcome,
	reason: refused?.reason ?? '',
	path: refused?.path ?? '',
	detail: refused?.detail ?? ''
});

/** Events from quarantine, judged anew after a fix: each goes the way of every event, with the key it first came with. */
export function createQuarantineReplay({ keys, take, pseudonym }: QuarantineReplayOptions) {
	const byName = new Map(keys.map((key) => [key.name, key]));

	/** Kept events hold pseudonyms; whoever edits one may write a customer into it. */
	function hideCustomer(event: unknown): unknown {
		if (!isRecord(event) || !isRecord(event.data)) return event;
		const { customer } = event.data;
		if (typeof customer !== 'string' || PSEUDONYM.test(customer)) return event;
		return { ...event, data: { ...event.data, customer: pseudonym(customer) } };
	}

	async function replay({ id, key: name, via, event }: Row, bytes: number): Promise<ReplayVerdict> {
		const key = byName.get(name);
		if (!key) {
			const detail = `the key ${name} is not configured any more: add it to TOUCHSTONE_INGEST_KEYS, or dismiss the event`;
			return verdict(id, 'rejected', { reason: 'unknown_key', path: 'key', detail });
		}
		const outcome = await take([hideCustomer(event)], { key, bytes, via, pseudonymised: true });
		if (outcome.rejected[0]) return verdict(id, 'rejected', outcome.rejected[0]);
		return verdict(id, outcome.duplicates > 0 ? 'duplicate' : 'accepted');
	}

	const post: Handler = async (request, response, asking) => {
		if (asking.teams)
			return answerRefusal(
				response,
				refusal(403, 'forbidden', 'Authorization', 'a key for certain teams may not replay for others')
			);
		const body = await readBody(request);
		if (!body.ok) return answerRefusal(response, body.refused);
		const json = readJson(body.value.toString());
		if (!json.ok) return answerRefusal(response, json.refused);
		const asked = ReplayRequest.safeParse(json.value);
		if (!asked.success) {
			const [issue] = asked.error.issues;
			const path = issue?.path.join('.') ?? '';
			return answerRefusal(response, refusal(400, 'invalid', path, issue?.message ?? 'invalid'));
		}
		// Side by side, so that they are stored together; each alone, so that each has its own answer.
		answer(response, 200, {
			results: await Promise.all(
				asked.data.rows.map((row) => replay(row, bytesOf(row.event, body.value.length)))
			)
		});
	};

	const routes: Routes = { [REPLAY_PATH]: { POST: post } };
	return { routes };
}
