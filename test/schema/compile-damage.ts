import fc from 'fast-check';
import { EVENT_SCHEMAS } from '#schema/event.ts';
import { anything, eventArbitraries, ODD_NAMES } from './compile-arbitraries.ts';

type Place = { owner: object; key: string };

/** Every place in a value where another value stands: fields and items, however deep. */
function placesOf(owner: unknown): Place[] {
	if (typeof owner !== 'object' || owner === null) return [];
	return Object.entries(owner).flatMap(([key, value]) => [{ owner, key }, ...placesOf(value)]);
}

const { shape } = EVENT_SCHEMAS['case.assigned'];
const COMMON = new Set([...Object.keys(shape), ...Object.keys(shape.data.shape)]);

/** Makes of a value another one close to it. */
function nudge(value: unknown, by: number): unknown {
	if (typeof value === 'number')
		return [value + 0.5, value - 1, value + 1, value - 0.5, -value, value * 1000, String(value)][by % 7];
	if (typeof value === 'boolean') return [Number(value), String(value), null][by % 3];
	if (Array.isArray(value)) return [{ ...value }, [...value, null], [value], value[0]][by % 4];
	if (typeof value === 'object' && value !== null)
		return [[value], Object.entries(value), JSON.stringify(value), null][by % 4];
	const text = String(value);
	return [
		text + text,
		text.slice(1),
		text.toUpperCase(),
		`${text} `,
		[text],
		{ [text]: text },
		text.padEnd(by, '😀')
	][by % 7];
}

const KINDS = ['replace', 'replace', 'nudge', 'nudge', 'nudge', 'remove', 'add'] as const;

type Damage = {
	kind: (typeof KINDS)[number];
	/** Whether a field of this type alone is hit, rather than one that every event has. */
	special: boolean;
	at: number;
	by: number;
	value: unknown;
	name: string;
};

const put = (owner: object, key: string, value: unknown) =>
	Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true });

/** Does one thing to one place: another value, none at all, or a field beside it that nobody asked for. */
function damage(event: Record<string, unknown>, hit: Damage): Record<string, unknown> {
	const damaged = structuredClone(event); // the runs of a property share what they draw
	const all = placesOf(damaged);
	const special = all.filter(({ key }) => !COMMON.has(key));
	const places = hit.special && special.length > 0 ? special : all;
	const place = places[hit.at % places.length];
	if (!place) return damaged;
	const { owner, key } = place;
	if (hit.kind === 'remove') Reflect.deleteProperty(owner, key);
	else if (hit.kind === 'replace') put(owner, key, hit.value);
	else if (hit.kind === 'nudge') put(owner, key, nudge(Reflect.get(owner, key), hit.by));
	else if (!Array.isArray(owner)) put(owner, hit.name, hit.value);
	return damaged;
}

const anyDamage: fc.Arbitrary<Damage> = fc.record({
	kind: fc.constantFrom(...KINDS),
	special: fc.boolean(),
	at: fc.nat(1000),
	by: fc.nat(600),
	value: anything,
	name: fc.constantFrom(...ODD_NAMES, 'surprise', 'team', 'score', 'level', 'data', 'subject', 'type')
});

/** An event of any type: whole in about a third of the runs, else damaged in one place or in a few. */
export const anyEvent = fc
	.tuple(
		fc.oneof(...eventArbitraries.values()),
		fc.oneof(
			fc.constant([]),
			fc.array(anyDamage, { minLength: 1, maxLength: 1 }),
			fc.array(anyDamage, { maxLength: 4 })
		)
	)
	.map(([event, damages]) => damages.reduce(damage, event));
