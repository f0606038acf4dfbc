import { z } from 'zod';
import { GroupBy, KPI_ROWS, KpiAsk, KpiId, type KpiRow } from '#schema/kpi.ts';
import { knownRow } from './evidence.ts';

/** From when to when, where a number has a time of its own and not the page's: a week, a bucket of a trend. */
export type LensTime = { from: string; to: string };

/** Which number is opened: a KPI's, or that of one group. `teams`, `channels`: instead of the page's. */
export type LensTarget = {
	kpi: KpiId;
	by?: GroupBy | undefined;
	group?: string | undefined;
	time?: LensTime | undefined;
	teams?: string[] | undefined;
	channels?: string[] | undefined;
};

/** What the page's numbers are about, and the clock by which they were judged: a lens asks the same. */
export type LensScope = LensTime & { teams: string[]; channels: string[]; as_of?: string | undefined };

const instant = z.iso.datetime({ offset: true });
const Time = z
	.object({ from: instant, to: instant })
	.refine(({ from, to }) => Date.parse(from) < Date.parse(to));

const Target = z
	.object({
		kpi: KpiId,
		by: GroupBy.optional(),
		group: z.string().max(200).optional(),
		time: Time.optional(),
		teams: KpiAsk.shape.teams.unwrap().optional(),
		channels: KpiAsk.shape.channels.unwrap().optional()
	})
	.refine(({ by, group }) => (by === undefined) === (group === undefined));

/** How an address spells what is opened. */
export const LENS_NAMES = [
	...['lens', 'lens_by', 'lens_group', 'lens_from', 'lens_to'],
	...['lens_team', 'lens_channel']
];

/** The number an address opens; null when it opens none. */
export function readTarget(search: string): LensTarget | null {
	const params = new URLSearchParams(search);
	const [from, to] = [params.get('lens_from'), params.get('lens_to')];
	const all = (name: string) => (params.has(name) ? params.getAll(name) : undefined);
	const parsed = Target.safeParse({
		kpi: params.get('lens'),
		by: params.get('lens_by') ?? undefined,
		group: params.get('lens_group') ?? undefined,
		time: from === null && to === null ? undefined : { from, to },
		...{ teams: all('lens_team'), channels: all('lens_channel') }
	});
	return parsed.success ? parsed.data : null;
}

/** The same address with another number opened, or none. */
export function withTarget(address: string, target: LensTarget | null): string {
	const url = new URL(address);
	for (const name of LENS_NAMES) url.searchParams.delete(name);
	if (!target) return url.href;
	url.searchParams.set('lens', target.kpi);
	if (target.by !== undefined) url.searchParams.set('lens_by', target.by);
	if (target.group !== undefined) url.searchParams.set('lens_group', target.group);
	if (target.time !== undefined) {
		url.searchParams.set('lens_from', target.time.from);
		url.searchParams.set('lens_to', target.time.to);
	}
	for (const team of target.teams ?? []) url.searchParams.append('lens_team', team);
	for (const channel of target.channels ?? []) url.searchParams.append('lens_channel', channel);
	return url.href;
}

/** Tells targets apart. */
export const targetKey = ({ kpi, by, group, time, teams = [], channels = [] }: LensTarget) =>
	JSON.stringify([
		...[kpi, by ?? null, group ?? null],
		...(time ? [time.from, time.to] : []),
		...(teams.length + channels.length > 0 ? [teams, channels] : [])
	]);

/** What one target is about: the page's, but for what it says itself. */
export const scopeOfTarget = ({ teams, channels }: LensTarget, scope: LensScope): LensScope => ({
	...scope,
	...{ teams: teams ?? scope.teams, channels: channels ?? scope.channels }
});

/** The API's question for a target within a scope. */
export function lensQuery(target: LensTarget, scope: LensScope): string {
	const { by, group } = target;
	const { teams, channels, as_of } = scopeOfTarget(target, scope);
	const { from, to } = target.time ?? scope;
	return new URLSearchParams([
		['from', from],
		['to', to],
		...(as_of === undefined ? [] : [['as_of', as_of]]),
		...teams.map((team) => ['team', team]),
		...channels.map((channel) => ['channel', channel]),
		...(by === undefined || group === undefined
			? []
			: [
					['by', by],
					['group', group]
				])
	]).toString();
}

/** The rows a target's row is among: `group` alone chooses lenses and cases. */
export function rowsQuery(query: string): string {
	const params = new URLSearchParams(query);
	params.delete('group');
	return params.toString();
}

const Words = z.object({ en: z.string(), 'zh-CN': z.string() });
const amount = z.number().nullable();

const Answer = z.object({
	as_of: z.string(),
	watermark: z.string().nullable(),
	entry: z.object({ formula: Words }),
	counted: z.unknown(),
	behind: z.array(z.object({ figure: z.string(), count: z.number() })),
	/** `steps`: n is of single steps that are passed over, not of items. */
	left_out: z.array(z.object({ id: z.string(), n: z.number(), words: Words, steps: z.boolean() })),
	others: z.array(
		z.object({
			...{
				id: z.string(),
				name: Words,
				formula: Words,
				source: Words,
				unit: z.literal('seconds').optional()
			},
			...{ n: z.number(), numerator: amount, denominator: amount },
			...{ value: amount, low: amount, high: amount }
		})
	)
});

/** What the API says of an opened number. Throws on what this page does not understand. */
export function readLens(kpi: KpiId, body: unknown) {
	const { counted, ...answer } = Answer.parse(body);
	return { ...answer, counted: knownRow<KpiRow>(KPI_ROWS[kpi].parse(counted), answer.watermark) };
}
export type LensAnswer = ReturnType<typeof readLens>;
export type LensOther = LensAnswer['others'][number];
