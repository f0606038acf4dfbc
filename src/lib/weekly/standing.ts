import type { Review } from '../server/weekly/review.ts';
import type { Sections, SectionsOrKept } from '../server/weekly/sections.ts';
import type { ReviewedOrFailed, YearAgo } from './reviewed.ts';

/** A part of a review that can be missing, beside its numbers, each of which can be (`kpi:ID`). */
export type Part =
	keyof Sections | 'numbers' | 'beside' | 'year_ago' | 'decisions' | 'annotations' | 'restated';

/** Whether all of a review is there. `missing`: the parts that could not be asked. */
export type Standing = { told: ReviewedOrFailed[]; missing: string[]; empty: boolean };

/** Nothing happened in the week. */
export const isEmpty = (told: readonly ReviewedOrFailed[]) =>
	told.every(({ series }) => series?.every(({ row }) => !row || (row.n === 0 && row.immature === 0)));

/** The names of those that are null. */
const nullsOf = (parts: Partial<Record<Part, unknown>>) =>
	Object.entries(parts).flatMap(([name, part]) => (part === null ? [name] : []));

const missingNumbers = (told: readonly ReviewedOrFailed[], ago: YearAgo | null) => [
	...told.flatMap(({ kpi, series }) => (series === null ? [`kpi:${kpi}`] : [])),
	...nullsOf({ year_ago: ago !== null && Object.values(ago).includes(null) ? null : ago })
];

async function missingSections(sections: SectionsOrKept): Promise<string[]> {
	const asked = Object.entries(sections).map(async ([name, section]) => [name, await section] as const);
	return nullsOf(Object.fromEntries(await Promise.all(asked)));
}

/** What stands on a page: a review as it is asked, or one that was kept. */
export type Standable = Pick<Review, 'told' | 'decided' | 'noted'> & {
	beside: Review['beside'] | ReviewedOrFailed[];
	ago: Review['ago'] | YearAgo;
	sections: SectionsOrKept;
};

/** Waits for every part of a review, and says which are missing. */
export async function standingOf({
	told,
	beside,
	ago,
	sections,
	decided,
	noted
}: Standable): Promise<Standing> {
	const numbers = told !== null && 'later' in told ? await told.later.catch(() => null) : told;
	const small = await Promise.resolve(beside).catch(() => null);
	const missing = [
		...nullsOf({ decisions: decided, annotations: noted, beside: small }),
		...(await missingSections(sections))
	];
	if (numbers === null) return { told: [], missing: ['numbers', ...missing], empty: false };
	const all = [...numbers, ...(small ?? [])];
	const left = missingNumbers(all, await Promise.resolve(ago).catch(() => null));
	return { told: all, missing: [...left, ...missing], empty: isEmpty(numbers) };
}
