import { beforeEach, expect, test } from 'vitest';
import { CatchUp } from '../../../src/lib/catch-up.ts';
import type { Freshness } from '../../../src/lib/freshness.ts';

let page: CatchUp;
beforeEach(() => {
	page = new CatchUp();
	page.begin(1_000);
});

/** Whether the page still catches up once it was told this. */
function going(told: Partial<Freshness>) {
	page.hear({
		...{ name: '', as_of: 2_000, changed_at: 500, answered_at: [2_000, 2_000] },
		...{ spool: { as_of: 2_000, oldest_at: null } },
		...told
	});
	return page.going;
}

test('does not catch up before anything was away', () => expect(new CatchUp().going).toBe(false));

test('is done when all is stored, and everything was answered after that', () =>
	expect(going({})).toBe(false));

test('waits for every question', () => {
	expect(going({ changed_at: 1_500, answered_at: [2_000, 900] })).toBe(true);
	expect(going({ changed_at: 1_500, answered_at: [2_000, null] })).toBe(true);
	expect(going({ changed_at: 1_500, answered_at: [2_000, 2_100] })).toBe(false);
});

test('takes an earlier answer where nothing has changed since', () =>
	expect(going({ changed_at: 500, answered_at: [600, 2_000] })).toBe(false));

test('waits until what was taken in before is stored', () => {
	expect(going({ spool: { as_of: 2_000, oldest_at: 700 } })).toBe(true);
	// What came in since is nothing to catch up with.
	expect(going({ spool: { as_of: 2_000, oldest_at: 1_200 } })).toBe(false);
});

test('asks how much waits once more where that was known from before', () => {
	expect(going({ spool: { as_of: 999, oldest_at: null } })).toBe(true);
	expect(going({ spool: undefined })).toBe(true);
	expect(going({ spool: { as_of: 1_000, oldest_at: null } })).toBe(false);
});

test('takes only answers from after all was stored', () => {
	expect(going({ as_of: 1_900, spool: { as_of: 2_000, oldest_at: null } })).toBe(true);
	expect(going({ as_of: 2_100, changed_at: 2_050, answered_at: [1_900, 2_100] })).toBe(true);
	expect(going({ as_of: 2_200, changed_at: 2_050, answered_at: [2_060, 2_100] })).toBe(false);
});

test('does not wait for an ingest that cannot be asked', () => expect(going({ spool: null })).toBe(false));

test('begins anew when something is away again', () => {
	page.begin(5_000);
	expect(going({})).toBe(true);
	expect(going({ as_of: 5_100, spool: { as_of: 5_000, oldest_at: null } })).toBe(false);
});
