import type { KpiRow } from '#schema/kpi.ts';
import { evidence, FEW } from '../evidence.ts';
import { m } from '../paraglide/messages.js';
import type { Quadrant } from '../server/weekly/quadrant.ts';

export type Kind = NonNullable<KpiRow<'inspection'>['quadrant']>;

const NAMES: Record<Kind, () => string> = {
	excellent: m.weekly_kind_excellent,
	friendly: m.weekly_kind_friendly,
	by_the_book: m.weekly_kind_by_the_book,
	indifferent: m.weekly_kind_indifferent
};

/** What kind of service it is, in words. */
export const kindName = (kind: Kind) => NAMES[kind]();

/** A place in the square: both sides from 0 to 100. */
export type Place = { x: number; y: number };
export type Mark = { label: string; team: string; now: Place; then: Place | null; weak: boolean };

const placeOf = (row: KpiRow<'inspection'> | null): Place | null =>
	row && row.n >= FEW && row.procedural !== null && row.personal !== null
		? { x: row.procedural, y: row.personal }
		: null;

/** The teams that can be placed, by five checks or more, each with the number by which the list beside names it. */
export const marksOf = (teams: Quadrant['teams']): Mark[] =>
	teams.flatMap(({ team, row, before }, index) => {
		const now = placeOf(row);
		return now
			? [{ label: `${index + 1}`, team, now, then: placeOf(before), weak: evidence(row.n) === 'weak' }]
			: [];
	});
