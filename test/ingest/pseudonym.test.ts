import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createPseudonym } from '../../ingest/pseudonym.ts';

test('is the keyed hash of the customer', () => {
	const expected = createHmac('sha256', 'k').update('客户-7').digest().subarray(0, 16).toString('hex');
	expect(createPseudonym({ key: 'k' })('客户-7')).toBe(expected);
});

test('differs from key to key and from customer to customer', () => {
	const pseudonym = createPseudonym({ key: 'k' });
	expect(pseudonym('a')).not.toBe(pseudonym('b'));
	expect(pseudonym('a')).not.toBe(createPseudonym({ key: 'l' })('a'));
});

test('leaves an unknown customer unknown', () => {
	expect(createPseudonym({ key: 'k' })('')).toBe('');
});

test('gives the same pseudonym again once it was forgotten', () => {
	const pseudonym = createPseudonym({ key: 'k', remembered: 2 });
	const first = pseudonym('a');
	for (const customer of ['b', 'c', 'd']) pseudonym(customer);
	expect(pseudonym('a')).toBe(first);
});
