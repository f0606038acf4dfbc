import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent } from '#schema/event.ts';
import { SOURCES } from '../../../ingest/sources/registry.ts';
import { contactEvent, liveCall, record } from './amazon-connect-payloads.ts';
import { callAsItHappens, callInDetail, nested, customer, notification } from './genesys-payloads.ts';

const LATER = Date.parse('2100-01-01');
const PAYLOADS: unknown[] = [
	...[record(), contactEvent('PAUSED'), ...liveCall, ...callAsItHappens, ...callInDetail],
	notification([nested(customer())])
];

/** Every way from the root of a payload to something in it. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return [path];
	return [path, ...Object.entries(value).flatMap(([name, part]) => pathsOf(part, [...path, name]))];
}

/** A copy with something else at a path. */
function damaged(value: unknown, [name, ...rest]: string[], damage: unknown): unknown {
	if (name === undefined || typeof value !== 'object' || value === null) return damage;
	const part: unknown = Reflect.get(value, name);
	const changed = damaged(part, rest, damage);
	if (!Array.isArray(value)) return { ...value, [name]: changed };
	return value.map((item: unknown, index) => (String(index) === name ? changed : item));
}

const damage = fc.oneof(
	fc.jsonValue({ maxDepth: 3 }),
	fc.constantFrom(
		'',
		'x'.repeat(5000),
		-1,
		1e300,
		8.64e15 + 1,
		null,
		[],
		{},
		{ toString: 1 },
		'1970-01-01T00:00:00Z'
	),
	fc.string({ unit: 'binary' })
);

describe.each([...SOURCES])('%s', (_name, source) => {
	const read = (payload: unknown) => source.read(payload, { zone: 'Asia/Shanghai' });

	test('answers anything with events or with a refusal', () => {
		fc.assert(
			fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.anything()), (payload) => {
				expect(typeof read(payload).ok).toBe('boolean');
			}),
			{ numRuns: 300 }
		);
	});

	test('of a payload damaged anywhere gives the same events each time, and none that ingest refuses', () => {
		fc.assert(
			fc.property(fc.constantFrom(...PAYLOADS), fc.nat(), damage, (payload, at, change) => {
				const paths = pathsOf(payload);
				const broken = damaged(payload, paths[at % paths.length] ?? [], change);
				const result = read(broken);
				expect(read(structuredClone(broken))).toEqual(result);
				if (!result.ok) return;
				for (const event of result.mapped.events) {
					const parsed = parseEvent(event, LATER);
					// A time may be any: that it is too far ahead is for ingest to say.
					if (!parsed.ok) expect(parsed.refusal.path).toBe('time');
				}
			}),
			{ numRuns: 500 }
		);
	});
});
