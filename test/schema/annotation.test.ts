import { expect, test } from 'vitest';
import { GivenAnnotation } from '#schema/annotation.ts';
import { GivenDecision } from '#schema/decision.ts';

const ANNOTATION = { kind: 'event', first_day: '2026-11-12', text: ' Storm ', by: 'Ann' };
const DECISION = {
	...{ kind: 'decision', week: '2026-11-09', text: 'More lines', owner: 'Ben', due: '2026-11-20', by: 'Ann' }
};
const CLOSED = { closed_on: '2026-11-18', closed_by: 'Ben', outcome: 'done' };

test('an annotation is of one day and of all teams unless it says otherwise', () =>
	expect(GivenAnnotation.parse(ANNOTATION)).toEqual({
		...{ kind: 'event', first_day: '2026-11-12', last_day: '2026-11-12', text: 'Storm', teams: [], by: 'Ann' }
	}));

test.each([
	[{ kind: 'storm' }, 'kind'],
	[{ first_day: '12.11.2026' }, 'first_day'],
	[{ first_day: '2026-02-30' }, 'first_day'],
	[{ first_day: '1989-12-31' }, 'first_day'],
	[{ last_day: '2026-11-11' }, 'last_day'],
	[{ text: '  ' }, 'text'],
	[{ text: 'x'.repeat(501) }, 'text'],
	[{ teams: 'East' }, 'teams'],
	[{ by: undefined }, 'by']
])('an annotation with %j is refused, naming the field', (wrong, field) =>
	expect(GivenAnnotation.safeParse({ ...ANNOTATION, ...wrong }).error?.issues[0]?.path).toEqual([field])
);

test.each([
	[{ week: '2026-11-10' }, 'week'],
	[{ week: '2026-W46' }, 'week'],
	[{ owner: ' ' }, 'owner'],
	[{ due: null }, 'due'],
	[{ due: '2026-11-08' }, 'due'],
	[{ ...CLOSED, closed_on: '2026-11-08' }, 'closed_on'],
	[{ ...CLOSED, closed_by: '' }, 'closed_by'],
	[{ ...CLOSED, outcome: ' ' }, 'outcome'],
	[{ outcome: 'done' }, 'closed_on'],
	[{ closed_by: 'Ben' }, 'closed_on']
])('a decision with %j is refused, naming the field', (wrong, field) =>
	expect(GivenDecision.safeParse({ ...DECISION, ...wrong }).error?.issues[0]?.path).toEqual([field])
);

test('a note needs neither an owner nor a due date', () =>
	expect(GivenDecision.parse({ ...DECISION, kind: 'note', owner: undefined, due: undefined })).toMatchObject({
		owner: '',
		due: null,
		closed_on: null
	}));
