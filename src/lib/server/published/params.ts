import { z } from 'zod';
import { KpiId } from '#schema/kpi.ts';
import { mondayOfIsoWeek } from '../../iso-week.ts';

/** What a week can be: events are no older, and a Date of ClickHouse's ends in 2149. */
const [FIRST, LAST] = ['1989-12-25', '2149-01-01'];

const week = z
	.string()
	.transform((text, context) => {
		const monday = mondayOfIsoWeek(text);
		if (monday !== null && monday >= FIRST && monday < LAST) return monday;
		context.addIssue({ code: 'custom', message: 'expected an ISO week, such as 2026-W47' });
		return z.NEVER;
	})
	.nullable();

const PublishedParams = z.object({
	week,
	kpis: z.array(z.enum(KpiId.options, { error: `unknown KPI; known are ${KpiId.options.join(', ')}` }))
});

const PageParams = z.object({
	week,
	before: z.iso.datetime({ error: 'expected an RFC 3339 time in UTC' }).nullable()
});

/** Parameters beside those that are known are refused: a misspelt one would answer another question. */
function unknownIn(params: URLSearchParams, known: string[]) {
	const name = [...params.keys()].find((one) => !known.includes(one));
	if (name === undefined) return undefined;
	const message = `unknown parameter; known are ${known.join(', ')}`;
	return {
		success: false as const,
		error: new z.ZodError([{ code: 'custom', path: [name], message, input: name }])
	};
}

/** Reads which published figures an address asks for: `week` as 2026-W47 (its Monday comes out), `kpi` any number of times. */
export const readPublishedParams = (params: URLSearchParams) =>
	unknownIn(params, ['week', 'kpi']) ??
	PublishedParams.safeParse({ week: params.get('week'), kpis: params.getAll('kpi') });

/** Reads which restatements the page shows: of a week, of before a time. */
export const readRestatementParams = (params: URLSearchParams) =>
	PageParams.safeParse({ week: params.get('week'), before: params.get('before') });
