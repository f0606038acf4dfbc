import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseEvent } from '#schema/event.ts';
import { createCommits } from '../../ingest/commit.ts';
import type { EventRow } from '../../ingest/event-columns.ts';
import { quarantineRow } from '../../ingest/quarantine.ts';
import type { SpoolRecord } from '../../ingest/spool.ts';
import { event } from './support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function row(id: string): EventRow {
	const parsed = parseEvent(event(id), Date.now());
	if (!parsed.ok) throw new Error(parsed.refusal.detail);
	return { event: parsed.event, received_at: 0 };
}

const refused = () =>
	quarantineRow(
		{
			input: { id: 'bad' },
			refusal: { reason: 'invalid', path: 'type', detail: '' },
			key: 'k',
			via: 'http',
			received_at: 0
		},
		(customer) => customer
	);

/** Commits into memory; each append of the spool stands apart. */
function commitsInto({ fail = () => false }: { fail?: () => boolean } = {}) {
	const appended: SpoolRecord[][] = [];
	const failed: EventRow[] = [];
	const commits = createCommits({
		spool: {
			append(records) {
				if (fail()) throw new Error('no room');
				appended.push([...records]);
			}
		},
		ms: 20,
		onFailed: (_error, events) => void failed.push(...events)
	});
	return { commits, appended, failed };
}

test('writes what came within its time together, then tells all of them, in order', () => {
	const { commits, appended } = commitsInto();
	const told: string[] = [];
	commits.add(row('1'));
	commits.after(() => told.push('first'), 100);
	vi.advanceTimersByTime(19);
	commits.add(row('2'));
	commits.addRejected(refused());
	commits.after(() => told.push('second'), 100);
	expect([appended, told]).toEqual([[], []]);
	vi.advanceTimersByTime(1);
	expect(appended).toMatchObject([
		[
			{ table: 'events', rows: 2 },
			{ table: 'quarantine', rows: 1 }
		]
	]);
	expect(told).toEqual(['first', 'second']);
});

test('tells at once when nothing waits, and with the others when something does', () => {
	const { commits } = commitsInto();
	const told: string[] = [];
	commits.after(() => told.push('at once'), 100);
	expect(told).toEqual(['at once']);
	commits.add(row('1'));
	commits.after(() => told.push('stored'), 100);
	commits.after(() => told.push('duplicate of it'), 100);
	expect(told).toEqual(['at once']);
	commits.commit();
	expect(told).toEqual(['at once', 'stored', 'duplicate of it']);
});

test('does not wait once a group is large, in rows or in bytes', () => {
	const { commits, appended } = commitsInto();
	for (let n = 0; n < 5_000; n++) commits.add(row(String(n)));
	commits.after(() => {}, 100);
	expect(appended).toHaveLength(1);
	for (let n = 0; n < 5; n++) {
		commits.add(row(String(n)));
		commits.after(() => {}, 1024 * 1024);
	}
	expect(appended.map(([record]) => record?.rows)).toEqual([5_000, 4]);
});

test('tells everybody of a group that could not be written, says which events, and goes on with the next', () => {
	let full = true;
	const { commits, appended, failed } = commitsInto({ fail: () => full });
	const told: unknown[] = [];
	commits.add(row('1'));
	commits.after((error) => told.push(error), 100);
	commits.after((error) => told.push(error), 100);
	vi.advanceTimersByTime(20);
	expect(told).toEqual([new Error('no room'), new Error('no room')]);
	expect(failed.map(({ event }) => event.id)).toEqual(['1']);
	full = false;
	commits.add(row('1'));
	commits.after((error) => told.push(error), 100);
	vi.advanceTimersByTime(20);
	expect(told.at(-1)).toBeUndefined();
	expect(appended).toHaveLength(1);
});
