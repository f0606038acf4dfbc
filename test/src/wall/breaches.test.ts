import { beforeEach, expect, test } from 'vitest';
import { ActionRow, LATEST_BREACHES } from '#schema/feed.ts';
import { Breaches, PULSE_MS, type News } from '../../../src/lib/wall/breaches.svelte.ts';

let breaches: Breaches;
beforeEach(() => void (breaches = new Breaches()));

/** Seconds of the server's clock, as a time. */
const at = (second: number) => new Date(Date.UTC(2026, 0, 5) + second * 1000).toISOString();
const ms = (second: number) => Date.parse(at(second));
const ALL = { teams: [], channels: [] };

const row = (promise_id: string, broke: number, more: Partial<ActionRow> = {}) =>
	ActionRow.parse({
		...{ promise_id, case_id: 'c', metric: 'first_response', state: 'broken' },
		...{ made_at: at(broke - 15), due_at: at(broke), breach_at: at(broke), ...more }
	});
const atRisk = (promise_id: string, due: number) =>
	row(promise_id, due, { state: 'at_risk', breach_at: null });

/** What a screen is told as of a second. `broken`: how many there are in all. */
const note = (second: number, rows: ActionRow[], broken = rows.length) =>
	breaches.note({ as_of: at(second), rows, counts: { broken, at_risk: 0, acted: 0 } }, ms(second));
const ids = ({ rows }: News) => rows.map(({ promise_id }) => promise_id);

test('what was broken when the screen opened is not new', () => {
	expect(ids(note(0, [row('a', -10)]))).toEqual([]);
	expect(breaches.isNew('a', ms(1))).toBe(false);
});

test('what breaks then is new, once, for ten seconds', () => {
	note(0, []);
	expect(ids(note(2, [row('a', 1)]))).toEqual(['a']);
	expect(ids(note(3, [row('a', 1)]))).toEqual([]);
	expect(breaches.isNew('a', ms(2) + PULSE_MS - 1)).toBe(true);
	expect(breaches.isNew('a', ms(2) + PULSE_MS)).toBe(false);
	expect(breaches.latest).toMatchObject({ row: { promise_id: 'a' }, others: 0 });
});

test('what is only at risk is no breach, until it breaks', () => {
	note(0, [atRisk('a', 5)], 0);
	expect(breaches.anyNew(ms(1), ALL)).toBe(false);
	expect(ids(note(6, [row('a', 5)]))).toEqual(['a']);
	expect(breaches.anyNew(ms(6) + 1, ALL)).toBe(true);
});

test('what broke while nothing was heard is new once the screen hears again', () => {
	note(0, [row('a', -10)]);
	expect(ids(note(600, [row('a', -10), row('b', 100), row('c', 550)]))).toEqual(['b', 'c']);
});

test('what comes in a moment after it broke is new; what comes in an hour after it is not', () => {
	note(0, []);
	expect(ids(note(5, [row('late', -20), row('old', -3600)]))).toEqual(['late']);
});

test('what breaks in one team or channel is new there alone', () => {
	note(0, []);
	note(2, [row('a', 1, { team: 'B', channel: 'phone' })]);
	const isNew = (teams: string[], channels: string[] = []) => breaches.anyNew(ms(3), { teams, channels });
	expect([isNew([]), isNew(['B']), isNew(['A'])]).toEqual([true, true, false]);
	expect([isNew(['B'], ['phone']), isNew([], ['chat'])]).toEqual([true, false]);
});

test('an answer older than what was heard changes nothing', () => {
	note(10, [row('a', 8)]);
	expect(ids(note(5, []))).toEqual([]);
	expect(ids(note(11, [row('a', 8)]))).toEqual([]);
});

/** A queue of which a list has the first 40 rows and those that broke last, as the server cuts it. */
function listOf(queue: ActionRow[]) {
	const broken = queue.filter(({ state }) => state === 'broken');
	const latest = new Set(
		broken.toSorted((a, b) => (b.breach_at ?? '').localeCompare(a.breach_at ?? '')).slice(0, LATEST_BREACHES)
	);
	return queue.filter((one, place) => place < 40 || latest.has(one));
}
const queueOf = (risks: number, broken: ActionRow[]) => [
	...Array.from({ length: risks }, (_, index) => atRisk(`risk ${index}`, 900)),
	...broken
];
/** Eighty broken one after another, the last a second ago. */
const EIGHTY = Array.from({ length: 80 }, (_, index) => row(`old ${index}`, index - 80));

test('in a long queue nothing is new by moving into the first rows, as often as it does', () => {
	for (const [look, risks] of [35, 5, 38, 0, 40, 20].entries())
		expect(ids(note(look, listOf(queueOf(risks, EIGHTY)), 80))).toEqual([]);
	expect(breaches.anyNew(ms(6), ALL)).toBe(false);
});

test('of many that break in one look at the end of a long queue every one is noticed', () => {
	note(0, listOf(queueOf(10, EIGHTY)), 80);
	const twelve = Array.from({ length: 12 }, (_, index) => row(`new ${index}`, 1 + index / 100));
	expect(note(3, listOf(queueOf(10, [...EIGHTY, ...twelve])), 92)).toMatchObject({ rows: twelve, more: 0 });
	expect(breaches.latest).toMatchObject({ row: { promise_id: 'new 11' }, others: 11 });
});

test('of more than a list brings the others are counted', () => {
	note(0, listOf(queueOf(0, EIGHTY)), 80);
	const fifty = Array.from({ length: 50 }, (_, index) => row(`new ${index}`, 1 + index / 100));
	const news = note(3, listOf(queueOf(0, [...EIGHTY, ...fifty])), 130);
	expect([news.rows.length, news.more]).toEqual([LATEST_BREACHES, 50 - LATEST_BREACHES]);
	expect(breaches.latest?.others).toBe(49);
});
