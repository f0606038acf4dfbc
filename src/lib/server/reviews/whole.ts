import { CATALOGUE } from '#schema/catalogue.ts';
import { KpiId } from '#schema/kpi.ts';
import { ALL_REVIEWED, type Reviewed, type YearAgo } from '../../weekly/reviewed.ts';
import type { Review } from '../weekly/review.ts';
import type { Reason } from '../weekly/reasons.ts';
import { FORMAT, parseBody, type KeptSections } from './body.ts';

type Said = {
	told: Reviewed[];
	ago: YearAgo;
	sections: KeptSections;
	reasons: Reason[];
	decided: NonNullable<Review['decided']>;
	noted: NonNullable<Review['noted']>;
};

/** A review of which every part was answered; or, by name, the parts that were not. */
export type Whole = { ok: true; said: Said } | { ok: false; missing: string[] };

/** Waits for every part of a review. `reasons`: those for complaints, all of them; null where they could not be asked. */
export async function wholeOf(review: Review, reasons: Reason[] | null): Promise<Whole> {
	const { decided, noted } = review;
	const told = await (review.told !== null && 'later' in review.told ? review.told.later : review.told);
	const beside = await review.beside;
	const ago = await review.ago;
	const sections = await sectionsOf(review);
	const all = told && beside && [...told, ...beside];
	const missing = [
		...ALL_REVIEWED.filter((kpi) => !all?.some((one) => one.kpi === kpi && one.series !== null)),
		...ALL_REVIEWED.filter((kpi) => ago === null || ago[kpi] === null).map((kpi) => `year_ago.${kpi}`),
		...('missing' in sections ? sections.missing : []),
		...(reasons === null ? ['recovery'] : []),
		...(decided === null ? ['decisions'] : []),
		...(noted === null ? ['annotations'] : [])
	];
	const answered = all?.flatMap((one) => (one.series === null ? [] : [one]));
	if (missing.length > 0 || !answered || !ago || 'missing' in sections || !reasons || !decided || !noted)
		return { ok: false, missing };
	return { ok: true, said: { told: answered, ago, sections, reasons, decided, noted } };
}

async function sectionsOf({ sections }: Review): Promise<KeptSections | { missing: string[] }> {
	const broken = await sections.broken;
	const recovery = await sections.recovery;
	const satisfaction = await sections.satisfaction;
	const perception = await sections.perception;
	const iceberg = await sections.iceberg;
	const staff = await sections.staff;
	const scorecards = await sections.scorecards;
	const quadrant = await sections.quadrant;
	const handovers = await sections.handovers;
	const shared = await sections.shared;
	const all = {
		broken,
		recovery,
		satisfaction,
		perception,
		iceberg,
		staff,
		scorecards,
		quadrant,
		handovers,
		shared
	};
	return isWhole(all) ? all : { missing: namesOfMissing(all) };
}

type Asked = { [Name in keyof KeptSections]: KeptSections[Name] | null };

const namesOfMissing = (all: Asked) =>
	Object.entries(all).flatMap(([name, section]) => (section === null ? [name] : []));
const isWhole = (all: Asked): all is KeptSections => namesOfMissing(all).length === 0;

const VERSIONS = Object.fromEntries(KpiId.options.map((kpi) => [kpi, CATALOGUE[kpi].version]));

type Known = { review: Review; now: number; zone: string; watermark: string | null };

/** A review as it is kept. Throws rather than keep what could not be read again. */
export function bodyOf(
	{ told, ago, sections, reasons, decided, noted }: Said,
	{ review, now, zone, watermark }: Known
) {
	const { weeks } = review;
	const { teams, channels } = review.question;
	const body = JSON.stringify({
		...{ format: FORMAT, as_of: new Date(now).toISOString(), watermark, zone },
		question: { week: weeks.week.monday, teams, channels },
		...{ weeks, versions: VERSIONS, told, ago, sections, reasons, decided, noted }
	});
	return { text: body, read: parseBody(body) };
}
