import { createHash } from 'node:crypto';
import type { ClockSpell } from '#schema/clock.ts';

/** A stretch in which a source's clock seems slow, as `source_clocks` sees it now. */
export type Seen = Pick<ClockSpell, 'source' | 'offset_s' | 'since' | 'until'>;

const ms = (time: string) => Date.parse(time);
const endOf = ({ until }: Pick<Seen, 'until'>) => (until === null ? Infinity : ms(until));

const isSame = (spell: Seen, seen: Seen) =>
	spell.source === seen.source &&
	spell.offset_s === seen.offset_s &&
	ms(spell.since) <= endOf(seen) &&
	ms(seen.since) <= endOf(spell);

/** Two dashboards that notice the same name it the same. */
const idOf = ({ source, offset_s, since }: Seen) =>
	createHash('sha256')
		.update(`${source}\n${offset_s}\n${ms(since)}`)
		.digest('hex')
		.slice(0, 16);

/** What is taken for granted where nobody has said anything. */
const NOBODY: Pick<ClockSpell, 'verdict' | 'by' | 'note' | 'said_at'> = {
	verdict: 'wrong',
	by: '',
	note: '',
	said_at: null
};

/** What was said of a source that came as late before: it goes on being so. */
function begun(spells: readonly ClockSpell[], seen: Seen): ClockSpell {
	const before = spells
		.filter(({ source, offset_s }) => source === seen.source && offset_s === seen.offset_s)
		.sort((a, b) => ms(a.since) - ms(b.since))
		.at(-1);
	const { verdict, by, note, said_at } = before ?? NOBODY;
	return { ...seen, id: idOf(seen), verdict, by, note, said_at };
}

/** A spell that is still on ends where it is seen to; one that was over only grows. */
function grown(spell: ClockSpell, seen: Seen): ClockSpell {
	const since = ms(seen.since) < ms(spell.since) ? seen.since : spell.since;
	const ends = spell.until === null || endOf(seen) > endOf(spell);
	return { ...spell, since, until: ends ? seen.until : spell.until };
}

/** The spells once these stretches are seen too. What is not seen any more stays: it was so. */
export function noticed(known: readonly ClockSpell[], seen: readonly Seen[]): ClockSpell[] {
	return seen
		.toSorted((a, b) => ms(a.since) - ms(b.since))
		.reduce<ClockSpell[]>(
			(spells, one) => {
				const same = spells.find((spell) => isSame(spell, one));
				if (!same) return [...spells, begun(spells, one)];
				return spells.map((spell) => (spell === same ? grown(spell, one) : spell));
			},
			[...known]
		);
}
