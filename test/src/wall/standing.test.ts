import { expect, test } from 'vitest';
import type { Pulse } from '#schema/kpi.ts';
import type { SourcesState, SourceState } from '#schema/source-state.ts';
import { standingOf } from '../../../src/lib/wall/standing.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const at = (seconds: number) => new Date(now - seconds * 1000).toISOString();

const pulse: Pulse = {
	...{ as_of: at(0), watermark: at(4), last_received: at(3) },
	...{ simulated: false, real: true, trouble: null }
};
const well = { now, lost: false, heard: now, sound_at: now, behind_since: null, catching_up: false };
const source = (name: string, more: Partial<SourceState> = {}): SourceState => ({
	...{ source: name, key: 'k', connected: true, live: true },
	...{ silent_since: null, last_received_at: at(3), teams: [], channels: [] },
	...more
});
const fed = (...sources: SourceState[]): SourcesState => ({ ingest: 'up', ingest_away_since: null, sources });
const everything = { teams: [], channels: [] };

test('says when anything last came in while all is well', () =>
	expect(standingOf(everything, pulse, null, well)).toMatchObject({
		...{ stale: false, why: 'quiet' },
		last: now - 3_000
	}));

test('tells "nothing ever" from "nothing lately"', () => {
	expect(standingOf(everything, { ...pulse, last_received: null }, null, well).why).toBe('none');
	expect(
		standingOf(everything, pulse, fed(source('pbx', { last_received_at: at(900) })), well)
	).toMatchObject({
		...{ stale: false, why: 'quiet' },
		last: now - 900_000
	});
});

test('names the source that has been silent for longest, and since when', () => {
	const sources = fed(
		source('pbx', { silent_since: at(20) }),
		source('crm', { silent_since: at(60) }),
		source('mail')
	);
	expect(standingOf(everything, pulse, sources, well)).toMatchObject({
		...{ stale: true, why: 'source', source: 'crm' },
		since: now - 60_000
	});
});

test('greys only what a silent source feeds', () => {
	const silent = fed(source('pbx', { silent_since: at(20), teams: ['Hotline'], channels: ['phone'] }));
	const of = (teams: string[], channels: string[]) =>
		standingOf({ teams, channels }, pulse, silent, well).stale;
	expect(of(['Hotline'], [])).toBe(true);
	expect(of([], ['phone'])).toBe(true);
	expect(of(['Mail'], [])).toBe(false);
	expect(of(['Hotline'], ['email'])).toBe(false);
});

test('is as old as its oldest number, whatever came in since', () =>
	expect(standingOf(everything, pulse, null, well, now - 7_000)).toMatchObject({
		...{ stale: false, answered_at: now - 7_000 },
		last: now - 3_000
	}));

test('a number that nobody has counted for long is grey', () => {
	const of = (seconds: number) => standingOf(everything, pulse, null, well, now - seconds * 1000);
	expect(of(60).stale).toBe(false);
	expect(of(91)).toMatchObject({ stale: true, why: 'unanswered', since: now - 91_000 });
});

test('says that what came in is not stored yet, and since when', () =>
	expect(standingOf(everything, pulse, null, { ...well, behind_since: now - 12_000 }, now)).toMatchObject({
		...{ stale: true, why: 'behind', since: now - 12_000 }
	}));

test('is grey until it has caught up', () =>
	expect(standingOf(everything, pulse, null, { ...well, catching_up: true }, now - 9_000)).toMatchObject({
		...{ stale: true, why: 'catching_up', since: now - 9_000 }
	}));

test('the nearest trouble explains the others', () => {
	const silent: SourcesState = {
		...fed(source('pbx', { silent_since: at(20) })),
		...{ ingest: 'away', ingest_away_since: at(10) }
	};
	const away: Pulse = { ...pulse, trouble: 'clickhouse' };
	const why = (lost: boolean, of: Pulse) => standingOf(everything, of, silent, { ...well, lost }).why;
	expect(why(true, away)).toBe('connection');
	expect(why(false, away)).toBe('clickhouse');
	expect(why(false, pulse)).toBe('ingest');
	const mending = { ...well, behind_since: now - 6_000, catching_up: true };
	expect(standingOf(everything, pulse, fed(source('pbx', { silent_since: at(20) })), mending).why).toBe(
		'behind'
	);
});
