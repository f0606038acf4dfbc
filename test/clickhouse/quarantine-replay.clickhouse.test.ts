import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { QuarantineFilter, ReplayOrder, DismissOrder } from '#schema/quarantine.ts';
import { IngestTrouble } from '../../src/lib/server/quarantine-ingest.ts';
import { createQuarantine, type Quarantine } from '../../src/lib/server/quarantine.ts';
import { KEY, startTestIngest } from '../ingest/support.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';

// Ingest and the dashboard's end of the quarantine, on one database: an event is refused, kept, mended and counted.

let db: TestDatabase;
let ingest: Awaited<ReturnType<typeof startTestIngest>>;
let quarantine: Quarantine;
let serial = 0;
let source = '';

const envAt = (port: number) => ({
	HOST: '127.0.0.1',
	INGEST_PORT: port,
	TOUCHSTONE_DATA: '/nowhere',
	TOUCHSTONE_INGEST_KEYS: `test:${KEY}`
});

beforeAll(async () => {
	db = await testDatabase();
	ingest = await startTestIngest({ clickhouse: db.clickhouse });
	quarantine = createQuarantine({ clickhouse: db.clickhouse, env: envAt(ingest.port) });
});
afterAll(async () => {
	await ingest.stop();
	await db.drop();
});
beforeEach(() => {
	source = `source-${++serial}`; // each test looks at its own
});

/** Sends events over HTTP; resolves when ClickHouse has what came of them. */
async function send(events: Record<string, unknown>[], key = KEY) {
	const whole = events.map((event, index) => ({
		...{ specversion: '1.0', id: `e${index}`, source, type: 'case.opened', subject: `${source}-${index}` },
		...{ time: '2026-01-05T09:30:00Z', data: {} },
		...event
	}));
	const answer = await fetch(`http://127.0.0.1:${ingest.port}/v1/events`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
		body: JSON.stringify(whole)
	});
	expect(answer.status).toBe(200);
	await ingest.drained();
}

const filter = (changes: Partial<QuarantineFilter> = {}) => QuarantineFilter.parse({ source, ...changes });
const rows = async (changes: Partial<QuarantineFilter> = {}) =>
	(await quarantine.rows(filter(changes), { limit: 500 })).rows;
const order = (input: unknown) => ReplayOrder.parse(input);
const put = (input: unknown) => DismissOrder.parse(input);
const only = async () => {
	const [row] = await rows({ state: 'all' });
	if (!row) throw new Error('nothing is in quarantine');
	return row;
};
async function stored() {
	await ingest.drained();
	const result = await db.clickhouse.query({
		query: `SELECT id, type, team, channel, customer FROM service_events WHERE source = {source:String} ORDER BY id`,
		query_params: { source },
		format: 'JSONEachRow'
	});
	return result.json<Record<string, string>>();
}

describe('an event that ingest refuses', () => {
	test('is in quarantine, and no customer with it', async () => {
		await send([{ data: { channel: 'fax', customer: '13800138000', phone: '13800138000' } }]);
		const row = await only();
		expect(row).toMatchObject({
			...{ state: 'open', reason: 'invalid', path: 'data.channel', key: 'test', via: 'http' },
			...{ event_id: 'e0', type: 'case.opened', dropped: ['data.phone'], cut: false }
		});
		expect(JSON.stringify(row)).not.toContain('13800138000');
		expect(await stored()).toEqual([]);
	});

	test('is counted once with others that have the same thing wrong', async () => {
		const bad = { data: { channel: 'fax' } };
		await send([bad, { data: { channel: 'telex' } }, { type: 'case.opend' }]);
		await send([bad]);
		const problems = await quarantine.problems(filter());
		expect(problems.map(({ path, events, types }) => [path, events, types]).sort()).toEqual([
			['data.channel', 2, ['case.opened']],
			['type', 1, ['case.opend']]
		]);
	});
});

describe('a replay', () => {
	test('of what is still wrong is refused again, and the event stays, once', async () => {
		await send([{ data: { channel: 'fax' } }]);
		const { id } = await only();
		const { results } = await quarantine.replay(order({ rows: [{ id }] }));
		expect(results).toMatchObject([{ id, outcome: 'rejected', path: 'data.channel' }]);
		await ingest.drained();
		expect(await rows({ state: 'all' })).toMatchObject([{ id, state: 'open' }]);
	});

	test('of an edited event is taken, under the pseudonym it had', async () => {
		await send([
			{ data: { channel: 'fax', customer: 'Li Lei' } },
			{ id: 'ok', data: { customer: 'Li Lei' } }
		]);
		const { id, event } = await only();
		const kept = JSON.parse(event);
		const edited = { ...kept, data: { ...kept.data, channel: 'phone' } };
		expect((await quarantine.replay(order({ rows: [{ id, event: edited }] }))).results).toMatchObject([
			{ id, outcome: 'accepted' }
		]);
		const events = await stored();
		expect(events).toMatchObject([{ id: 'e0', channel: 'phone' }, { id: 'ok' }]);
		expect(events[0]?.customer).toBe(events[1]?.customer);
		expect(await rows()).toEqual([]);
		expect(await rows({ state: 'replayed' })).toMatchObject([{ id, state: 'replayed' }]);
	});

	test('sets a field of all that have the same thing wrong, where it is as said', async () => {
		const types = ['case.opend', 'case.opend', 'case.oepned'];
		await send(types.map((type) => ({ type, data: { team: 'Billing' } })));
		const set = { path: 'type', value: 'case.opened', was: 'case.opend' };
		const { results, next } = await quarantine.replay(order({ filter: { source }, set }));
		expect(results.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'accepted', 'skipped']);
		expect(next).toBeNull();
		expect((await stored()).map(({ id }) => id)).toEqual(['e0', 'e1']);
		expect(await rows()).toMatchObject([{ type: 'case.oepned' }]);
	});

	test('of an event that came right in the meantime says so, and moves nothing', async () => {
		await send([{ data: { channel: 'fax' } }]);
		await send([{ data: { channel: 'phone' } }]);
		const { id } = await only();
		const set = { path: 'data.channel', value: 'phone' };
		const { results } = await quarantine.replay(order({ rows: [{ id }], set }));
		expect(results).toMatchObject([{ outcome: 'duplicate' }]);
		expect(await stored()).toHaveLength(1);
		expect(await rows()).toEqual([]);
	});

	test('keeps to the teams of the key the event first came with', async () => {
		await send([{ data: { team: 'Sales' } }, { data: { team: 'Sales' } }], `${KEY}-billing`);
		expect(await rows()).toMatchObject([{ reason: 'forbidden_team' }, { reason: 'forbidden_team' }]);
		const [first, second] = await rows();
		const verdicts = [
			await quarantine.replay(order({ rows: [{ id: first?.id }] })),
			await quarantine.replay(
				order({ rows: [{ id: second?.id }], set: { path: 'data.team', value: 'Billing' } })
			)
		];
		expect(verdicts.map(({ results }) => results[0]?.outcome)).toEqual(['rejected', 'accepted']);
	});

	test('does not send what was not kept whole, unless it is edited', async () => {
		const comment = '慢'.repeat(15_000);
		await send([{ type: 'survey.answered', data: { instrument: 'voice', comment } }]);
		const { id, event, cut } = await only();
		expect(cut).toBe(true);
		expect((await quarantine.replay(order({ rows: [{ id }] }))).results).toMatchObject([
			{ outcome: 'rejected', reason: 'cut' }
		]);
		const kept = JSON.parse(event);
		const edited = { ...kept, data: { ...kept.data, comment: '慢' } };
		expect((await quarantine.replay(order({ rows: [{ id, event: edited }] }))).results).toMatchObject([
			{ outcome: 'accepted' }
		]);
	});

	test('goes through many in steps, each once', async () => {
		await send(Array.from({ length: 2_100 }, () => ({ type: 'case.opend' })));
		const again = await quarantine.replay(order({ filter: { source } }));
		const rest = await quarantine.replay(order({ filter: { source }, after: again.next }));
		const refused = [...again.results, ...rest.results].filter(({ outcome }) => outcome === 'rejected');
		expect(new Set(refused.map(({ id }) => id)).size).toBe(2_100);
		const set = { path: 'type', value: 'case.opened' };
		const first = await quarantine.replay(order({ filter: { source }, set }));
		expect(first.results).toHaveLength(2_000);
		const second = await quarantine.replay(order({ filter: { source }, set, after: first.next }));
		expect(second).toMatchObject({ next: null });
		expect([...first.results, ...second.results].every(({ outcome }) => outcome === 'accepted')).toBe(true);
		expect(await stored()).toHaveLength(2_100);
		expect(await rows()).toEqual([]);
	});

	test('says of an id that there is none', async () => {
		const id = 'f'.repeat(32);
		expect((await quarantine.replay(order({ rows: [{ id }] }))).results).toMatchObject([
			{ id, outcome: 'rejected', reason: 'unknown_row' }
		]);
	});

	test('fails in words when ingest is away, and leaves everything open', async () => {
		await send([{ type: 'case.opend' }]);
		const { id } = await only();
		const away = createQuarantine({ clickhouse: db.clickhouse, env: envAt(1) });
		await expect(away.replay(order({ rows: [{ id }] }))).rejects.toThrow(IngestTrouble);
		await expect(away.replay(order({ rows: [{ id }] }))).rejects.toThrow('npm run ingest');
		expect(await away.health()).toBeNull();
		expect(await rows()).toMatchObject([{ id, state: 'open' }]);
	});
});

describe('dismissing', () => {
	const states = async () => (await rows({ state: 'all' })).map(({ state }) => state);

	test('puts all of a problem aside, and one undo brings all of them back', async () => {
		await send([{ type: 'a' }, { type: 'b' }, { data: { channel: 'fax' } }]);
		const { action, events } = await quarantine.dismiss(put({ filter: { source, reason: 'unknown_type' } }));
		expect(events).toBe(2);
		expect((await states()).sort()).toEqual(['dismissed', 'dismissed', 'open']);
		expect(await quarantine.dismiss(put({ action, undo: true }))).toMatchObject({ events: 2 });
		expect(await states()).toEqual(['open', 'open', 'open']);
	});

	test('is undone of one event by its id', async () => {
		await send([{ type: 'a' }, { type: 'b' }]);
		await quarantine.dismiss(put({ filter: { source } }));
		const { id } = await only();
		expect(await quarantine.dismiss(put({ rows: [id], undo: true }))).toMatchObject({ events: 1 });
		expect((await states()).sort()).toEqual(['dismissed', 'open']);
	});

	test('touches nothing that is settled otherwise, nor does its undoing', async () => {
		await send([{ type: 'case.opend' }]);
		const { id } = await only();
		const { action } = await quarantine.dismiss(put({ rows: [id] }));
		await quarantine.replay(order({ rows: [{ id }], set: { path: 'type', value: 'case.opened' } }));
		expect(await states()).toEqual(['replayed']);
		expect(await quarantine.dismiss(put({ rows: [id] }))).toMatchObject({ events: 0 });
		expect(await quarantine.dismiss(put({ action, undo: true }))).toMatchObject({ events: 0 });
		expect(await states()).toEqual(['replayed']);
	});
});

describe('the list', () => {
	test('is filtered by everything that can be said', async () => {
		await send([{ type: 'a' }, { data: { channel: 'fax' } }]);
		await send([{ id: 'other', data: { team: 'Sales' } }], `${KEY}-billing`);
		const reasons = async (changes: Partial<QuarantineFilter>) =>
			(await rows(changes)).map(({ reason }) => reason).sort();
		expect(await reasons({})).toEqual(['forbidden_team', 'invalid', 'unknown_type']);
		expect(await reasons({ reason: 'invalid' })).toEqual(['invalid']);
		expect(await reasons({ key: 'billing' })).toEqual(['forbidden_team']);
		expect(await reasons({ path: 'data.channel' })).toEqual(['invalid']);
		expect(await reasons({ source: 'nobody' })).toEqual([]);
		expect(await reasons({ to: '2020-01-01T00:00:00Z' })).toEqual([]);
		expect(await reasons({ from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' })).toHaveLength(3);
		const [problem] = await quarantine.problems(filter({ key: 'billing' }));
		expect(await reasons({ problem: problem?.problem })).toEqual(['forbidden_team']);
	});

	test('continues where a page ended, each event once', async () => {
		for (const count of [3, 4]) await send(Array.from({ length: count }, () => ({ type: `t${count}` })));
		const seen: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await quarantine.rows(filter(), { limit: 2, cursor });
			seen.push(...page.rows.map(({ id }) => id));
			cursor = page.next ?? undefined;
		} while (cursor);
		expect(new Set(seen).size).toBe(7);
		expect(seen).toHaveLength(7);
	});

	test('says how ingest is', async () => {
		expect(await quarantine.health()).toMatchObject({ status: 'ok', pending: 0 });
	});
});
