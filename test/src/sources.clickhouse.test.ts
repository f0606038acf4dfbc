import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSourcesOfIngest } from '../../src/lib/server/sources-ingest.ts';
import { createSourceWatch } from '../../src/lib/server/sources.ts';
import { connect } from '#schema/clickhouse/client.ts';
import { feedsAny, type SourceState } from '#schema/source-state.ts';
import { KEY, openSocket, startTestIngest } from '../ingest/support.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { freePort } from '../support/free-port.ts';
import { take } from '../support/lags.ts';

const NOON = Date.parse('2026-03-10T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let db: TestDatabase;
let clock: number;
let asked: number;
/** What ingest answers; null: it does not. */
let told: SourceState[] | null;
let oldest_s: number | null;

beforeAll(async () => void (db = await testDatabase()));
beforeEach(async () => {
	clock = NOON;
	asked = 0;
	told = [];
	oldest_s = null;
	await db.clickhouse.command({ query: 'TRUNCATE TABLE sources' });
});
afterAll(() => db.drop());

const iso = (ms: number) => new Date(ms).toISOString();

const state = (changes: Partial<SourceState> = {}): SourceState => ({
	...{ source: 'pbx', key: 'k', connected: true, live: true, silent_since: null },
	...{ last_received_at: iso(NOON - 1_000), teams: ['North'], channels: ['phone'] },
	...changes
});

const watch = (clickhouse = db.clickhouse) =>
	createSourceWatch({
		clickhouse,
		now: () => clock,
		async ingest() {
			asked++;
			if (!told) throw new Error('away');
			return { sources: told, oldest_s };
		}
	});

/** Stored as it was received then, having happened so long before. */
const store = (source: string, received_at: number, before = 0) =>
	take(db.clickhouse, [
		{ event: { ...event('case.opened', `case-${source}`, iso(received_at - before)), source }, received_at }
	]);

test('asks ingest once a second however many look, and tells what it tells', async () => {
	told = [state(), state({ source: 'crm', silent_since: iso(NOON - MINUTE) })];
	const sources = watch();
	const [one, other] = await Promise.all([sources.look(), sources.look()]);
	expect(one).toEqual({ ingest: 'up', ingest_away_since: null, sources: [told[1], told[0]] });
	expect(other).toBe(one);
	clock += 999;
	await sources.look();
	expect(asked).toBe(1);
	clock += 1;
	await sources.look();
	expect(asked).toBe(2);
});

test('knows since when the oldest event waits to be stored, and not where ingest cannot be asked', async () => {
	const sources = watch();
	expect(sources.spool).toBeUndefined();
	oldest_s = 2.5;
	await sources.look();
	expect(sources.spool).toEqual({ as_of: NOON, oldest_at: NOON - 2_500 });
	clock += 1_000;
	oldest_s = null;
	await sources.look();
	expect(sources.spool).toEqual({ as_of: NOON + 1_000, oldest_at: null });
	told = null;
	clock += 1_000;
	await sources.look();
	// It may be busy.
	expect(sources.spool).toEqual({ as_of: NOON + 1_000, oldest_at: null });
	clock += 3_000;
	await sources.look();
	expect(sources.spool).toBeNull();
});

test('an ingest that was never reached may be elsewhere: while something comes in nothing is grey', async () => {
	told = null;
	await store('pbx', NOON - 30_000);
	const sources = watch();
	clock += 4_000;
	expect(await sources.look()).toEqual({ ingest: 'up', ingest_away_since: null, sources: [] });
	clock += MINUTE;
	expect(await sources.look()).toMatchObject({ ingest: 'away', sources: [{ source: 'pbx' }] });
});

test('who acted on the dashboard is not waited for', async () => {
	await store('touchstone/dashboard', NOON - 30_000);
	expect(await watch().look()).toEqual({ ingest: 'up', ingest_away_since: null, sources: [] });
});

test('with ingest away for three seconds every live source is silent, until it is back', async () => {
	const gone = state({ source: 'crm', silent_since: iso(NOON - MINUTE) });
	told = [state(), gone, state({ source: 'replay', live: false })];
	const sources = watch();
	await sources.look();
	told = null;
	clock += 1_000;
	expect(await sources.look()).toMatchObject({ ingest: 'up', ingest_away_since: null });
	clock += 1_000;
	expect(await sources.look()).toMatchObject({ ingest: 'up', sources: [gone, { silent_since: null }, {}] });
	clock += 1_000;
	expect(await sources.look()).toMatchObject({
		ingest: 'away',
		ingest_away_since: iso(NOON + 1_000),
		sources: [
			{ source: 'crm', silent_since: iso(NOON - MINUTE) },
			{ source: 'pbx', connected: false, silent_since: iso(NOON + 1_000) },
			{ source: 'replay', silent_since: null }
		]
	});
	told = [state()];
	clock += 1_000;
	expect(await sources.look()).toEqual({ ingest: 'up', ingest_away_since: null, sources: told });
});

test('what was told when somebody last looked does not stand for an ingest that is away now', async () => {
	told = [state()];
	const sources = watch();
	await sources.look();
	told = null;
	clock += HOUR;
	expect(await sources.look()).toMatchObject({
		ingest: 'away',
		sources: [{ silent_since: iso(NOON + HOUR) }]
	});
});

test('after a start of ingest, whoever was live and was not heard since is silent since then', async () => {
	await store('pbx', NOON - HOUR);
	await store('crm', NOON - 23 * HOUR, 15 * MINUTE);
	await store('replay', NOON - HOUR, 15 * MINUTE + 1);
	await store('forgotten', NOON - 24 * HOUR - 1);
	told = [state({ source: 'heard again' })];
	expect(await watch().look()).toMatchObject({
		ingest: 'up',
		sources: [
			{ source: 'crm', connected: false, live: true, silent_since: iso(NOON - 23 * HOUR), teams: [] },
			{ source: 'heard again', silent_since: null },
			{ source: 'pbx', live: true, silent_since: iso(NOON - HOUR) },
			{ source: 'replay', live: false, silent_since: null }
		]
	});
});

test('after a start of ingest it is known what its sources fed before', async () => {
	await store('pbx', NOON - 1_000);
	told = [state()];
	const sources = watch();
	await sources.look();
	told = [];
	for (let look = 0; look < 2; look++) {
		clock += 1_000;
		expect((await sources.look()).sources).toEqual([
			state({ connected: false, silent_since: iso(NOON - 1_000) })
		]);
	}
});

test('asks a real ingest, and notices that it is gone', async () => {
	const ingest = await startTestIngest({ clickhouse: db.clickhouse });
	const ask = createSourcesOfIngest({
		...{ HOST: '127.0.0.1', INGEST_PORT: ingest.port, TOUCHSTONE_DATA: '.' },
		TOUCHSTONE_INGEST_KEYS: `test:${KEY}`
	});
	const { frame, next, socket, closed } = await openSocket(ingest.url);
	frame(0, [{ ...event('case.opened', 'real', new Date().toISOString()), source: 'real' }]);
	await next();
	expect((await ask()).sources).toMatchObject([
		{ source: 'real', key: 'test', connected: true, silent_since: null }
	]);
	socket.close();
	await closed;
	await ingest.stop();
	await expect(ask()).rejects.toThrow();
});

test('who speaks to another ingest is not silent', async () => {
	told = [state({ connected: false, silent_since: iso(NOON - MINUTE) })];
	await store('pbx', NOON - MINUTE);
	expect((await watch().look()).sources).toMatchObject([{ silent_since: iso(NOON - MINUTE) }]);
	await store('pbx', NOON - 1_000);
	expect((await watch().look()).sources).toMatchObject([
		{ silent_since: null, last_received_at: iso(NOON - 1_000) }
	]);
});

test('tells what ingest tells with ClickHouse away, and what that said before', async () => {
	told = [state()];
	const away = connect({ url: `http://127.0.0.1:${await freePort()}`, database: db.database });
	expect(await watch(away).look()).toMatchObject({ ingest: 'up', sources: [{ source: 'pbx' }] });
	await away.close();
});

test.each([
	[['North'], ['phone'], true],
	[['South'], [], false],
	[[], ['chat'], false],
	[['South', 'North'], [], true],
	[[], [], true]
])('a source feeds teams %j and channels %j as its events name them: %s', (teams, channels, feeds) => {
	expect(feedsAny(state(), { teams, channels })).toBe(feeds);
	expect(feedsAny(state({ teams: null, channels: [] }), { teams, channels })).toBe(true);
});
