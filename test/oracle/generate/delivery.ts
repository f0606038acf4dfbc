import fc from 'fast-check';
import type { Sent } from '../history.ts';

/** How events come in: some twice, in any order, in several batches. Only numbers, so that it shrinks with the events. */
export const disorder = fc.record({
	again: fc.array(fc.nat(200), { maxLength: 6 }),
	places: fc.array(fc.nat(1000), { maxLength: 40 }),
	batches: fc.integer({ min: 1, max: 3 })
});

type Disorder = typeof disorder extends fc.Arbitrary<infer Value> ? Value : never;

/** The batches in which events come in. */
export function deliveryOf(sent: Sent[], { again, places, batches }: Disorder) {
	const all = [...sent, ...again.flatMap((at) => sent[at % sent.length] ?? [])];
	const shuffled = all
		.map((event, at) => ({ event, place: places[at % (places.length || 1)] ?? at }))
		.sort((a, b) => a.place - b.place)
		.map(({ event }) => event);
	const size = Math.ceil(all.length / batches);
	return Array.from({ length: batches }, (_, at) => shuffled.slice(at * size, (at + 1) * size)).filter(
		(batch) => batch.length > 0
	);
}
