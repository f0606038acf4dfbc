import { describe, expect, test } from 'vitest';
import { noticed, type Seen } from '../../../src/lib/server/clocks/notice.ts';

const day = (hour: number) => `2026-06-02T${String(hour).padStart(2, '0')}:00:00.000Z`;
const seen = (since: number, until: number | null, more: Partial<Seen> = {}): Seen => ({
	...{ source: 'desk', offset_s: 3600, since: day(since), until: until === null ? null : day(until) },
	...more
});
const NOBODY = { verdict: 'wrong', by: '', note: '', said_at: null };
const SAID = { verdict: 'right', by: 'Ann', note: 'by the hour', said_at: day(20) } as const;

describe('what is noticed of clocks', () => {
	test('is a spell that counts as wrong, under a name that everybody gives it', () => {
		const [one] = noticed([], [seen(10, null)]);
		expect(one).toMatchObject({ ...seen(10, null), ...NOBODY });
		expect(noticed([], [seen(10, 12)])[0]?.id).toBe(one?.id);
		expect(noticed([], [seen(11, 12)])[0]?.id).not.toBe(one?.id);
	});

	test('ends a spell that was still on, and keeps when it began', () => {
		const known = noticed([], [seen(10, null)]);
		expect(noticed(known, [seen(12, 14)])).toEqual([{ ...known[0], until: day(14) }]);
	});

	test('makes one that was over only longer', () => {
		const known = noticed([], [seen(10, 14)]);
		expect(noticed(known, [seen(11, 13)])).toEqual(known);
		expect(noticed(known, [seen(11, 15)])).toEqual([{ ...known[0], until: day(15) }]);
		expect(noticed(known, [seen(11, null)])).toEqual([{ ...known[0], until: null }]);
	});

	test('stays when it is not seen any more', () => {
		const known = noticed([], [seen(10, 14)]);
		expect(noticed(known, [])).toEqual(known);
	});

	test('is another spell of another source, by another offset, or later', () => {
		const known = noticed([], [seen(10, 12)]);
		const others = [seen(10, 12, { source: 'pbx' }), seen(10, 12, { offset_s: 7200 }), seen(14, 15)];
		expect(noticed(known, others)).toHaveLength(4);
	});

	test('ends one and begins the next where it was right in between', () => {
		const known = noticed([], [seen(8, null)]);
		expect(noticed(known, [seen(8, 10), seen(12, null)])).toMatchObject([seen(8, 10), seen(12, null)]);
	});

	test('is taken as what was last said of a source that came as late before', () => {
		const known = noticed([], [seen(10, 12)]).map((spell) => ({ ...spell, ...SAID }));
		expect(noticed(known, [seen(14, null)])[1]).toMatchObject({ ...seen(14, null), ...SAID });
		expect(noticed(known, [seen(14, null, { offset_s: 7200 })])[1]).toMatchObject(NOBODY);
	});
});
