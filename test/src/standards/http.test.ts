import { expect, test } from 'vitest';
import { fridayAfternoon } from '../../../src/lib/server/standards/examples.ts';
import {
	changedAnswer,
	fileAnswer,
	problemsAnswer,
	readIfMatch
} from '../../../src/lib/server/standards/http.ts';
import { problem } from '#schema/standards/problem.ts';
import { EMPTY } from '../../schema/standards/support.ts';

const saved = { file: 17, saved_at: '2026-11-22T09:00:00.000Z', saved_by: 'ann', note: '' };

test.each([
	['"17"', 17],
	['W/"17"', 17],
	[null, undefined],
	['*', undefined],
	['17', 'unreadable'],
	['"abc"', 'unreadable']
])('reads If-Match %s as %s', (header, number) => {
	expect(readIfMatch(header)).toBe(number);
});

test('a file carries the number that If-Match takes', async () => {
	const answer = fileAnswer({ saved, content: EMPTY });
	expect(readIfMatch(answer.headers.get('etag'))).toBe(17);
	expect(await answer.json()).toEqual(EMPTY);
});

test('says who saved meanwhile, and when', async () => {
	const answer = changedAnswer({ saved, content: EMPTY });
	expect(answer.status).toBe(412);
	expect((await answer.json()).error).toMatchObject({
		path: 'If-Match',
		detail: expect.stringContaining('by ann at 2026-11-22T09:00:00.000Z')
	});
});

test('lists what is wrong, the first as everywhere', async () => {
	const problems = Array.from({ length: 150 }, (_, row) =>
		problem(['standards', row, 'threshold_s'], 'threshold')
	);
	const body = await problemsAnswer(problems).json();
	expect(body.error).toMatchObject({ reason: 'invalid', path: 'standards.0.threshold_s' });
	expect([body.problems.length, body.count]).toEqual([100, 150]);
});

test.each([
	['2026-11-23T00:00:00Z', '2026-11-27T09:00:00.000Z'],
	['2026-11-27T08:59:00Z', '2026-11-27T09:00:00.000Z'],
	['2026-11-27T09:00:00Z', '2026-12-04T09:00:00.000Z'],
	['2026-11-29T00:00:00Z', '2026-12-04T09:00:00.000Z']
])('the Friday afternoon after %s begins at %s', (now, friday) => {
	expect(fridayAfternoon(Date.parse(now), 'Asia/Shanghai')).toBe(friday);
});
