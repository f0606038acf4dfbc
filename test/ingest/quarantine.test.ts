import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_BYTES, parseEvent } from '#schema/event.ts';
import { quarantineRow, type Rejected } from '../../ingest/quarantine.ts';
import { createPseudonym } from '../../ingest/pseudonym.ts';
import { event } from './support.ts';

const NOW = Date.UTC(2026, 0, 5, 10);
const pseudonym = createPseudonym({ key: 'pseudonyms-of-the-tests' });

/** Keeps an event as ingest does; the refusal is the validator's own, or a made-up one where the event is fine. */
function keep(input: unknown, changes: Partial<Rejected> = {}) {
	const parsed = parseEvent(input, NOW);
	const refusal = parsed.ok
		? { reason: 'forbidden_team' as const, path: 'data.team', detail: 'no' }
		: parsed.refusal;
	return quarantineRow({ input, refusal, key: 'crm', via: 'http', received_at: NOW, ...changes }, pseudonym);
}
const kept = (input: unknown) => JSON.parse(keep(input).event);

describe('a rejected event', () => {
	test('is kept with its reason, where it came from, and when', () => {
		expect(keep(event('a7', { data: { channel: 'fax' } }))).toMatchObject({
			key: 'crm',
			via: 'http',
			source: 'acme/pbx',
			event_id: 'a7',
			type: 'case.opened',
			reason: 'invalid',
			path: 'data.channel',
			received_at: NOW,
			cut: false,
			dropped: []
		});
	});

	test('has the same id however often it comes, another with another key or another content', () => {
		const { id } = keep(event('a7', { type: 'case.opend' as 'case.opened' }));
		const again = event('a7', { type: 'case.opend' as 'case.opened' });
		expect(keep(again, { received_at: NOW + 1, via: 'websocket' }).id).toBe(id);
		expect(keep(again, { key: 'pbx' }).id).not.toBe(id);
		expect(keep({ ...again, subject: 'other' }).id).not.toBe(id);
	});

	test('never carries the customer, nor a hash from which the customer could be guessed', () => {
		const sent = event('a7', { data: { channel: 'fax', customer: '+86 138 0013 8000' } });
		const row = keep(sent);
		expect(JSON.stringify(row)).not.toContain('8000');
		expect(row.customer).toBe(pseudonym('+86 138 0013 8000'));
		const known = event('a7', { data: { channel: 'fax', customer: 'other' } });
		const other = { ...sent, data: { ...sent.data, customer: row.customer } };
		expect(keep(known).id).not.toBe(row.id);
		// The id follows from what is kept alone.
		expect(quarantineRow({ ...rejectedBy(other) }, (customer) => customer).id).toBe(row.id);
	});

	test('takes a number for the customer as its text, and nothing else', () => {
		const of = (customer: unknown) => kept(event('a', { data: { channel: 'fax', customer } })).data.customer;
		expect(of(13800138000)).toBe(pseudonym('13800138000'));
		expect(of({ name: 'Li Lei' })).toEqual({});
		expect(of(['Li Lei'])).toEqual([]);
		expect(of('L'.repeat(201))).toEqual([]);
		expect(of('')).toBe('');
	});

	test('keeps the fields of the contract and only the names of others', () => {
		const row = keep(
			event('a', {
				data: { channel: 'fax', tema: 'Billing', topic: 'invoice', phone_13800138000: 'x' },
				...{ contact: 'Li Lei' }
			})
		);
		expect(JSON.parse(row.event).data).toEqual({ channel: 'fax', topic: 'invoice' });
		expect(row.dropped.sort()).toEqual(['contact', 'data.tema', 'data.…']);
		expect(JSON.stringify(row)).not.toMatch(/Li Lei|13800138000/);
	});

	test('keeps no subject where the subject may be a person', () => {
		expect(kept({ ...event('a'), type: 'customer.actve' })).not.toHaveProperty('subject');
		expect(kept({ ...event('a'), type: 'staff.surveyed' })).not.toHaveProperty('subject');
		expect(kept({ ...event('a'), type: 'case.opend' })).toHaveProperty('subject', 'case-a');
	});

	test('keeps the words of a customer as events keep them', () => {
		const answer = event('a', {
			type: 'survey.answered',
			data: { instrument: 'csat', score: 9, comment: '太慢了' }
		});
		expect(kept(answer).data).toEqual({ instrument: 'csat', score: 9, comment: '太慢了' });
	});

	test.each([
		['text', 'hello', 'string'],
		['null', null, 'null'],
		['a list', [1, 'Li Lei'], 'array'],
		['a number', 138, 'number'],
		['true', true, 'boolean']
	])('that is %s is kept as the name of its type', (_what, input, name) => {
		expect(kept(input)).toBe(name);
		if (name !== 'null') expect(kept({ ...event('a'), data: input }).data).toBe(name);
	});

	test('with binary data is kept without it, but as one that had it', () => {
		const { data: _data, ...envelope } = event('a');
		const row = keep({ ...envelope, data_base64: 'TGkgTGVp' });
		expect(JSON.parse(row.event)).toEqual({ ...envelope, data_base64: '' });
		expect(row.dropped).toEqual(['data_base64']);
	});

	test('that is too long is cut, marked, and stays too long', () => {
		const row = keep(
			event('a', { type: 'survey.answered', data: { instrument: 'voice', comment: '慢'.repeat(1_000_000) } })
		);
		expect(row.cut).toBe(true);
		expect(Buffer.byteLength(row.event)).toBeLessThanOrEqual(EVENT_BYTES);
		expect(parseEvent(JSON.parse(row.event), NOW)).toMatchObject({
			ok: false,
			refusal: { path: 'data.comment' }
		});
	});

	test('that holds much of everything still fits', () => {
		const fields = ['team', 'agent', 'tier', 'topic', 'priority', 'reason', 'severity', 'kind', 'channel'];
		const much = '\u0001'.repeat(100_000);
		const row = keep({
			...event('a', { id: much, source: much, subject: much }),
			data: {
				...Object.fromEntries(fields.map((name) => [name, much])),
				attributes: Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`${n}${much}`, much]))
			}
		});
		expect(row.cut).toBe(true);
		expect(Buffer.byteLength(row.event)).toBeLessThanOrEqual(EVENT_BYTES);
		expect(row.source.length).toBeLessThanOrEqual(513);
		expect(Object.keys(JSON.parse(row.event).data)).toEqual([...fields, 'attributes']);
	});

	test.each([
		[
			'prototypes',
			'{"__proto__":{"a":1},"data":{"__proto__":{"customer":"Li"},"attributes":{"__proto__":"x"}}}'
		],
		['10,000 levels', `{"data":{"team":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`],
		['half characters', '{"id":"\\ud800","source":"\\udc00","data":{"comment":"\\ud83d"}}'],
		['numbers beyond all bounds', '{"type":"customer.active","data":{"value":1e999}}'],
		[
			'many names',
			JSON.stringify(
				Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`x${n % 9}${'y'.repeat(n)}`, 1]))
			)
		]
	])('with %s is kept', (_what, json) => {
		const row = keep(JSON.parse(json));
		expect(row.id).toMatch(/^[0-9a-f]{32}$/);
		expect(row.dropped.length).toBeLessThanOrEqual(50);
		expect(Object.getPrototypeOf(JSON.parse(row.event))).toBe(Object.prototype);
		expect(row.event).not.toContain('Li');
	});

	test('with a number beyond all bounds does not turn into one without', () => {
		const json =
			'{"specversion":"1.0","id":"1","source":"s","type":"customer.active","time":"2026-01-05T09:00:00Z","data":{"value":1e999}}';
		const row = keep(JSON.parse(json));
		expect(row).toMatchObject({ cut: true, path: 'data.value' });
		expect(parseEvent(JSON.parse(row.event), NOW).ok).toBe(false);
	});
});

const rejectedBy = (input: unknown): Rejected => {
	const parsed = parseEvent(input, NOW);
	if (parsed.ok) throw new Error('it is fine');
	return { input, refusal: parsed.refusal, key: 'crm', via: 'http', received_at: NOW };
};

describe('whatever JSON comes in', () => {
	const wild = fc.oneof(
		fc.jsonValue({ maxDepth: 6 }),
		fc.record(
			{
				id: fc.jsonValue(),
				source: fc.jsonValue(),
				type: fc.oneof(fc.constantFrom('case.opened', 'survey.answered', 'customer.left'), fc.jsonValue()),
				subject: fc.jsonValue(),
				data: fc.oneof(
					fc.jsonValue(),
					fc.dictionary(
						fc.constantFrom('team', 'customer', 'attributes', 'items', 'score', 'due', '__proto__', 'x'),
						fc.jsonValue()
					)
				)
			},
			{ requiredKeys: [] }
		)
	);

	test('a row is made of it: bounded, readable, the same when kept again', () => {
		fc.assert(
			fc.property(wild, (input) => {
				const row = keep(input);
				expect(Buffer.byteLength(row.event)).toBeLessThanOrEqual(EVENT_BYTES);
				const read: unknown = JSON.parse(row.event);
				const again = quarantineRow(rejectedOf(read), (customer) => customer);
				if (!row.cut && row.event.includes('"data":{')) expect(again.event).toBe(row.event);
			}),
			{ numRuns: 500 }
		);
	});

	test('keeping it mends nothing: what was refused is refused again', () => {
		const nearly = fc.record({
			specversion: fc.constantFrom('1.0', '0.3'),
			id: fc.constantFrom('1', 1, ''),
			source: fc.constant('acme'),
			type: fc.constantFrom('case.opened', 'survey.answered', 'customer.active', 'case.nothing'),
			subject: fc.constantFrom('c1', { a: 1 }),
			time: fc.constantFrom('2026-01-05T09:00:00Z', 'yesterday', 7),
			data: fc.dictionary(
				fc.constantFrom('team', 'attributes', 'items', 'score', 'instrument', 'value', 'kind', 'comment'),
				fc.oneof(fc.jsonValue(), fc.constantFrom('csat', 'voice', 3, {}, [], { a: 'b' }))
			)
		});
		let refused = 0;
		fc.assert(
			fc.property(nearly, (input) => {
				if (parseEvent(input, NOW).ok) return;
				refused++;
				const row = keep(input);
				expect(row.cut || !parseEvent(JSON.parse(row.event), NOW).ok).toBe(true);
			}),
			{ numRuns: 2_000 }
		);
		expect(refused).toBeGreaterThan(500);
	});
});

function rejectedOf(input: unknown): Rejected {
	const refusal = { reason: 'invalid' as const, path: '', detail: '' };
	return { input, refusal, key: 'crm', via: 'http', received_at: NOW };
}
