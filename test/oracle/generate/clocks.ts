import fc from 'fast-check';
import type { Spell } from '../clocks.ts';
import type { Sent } from '../history.ts';
import { HOUR, SECOND } from './times.ts';

const MINUTE_S = 60;

/** In which the clock of a source is slow, begun about when something was told; and how late each of what it told then came. */
export const clocks = fc.record({
	spells: fc.array(
		fc.record({
			source: fc.constantFrom('pbx', 'desk'),
			at: fc.nat(400),
			before: fc.constantFrom(0, 0, 1, HOUR),
			lasts: fc.constantFrom(null, HOUR, 6 * HOUR, 48 * HOUR),
			offset_s: fc.constantFrom(30, 60, 60, 330).map((minutes) => minutes * MINUTE_S)
		}),
		{ maxLength: 2 }
	),
	/** Beside the offset: a second to either edge, at once, or not at all. */
	late: fc.array(fc.constantFrom(null, -121, -120, 0, 4, 4, 4, 300, 420, 3600), {
		minLength: 7,
		maxLength: 23
	})
});

type Clocks = typeof clocks extends fc.Arbitrary<infer Value> ? Value : never;

const iso = (at: number) => new Date(at).toISOString();

/** The spells of an organisation. */
export const spellsOf = (sent: Sent[], { spells }: Clocks): Spell[] =>
	spells.flatMap(({ source, at, before, lasts, offset_s }) => {
		const told = sent.filter((event) => event.source === source);
		const first = told[at % told.length];
		if (!first) return [];
		const since = Date.parse(first.time) - before;
		return [{ source, offset_s, since: iso(since), until: lasts === null ? null : iso(since + lasts) }];
	});

/** The same events, with how late those came that a clock may have been wrong for. Who acts upon a promise is in no case's steps. */
export const withLateness = (sent: Sent[], spells: Spell[], { late }: Clocks): Sent[] =>
	sent.map((event, index) => {
		const spell = spells.find(({ source, since, until, offset_s }) => {
			const at = Date.parse(event.time);
			const from = Date.parse(since) - offset_s * SECOND - HOUR;
			return source === event.source && at >= from && (until === null || at <= Date.parse(until) + HOUR);
		});
		const by = late[index % late.length];
		if (!spell || by === null || by === undefined || event.type === 'breach.acknowledged') return event;
		return { ...event, late_s: spell.offset_s + by };
	});
