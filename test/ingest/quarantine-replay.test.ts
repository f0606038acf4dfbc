import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { parseEvent } from '#schema/event.ts';
import { REPLAY_PATH, ReplayAnswer } from '#schema/quarantine.ts';
import type { Key } from '../../ingest/keys.ts';
import { createPseudonym } from '../../ingest/pseudonym.ts';
import { createQuarantineReplay, type QuarantineReplayOptions } from '../../ingest/quarantine-replay.ts';
import { checkTeam } from '../../ingest/team.ts';
import { event } from './support.ts';

const ALL: Key = { name: 'crm', secret: 'x' };
const BILLING: Key = { name: 'billing', secret: 'y', teams: new Set(['Billing']) };
const NOW = Date.UTC(2026, 0, 5, 10);
const pseudonym = createPseudonym({ key: 'pseudonyms-of-the-tests' });

let server: Server | undefined;
afterEach(() => server?.close());

/** The route alone, with a way for events that validates, keeps to the teams of the key, and knows duplicates. */
async function open(asking: Key = ALL) {
	const taken: { event: unknown; key: string; via: string; pseudonymised: boolean }[] = [];
	const known = new Set<string>();
	const take: QuarantineReplayOptions['take'] = async ([input], { key, via, pseudonymised }) => {
		taken.push({ event: input, key: key.name, via, pseudonymised });
		const parsed = parseEvent(input, NOW);
		const refusal = parsed.ok ? checkTeam(parsed.event, key) : parsed.refusal;
		if (refusal) return { accepted: 0, duplicates: 0, rejected: [refusal] };
		const id = parsed.ok ? parsed.event.id : '';
		const duplicates = known.has(id) ? 1 : 0;
		known.add(id);
		return { accepted: 1 - duplicates, duplicates, rejected: [] };
	};
	const { routes } = createQuarantineReplay({ keys: [ALL, BILLING], take, pseudonym });
	server = createServer((request, response) => void routes[REPLAY_PATH]?.POST?.(request, response, asking));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
	const post = (body: unknown) =>
		fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
	const replay = async (rows: unknown[]) => ReplayAnswer.parse(await (await post({ rows })).json()).results;
	return { taken, post, replay };
}

const id = (n: number) => n.toString(16).padStart(32, '0');
const row = (n: number, changes: Record<string, unknown> = {}) => ({
	id: id(n),
	key: 'crm',
	via: 'http',
	event: event(`e${n}`, { data: { team: 'Billing' } }),
	...changes
});

describe('a replay out of quarantine', () => {
	test('says of each event what became of it, in order', async () => {
		const { replay } = await open();
		const results = await replay([row(1), row(2, { event: event('e1') }), row(3, { event: { type: 'x' } })]);
		expect(results.map(({ id, outcome, path }) => [id, outcome, path])).toEqual([
			[id(1), 'accepted', ''],
			[id(2), 'duplicate', ''],
			[id(3), 'rejected', 'type']
		]);
	});

	test('judges each event by the key it first came with, not by the one that asks', async () => {
		const { replay } = await open();
		const other = event('e2', { data: { team: 'Sales' } });
		const results = await replay([row(1, { key: 'billing' }), row(2, { key: 'billing', event: other })]);
		expect(results).toMatchObject([{ outcome: 'accepted' }, { reason: 'forbidden_team', path: 'data.team' }]);
	});

	test('refuses an event whose key is gone, and says what to do', async () => {
		const { replay, taken } = await open();
		const [result] = await replay([row(1, { key: 'gone' })]);
		expect(result).toMatchObject({ outcome: 'rejected', reason: 'unknown_key', path: 'key' });
		expect(result?.detail).toContain('TOUCHSTONE_INGEST_KEYS');
		expect(taken).toEqual([]);
	});

	test('leaves pseudonyms as they are, and hides a customer somebody wrote in', async () => {
		const { replay, taken } = await open();
		const known = pseudonym('Li Lei');
		const of = (customer: unknown) => ({ event: event('e', { data: { customer } }) });
		await replay([row(1, of(known)), row(2, of('Li Lei')), row(3, of('')), row(4, of(7))]);
		expect(taken).toMatchObject([known, known, '', 7].map((customer) => ({ event: { data: { customer } } })));
		expect(taken.every(({ pseudonymised }) => pseudonymised)).toBe(true);
	});

	test('says by which door the event first came', async () => {
		const { replay, taken } = await open();
		await replay([row(1, { via: 'source:zendesk' })]);
		expect(taken).toMatchObject([{ via: 'source:zendesk', key: 'crm' }]);
	});

	test('is not for a key of certain teams', async () => {
		const { post, taken } = await open(BILLING);
		const answer = await post({ rows: [row(1)] });
		expect(answer.status).toBe(403);
		expect(await answer.json()).toMatchObject({ error: { reason: 'forbidden', path: 'Authorization' } });
		expect(taken).toEqual([]);
	});

	test.each([
		['no JSON', '{', 'not_json', ''],
		['no rows', {}, 'invalid', 'rows'],
		['an empty list', { rows: [] }, 'invalid', 'rows'],
		['too many rows', { rows: Array.from({ length: 501 }, (_, n) => row(n)) }, 'invalid', 'rows'],
		['an id that is none', { rows: [row(1), row(2, { id: 'x' })] }, 'invalid', 'rows.1.id'],
		['an unknown door', { rows: [row(1, { via: 'window' })] }, 'invalid', 'rows.0.via']
	])('refuses %s, naming the field', async (_what, body, reason, path) => {
		const { post, taken } = await open();
		const answer = await post(body);
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ error: { reason, path } });
		expect(taken).toEqual([]);
	});
});
