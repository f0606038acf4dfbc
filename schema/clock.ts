import { z } from 'zod';
import { words } from './version.ts';

/** What a source's lateness means. wrong: its clock was slow, and no number counts what it said; right: it only delivers late. */
export const ClockVerdict = z.enum(['wrong', 'right'], { error: 'expected wrong or right' });
export type ClockVerdict = z.infer<typeof ClockVerdict>;

/** A time as it is written to ClickHouse; it comes back as RFC 3339. */
const Time = z.string();

/** A spell in which a source's clock was slow, by that clock; `until` null: it still is. */
export const ClockSpell = z.object({
	id: z.string(),
	source: z.string(),
	/** How many seconds it is behind. */
	offset_s: z.coerce.number(),
	since: Time,
	until: Time.nullable(),
	verdict: ClockVerdict,
	/** Who said so and why, in their words; '' and null: nobody has, it was noticed. */
	by: z.string(),
	note: z.string(),
	said_at: Time.nullable()
});
export type ClockSpell = z.infer<typeof ClockSpell>;

/** All spells there are, saved as a whole. */
export const ClockSpells = z.object({ spells: z.array(ClockSpell) });
export type ClockSpells = z.infer<typeof ClockSpells>;

/** What a person says of a spell. */
export const ClockOrder = z.strictObject({
	verdict: ClockVerdict,
	by: words(200, 'who says so: a name'),
	note: z.string({ error: 'expected a text' }).trim().max(500, 'expected at most 500 characters').default('')
});
export type ClockOrder = z.infer<typeof ClockOrder>;
