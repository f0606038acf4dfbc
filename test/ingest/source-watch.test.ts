import { beforeEach, expect, test } from 'vitest';
import { createSourceWatch, type SourceWatch } from '../../ingest/source-watch.ts';
import type { ServiceEvent } from '#schema/event.ts';
import { parseEvent } from '#schema/event.ts';
import type { SourceState } from '#schema/source-state.ts';
import { event } from './support.ts';

const NOON = Date.parse('2026-03-10T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let clock: number;
let watch: SourceWatch;
beforeEach(() => {
	clock = NOON;
	watch = createSourceWatch({ now: () => clock });
});

type Said = { source?: string; ago?: number; data?: Record<string, unknown>; by?: object; key?: string };

function made(source: string, ago: number, data: Record<string, unknown>): ServiceEvent {
	const time = new Date(clock - ago).toISOString();
	const parsed = parseEvent(event('1', { source, time, data }), clock);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
	return parsed.event;
}

function say({ source = 'pbx', ago = 0, data = {}, by, key = 'k' }: Said = {}) {
	const from = { key: { name: key, secret: '' }, bytes: 0, via: by ? 'websocket' : 'http' } as const;
	watch.heard(made(source, ago, data), { ...from, connection: by }, clock);
}

const state = (source = 'pbx'): SourceState | undefined => watch.list().find((one) => one.source === source);
const iso = (ms: number) => new Date(ms).toISOString();

function connect(key = 'k') {
	const connection = {};
	watch.opened(connection, key);
	return connection;
}

test('knows who sends, when it was last heard, and what it feeds', () => {
	const by = connect();
	say({ by, data: { team: 'North', channel: 'phone' } });
	clock += 2_000;
	say({ by, data: { team: 'South', channel: 'phone' } });
	say({ by });
	expect(watch.list()).toEqual([
		{
			...{ source: 'pbx', key: 'k', connected: true, live: true, silent_since: null },
			last_received_at: iso(NOON + 2_000),
			teams: ['North', 'South'],
			channels: ['phone']
		}
	]);
});

test('what people say on the dashboard is no source that anybody waits for', () => {
	for (let word = 0; word < 20; word++, clock += 2_000) say({ source: 'touchstone/dashboard' });
	clock += HOUR;
	expect(watch.list()).toEqual([]);
});

test('a connection that closes, cleanly or not, makes its sources silent at once', () => {
	const by = connect();
	say({ by });
	clock += MINUTE;
	watch.closed(by);
	clock += 1;
	expect(state()).toMatchObject({ connected: false, silent_since: iso(NOON + MINUTE) });
});

test('another connection of the source keeps it', () => {
	const [one, two] = [connect(), connect()];
	say({ by: one });
	say({ by: two });
	watch.closed(one);
	expect(state()).toMatchObject({ connected: true, silent_since: null });
	watch.closed(two);
	expect(state()).toMatchObject({ connected: false, silent_since: iso(NOON) });
});

test('one that does not answer counts as lost until it answers again', () => {
	const by = connect();
	say({ by });
	clock += 3_000;
	watch.present(by, false);
	expect(state()).toMatchObject({ connected: false, silent_since: iso(NOON + 3_000) });
	watch.present(by, true);
	expect(state()).toMatchObject({ connected: true, silent_since: null });
});

test('who has connected again and has nothing to say yet is not silent', () => {
	const by = connect();
	const bystander = connect();
	say({ by });
	clock += MINUTE;
	watch.closed(by);
	expect(state()?.silent_since).toBe(iso(NOON + MINUTE));
	clock += 1_000;
	connect('another key');
	expect(state()?.silent_since).toBe(iso(NOON + MINUTE));
	const again = connect();
	expect(state()).toMatchObject({ connected: true, silent_since: null });
	clock += 1_000;
	watch.closed(bystander);
	expect(state()?.silent_since).toBe(null);
	watch.closed(again);
	expect(state()).toMatchObject({ connected: false, silent_since: iso(clock) });
});

test('what a busy source does not say is missed, though its connection is open', () => {
	const by = connect();
	for (let word = 0; word < 300; word++) {
		say({ by });
		clock += 1_100;
	}
	expect(state()).toMatchObject({ connected: true, silent_since: null });
	clock += 10_000;
	expect(state()).toMatchObject({ connected: true, silent_since: iso(NOON + 299 * 1_100) });
	say({ by });
	expect(state()?.silent_since).toBe(null);
});

test('a file that is replayed is no live source, whatever becomes of its connection', () => {
	const by = connect();
	for (let word = 0; word < 100; word++) {
		say({ by, ago: 16 * MINUTE });
		clock += 1_100;
	}
	watch.closed(by);
	clock += HOUR;
	expect(state()).toMatchObject({ live: false, connected: false, silent_since: null });
});

test('who catches up with what waited does not speak more often for it', () => {
	for (let word = 0; word < 20; word++) {
		say();
		clock += MINUTE;
	}
	for (let word = 0; word < 1_000; word++) {
		say({ ago: HOUR });
		clock += 1_100;
	}
	clock += 2 * MINUTE;
	expect(state()).toMatchObject({ live: true, silent_since: null });
});

test('names too many to list stand for all', () => {
	for (let team = 0; team < 200; team++) say({ data: { team: `team ${team}` } });
	expect(state()?.teams).toHaveLength(200);
	say({ data: { team: 'one more', channel: 'chat' } });
	say({ data: { team: 'team 1' } });
	expect(state()).toMatchObject({ teams: null, channels: ['chat'] });
});

test('forgets who was not heard for a day, unless its connection is open', () => {
	const by = connect();
	say({ source: 'gone' });
	say({ source: 'quiet', by });
	clock += 24 * HOUR;
	expect(watch.list()).toHaveLength(2);
	clock += 1;
	expect(watch.list()).toMatchObject([{ source: 'quiet' }]);
	watch.forget('quiet');
	expect(watch.list()).toEqual([]);
	watch.closed(by);
});

test('holds a thousand at most: the one heard longest ago makes room', () => {
	const by = connect();
	for (let source = 0; source <= 1_000; source++) {
		say({ source: `s${source}`, by });
		clock += 1;
	}
	expect(watch.list()).toHaveLength(1_000);
	expect(state('s0')).toBe(undefined);
	expect(state('s1')).toBeDefined();
	watch.closed(by);
	expect(state('s1')?.connected).toBe(false);
});
