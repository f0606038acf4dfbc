import type { Sent } from './history.ts';

/** A spell in which a source's clock was slow, from and until when by that clock; null: it still is. */
export type Spell = { source: string; since: string; until: string | null; offset_s: number };

const SECOND = 1000;
/** What drifts, and what a delivery takes. */
const EARLIER = 120 * SECOND;
const LATER = 420 * SECOND;

/**
 * Said by a wrong clock: in a spell of its source, where what the clock said just before it fell behind counts if it did not come late, and
 * what came once it was right again counts too.
 */
export const isMisdated = ({ source, time, late_s }: Sent, spells: Spell[]): boolean =>
	spells.some((spell) => {
		if (spell.source !== source || late_s === undefined) return false;
		const at = Date.parse(time);
		const offset = spell.offset_s * SECOND;
		const came = at + late_s * SECOND;
		if (at < Date.parse(spell.since) - offset || came < at + offset - EARLIER) return false;
		if (spell.until === null) return true;
		const until = Date.parse(spell.until);
		return at < until && came < until + offset + LATER;
	});
