import { expect, test } from 'vitest';
import { createBrake } from '../../ingest/brake.ts';

function socket(readyState: 1 | 2 = 1) {
	const done: string[] = [];
	return {
		done,
		readyState,
		OPEN: 1,
		pause: () => done.push('pause'),
		resume: () => done.push('resume')
	} as const;
}

test('reads on only when the last reason not to is gone', () => {
	const paused = socket();
	const brake = createBrake(paused);
	brake.set('rate', true);
	brake.set('unread', true);
	brake.set('rate', false);
	expect(paused.done).not.toContain('resume');
	expect(brake.has('unread')).toBe(true);
	brake.set('unread', false);
	expect(paused.done.at(-1)).toBe('resume');
});

test('touches nothing while nothing changes', () => {
	const paused = socket();
	createBrake(paused).set('rate', false);
	expect(paused.done).toEqual([]);
});

test('never stops reading from a socket that is closing: its close would not be seen', () => {
	const closing = socket(2);
	createBrake(closing).set('rate', true);
	expect(closing.done).toEqual(['resume']);
});
