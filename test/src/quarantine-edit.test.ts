import { describe, expect, test } from 'vitest';
import { FieldEdit } from '#schema/quarantine.ts';
import { setField } from '../../src/lib/server/quarantine-edit.ts';

const event = { type: 'case.opend', data: { team: 'Biling', items: [{ expectation: 'x' }], score: 5 } };

describe('an edit of one field', () => {
	test('sets it and leaves the rest, and the event it was given, as they are', () => {
		const before = structuredClone(event);
		expect(setField(event, { path: 'type', value: 'case.opened' })).toEqual({
			...event,
			type: 'case.opened'
		});
		expect(setField(event, { path: 'data.team', value: 'Billing' })).toEqual({
			...event,
			data: { ...event.data, team: 'Billing' }
		});
		expect(event).toEqual(before);
	});

	test('reaches into a list', () => {
		expect(setField(event, { path: 'data.items.0.expectation', value: 7 })).toMatchObject({
			data: { items: [{ expectation: 7 }] }
		});
	});

	test('makes what is missing on the way', () => {
		expect(setField({ id: 'a' }, { path: 'data.channel', value: 'phone' })).toEqual({
			id: 'a',
			data: { channel: 'phone' }
		});
		expect(setField({ data: 'string' }, { path: 'data.channel', value: 'phone' })).toEqual({
			data: { channel: 'phone' }
		});
	});

	test('takes it out when there is no value', () => {
		expect(setField(event, { path: 'data.score' })).toEqual({
			...event,
			data: { team: 'Biling', items: event.data.items }
		});
	});

	test.each([
		['data.team', 'Biling', true],
		['data.team', 'Billing', false],
		['data.score', '5', true],
		['data.nothing', '', true],
		['data.score', '', false]
	])('is done where %s was “%s” alone', (path, was, done) => {
		expect(setField(event, { path, value: 'x', was }) !== null).toBe(done);
	});

	test('changes nothing that is no event', () => {
		expect(setField('string', { path: 'type', value: 'x' })).toBeNull();
		expect(setField([1], { path: 'type', value: 'x' })).toBeNull();
	});

	test.each(['__proto__', 'data.__proto__', 'data.a.__proto__', 'tpye', 'data.', 'data.a.b.c.d', ''])(
		'of %s is refused',
		(path) => {
			expect(FieldEdit.safeParse({ path, value: 'x' }).success).toBe(false);
		}
	);
});
