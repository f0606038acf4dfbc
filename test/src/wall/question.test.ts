import { describe, expect, test } from 'vitest';
import { addressOf, readWallQuestion, turnsOf } from '../../../src/lib/wall/question.ts';

const read = (search: string) => readWallQuestion(new URLSearchParams(search));

describe('a wall’s address', () => {
	test('says everything but the board', () =>
		expect(
			read('team=Hotline&team=~unknown&channel=phone&theme=light&lang=zh-CN&sound=1&rotate=a,b&every=20')
		).toEqual({
			ok: true,
			question: {
				...{ teams: ['Hotline', ''], channels: ['phone'], theme: 'light', sound: true },
				lang: 'zh-CN',
				...{ rotate: ['a', 'b'], every_s: 20 }
			}
		}));

	test('is dark, silent and alone when it says nothing', () =>
		expect(read('')).toMatchObject({
			ok: true,
			question: { theme: 'dark', sound: false, rotate: [], every_s: 30 }
		}));

	test.each([
		['theme=blue', /^theme: expected dark or light/],
		['lang=de', /^lang: expected zh-CN or en/],
		['every=1', /^every: expected whole seconds from 5/],
		['every=x', /^every: expected whole seconds/],
		['rotate=A!', /^rotate: /],
		['channel=fax', /^channel: expected one of phone/],
		['teams=x', /^teams: unknown parameter/]
	])('is refused when it says %s', (search, problem) =>
		expect(read(search)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) })
	);

	test.each(['', 'team=A%20%26%20B&channel=chat&theme=light&lang=en&sound=1&rotate=x%2Cy&every=90'])(
		'is written as it was read: %s',
		(search) => {
			const found = read(search);
			expect(found.ok && addressOf('b', found.question)).toBe(
				search ? `/wall/b?${search.replaceAll('%20', '+')}` : '/wall/b'
			);
		}
	);
});

test('boards follow one another in turn, the one that is shown among them', () => {
	const turning = (rotate: string[]) => {
		const found = read(`rotate=${rotate.join(',')}`);
		if (!found.ok) throw new Error(found.problem);
		return found.question;
	};
	expect(turnsOf(turning(['a', 'b', 'a', 'c']), 'c')).toEqual(['a', 'b', 'c']);
	expect(turnsOf(turning(['b', 'c']), 'a')).toEqual(['a', 'b', 'c']);
	expect(turnsOf(turning(['a']), 'a')).toEqual(['a']);
	expect(turnsOf(turning([]), 'a')).toEqual(['a']);
});
