import { expect, test } from 'vitest';
import { isBinaryEvent, readAttributes } from '../../ingest/binary-event.ts';

const subject = (value: string) => {
	const read = readAttributes({ 'ce-subject': value });
	return read.ok ? read.attributes.subject : read;
};

test.each([
	['plain', 'call-4711', 'call-4711'],
	['percent-encoded, as the binding says', 'Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
	['encoded in lower case', '%e2%82%ac', '€'],
	['encoded once more than needed', 'a%2D%62', 'a-b'],
	['encoded twice: decoded once', '%2541', '%41'],
	['quoted, as older senders do', '"a \\"b\\" %41"', 'a "b" A'],
	['with a percent sign that is no escape', '100 % of 5%x', '100 % of 5%x'],
	['in raw UTF-8', Buffer.from('客户-7').toString('latin1'), '客户-7'],
	['in Latin-1', 'caf\u00e9', 'café']
])('reads a value that is %s', (_how, value, text) => {
	expect(subject(value)).toBe(text);
});

test.each(['%C0%A0', '%ff', '%E2%82'])('refuses %s: it is not UTF-8', (value) => {
	expect(subject(value)).toEqual({ ok: false, header: 'ce-subject' });
});

test('tells an event in headers from other requests by the attributes every event has', () => {
	expect(isBinaryEvent({ 'ce-type': 'case.opened' })).toBe(true);
	expect(isBinaryEvent({ 'ce-extension': 'x', 'content-type': 'application/json' })).toBe(false);
});
