import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { Decision } from '#schema/decision.ts';
import { startClickHouse, type EmbeddedClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { createAnnotations } from '../../../src/lib/server/annotations.ts';
import { createClocks } from '../../../src/lib/server/clocks/clocks.ts';
import { createDecisions } from '../../../src/lib/server/decisions.ts';
import { event } from '../../support/events.ts';
import { take } from '../../support/lags.ts';

// With the users of the embedded ClickHouse: the other tests are all-powerful.

let dataDir: string;
let engine: EmbeddedClickHouse;
const clients: ReturnType<typeof connect>[] = [];

function as(role: 'admin' | 'app') {
	const client = connect({ url: engine.url(role), database: 'touchstone' });
	clients.push(client);
	return client;
}

/** Asks as somebody who looks in by hand. */
async function byHand(query: string) {
	const { origin, username, password } = new URL(engine.url('reader'));
	const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
	const options = { method: 'POST', headers: { authorization }, body: query };
	return (await fetch(`${origin}/?database=touchstone`, options)).text();
}

beforeAll(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'touchstone-roles-'));
	engine = await startClickHouse({ dataDir });
	await migrate(as('admin'), 'touchstone');
});
afterAll(async () => {
	await Promise.all(clients.map((client) => client.close()));
	await engine.stop();
	rmSync(dataDir, { recursive: true, force: true });
});

const DAY = '2026-11-12';
const storm = (text: string) => ({
	...{ kind: 'event' as const, first_day: DAY, last_day: DAY, text, teams: [], by: 'Ann' }
});

test('the dashboard may write and change, of two at once one does; who reads sees it and may change nothing', async () => {
	const clickhouse = as('app');
	const annotations = createAnnotations({ clickhouse });
	const { id } = await annotations.add(storm('Storm'), '');
	const changes = await Promise.all(
		['one', 'two', 'three'].map((text) => annotations.save({ id, from: 1, by: '', content: storm(text) }))
	);
	expect(changes.map(({ outcome }) => outcome).sort()).toEqual(['changed', 'changed', 'done']);
	const week = '2026-11-09';
	const lines = { kind: 'decision', week, text: 'More lines', owner: 'Ben', due: DAY, by: 'Ann' };
	const decisions = createDecisions({ clickhouse, zone: 'UTC' });
	await decisions.add(Decision.parse(lines), '');
	expect((await decisions.ofWeek(week)).decisions).toHaveLength(1);

	const counts = 'SELECT (SELECT count() FROM annotations), (SELECT count() FROM decisions)';
	expect(await byHand(counts)).toBe('1\t1\n');
	expect(await byHand('TRUNCATE TABLE annotation_versions')).toMatch(/privileges|readonly/i);
});

test('the dashboard may write down that a clock is wrong; who reads sees it and may change nothing', async () => {
	const clocks = createClocks({ clickhouse: as('app') });
	const at = Date.parse(`${DAY}T08:00:00Z`);
	const late = Array.from({ length: 40 }, (_, index) => ({
		event: event('case.opened', `c${index}`, new Date(at + index * 120_000).toISOString()),
		received_at: at + index * 120_000 + 3_601_000
	}));
	await take(as('admin'), late);
	expect(await clocks.look(at - 3_600_000)).toBe(true);
	expect(await byHand('SELECT count() FROM misdated')).toBe('40\n');
	expect(await byHand('TRUNCATE TABLE clock_spells')).toMatch(/privileges|readonly/i);
});

test('the dashboard may publish a review and never change it; who reads sees it', async () => {
	const clickhouse = as('app');
	await clickhouse.command({ query: `INSERT INTO published_reviews (id, body) VALUES ('a', '{}')` });
	await expect(
		clickhouse.command({ query: `ALTER TABLE published_reviews UPDATE body = '' WHERE true` })
	).rejects.toThrow(/privileges/);
	expect(await byHand('SELECT body FROM published_reviews')).toBe('{}\n');
});
