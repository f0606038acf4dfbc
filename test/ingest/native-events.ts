import fc from 'fast-check';
import { EVENT_TYPES, parseEvent, ServqualDimension } from '#schema/event.ts';
import type { EventRow } from '../../ingest/event-columns.ts';

// Events as ingest hands them on, of every type and with anything in their fields.

/** Any text, halves of characters and NUL among them; often short and plain, as it is in life. */
const text = (maxLength: number) =>
	fc.oneof(
		fc.string({ maxLength: Math.min(maxLength, 60) }),
		fc.string({
			unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
			maxLength,
			size: '+1'
		}),
		fc.string({
			unit: fc.constantFrom('a', '服', '🎧', 'é', '👨‍👩‍👧', '\\', '"'),
			maxLength: Math.min(maxLength, 60)
		}),
		fc.constantFrom('', 'Billing', '投诉', '服务 🎧', 'x'.repeat(maxLength), '投'.repeat(maxLength))
	);

const point = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));

/** What identifies something is whole characters: halves are told apart by JavaScript, but not by UTF-8. */
const identifier = fc
	.oneof(fc.string({ unit: point, maxLength: 300 }), fc.string({ maxLength: 20 }))
	.map((id) => Buffer.from(id).toString());

const number = fc.oneof(
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.integer(),
	fc.constantFrom(0, -0, 0.1, 5e-324, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER)
);

/** RFC 3339, any zone, with or without parts of a second. */
const instant = (min: string, max: string) =>
	fc
		.tuple(
			fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true }),
			fc.constantFrom(
				(iso: string) => iso,
				(iso: string) => `${iso.slice(0, 19)}Z`,
				(iso: string) => `${iso.slice(0, 23)}789Z`,
				(iso: string) => `${iso.slice(0, 23)}+08:00`,
				(iso: string) => `${iso.slice(0, 19)}-11:30`
			)
		)
		.map(([date, write]) => write(date.toISOString()));

const one = (...values: unknown[]) => fc.constantFrom(...values);
const maybe = (value: fc.Arbitrary<unknown>) => fc.option(value, { nil: undefined, freq: 3 });
const needed = fc.string({ minLength: 1, maxLength: 100 });
const percent = fc.double({ min: 0, max: 100, noNaN: true });

/** Any fields: the schema of a type takes what is its own. */
const data = fc.record({
	team: maybe(text(200)),
	agent: maybe(text(200)),
	channel: maybe(one('phone', 'chat', 'email', '', null)),
	customer: maybe(text(200)),
	tier: maybe(one('diamond', 'gold', '', null)),
	topic: maybe(text(200)),
	priority: maybe(text(200)),
	attributes: maybe(
		fc.dictionary(
			fc.oneof(
				needed.map((key) => key.slice(0, 64)),
				fc.nat(99).map(String)
			),
			text(200),
			{
				maxKeys: 32,
				noNullPrototype: true
			}
		)
	),
	reason: maybe(text(200)),
	severity: maybe(fc.oneof(text(200), number)),
	resolution: maybe(text(200)),
	level: maybe(fc.oneof(text(200), number)),
	status: maybe(text(200)),
	wait_known: maybe(one(true, false, null)),
	remedy: maybe(text(2000)),
	satisfied: one(1, 2, 3, 4, 5),
	step: one('listen', 'reviewed'),
	survey: maybe(text(200)),
	comment: maybe(text(10_000)),
	had_problem: maybe(one(true, false, null)),
	spoke_up: maybe(one(true, false, null)),
	items: maybe(
		fc.array(
			fc.record({ dimension: one(...ServqualDimension.options), expectation: number, perception: number }),
			{ maxLength: 100 }
		)
	),
	promise: needed,
	due: instant('0001-01-02T00:00:00Z', '9999-12-30T00:00:00Z'),
	from_team: maybe(text(200)),
	value: maybe(number),
	procedural: maybe(percent),
	personal: maybe(percent),
	tangibles: maybe(percent),
	state: one('available', 'away'),
	breach: needed,
	by: maybe(text(200)),
	note: maybe(text(2000))
});

/** What a type says with fields that others use otherwise. */
const own: Partial<Record<string, fc.Arbitrary<Record<string, unknown>>>> = {
	'case.opened': fc.record({ kind: maybe(one('request', 'complaint', null)) }),
	'survey.answered': fc.oneof(
		fc.record({
			instrument: one('csat'),
			scale: one(7, 100),
			score: fc.double({ min: 1, max: 7, noNaN: true })
		}),
		fc.record({ instrument: one('servqual', 'voice'), score: maybe(number), scale: maybe(one(2, null)) }),
		fc.record({ instrument: one('nps'), score: fc.integer({ min: 0, max: 10 }) })
	),
	'staff.surveyed': fc.record({ score: fc.double({ min: 1, max: 5, noNaN: true }) }),
	'promise.made': fc.record({ kind: maybe(text(200)) }),
	'promise.kept': fc.record({ kind: maybe(text(200)), due: maybe(instant('1900-01-01', '2299-12-31')) })
};

const event = fc.constantFrom(...EVENT_TYPES).chain((type) =>
	fc.record({
		type: fc.constant(type),
		source: fc.oneof(
			one('touchstone/simulator', 'acme/pbx'),
			identifier.map((source) => `s${source}`)
		),
		id: identifier,
		subject: fc.oneof(
			one('case-1', 'case-2'),
			identifier.map((subject) => `c${subject}`)
		),
		time: instant('1990-01-02T00:00:00Z', '2026-01-01T00:00:00Z'),
		data: fc.tuple(data, own[type] ?? fc.constant({})).map(([data, own]) => ({ ...data, ...own }))
	})
);

/** The row of an event that comes in so. `n` makes its id unlike all others. */
export function rowOf(input: object, n: number): EventRow {
	const id = `${n} ${'id' in input ? String(input.id) : ''}`;
	const parsed = parseEvent({ specversion: '1.0', ...input, id }, Date.now());
	if (!parsed.ok) throw new Error(`${parsed.refusal.path}: ${parsed.refusal.detail}`);
	return { event: parsed.event, received_at: Date.UTC(2026, 0, 6, 1, 2, 3, 4) + n };
}

export const eventRows = fc
	.array(event, { minLength: 1, maxLength: 120, size: 'max' })
	.map((events) => events.map((event, n) => rowOf(event, n)));
