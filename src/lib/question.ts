import { z } from 'zod';
import type { Grain, KpiId } from '#schema/kpi.ts';
import { Channel } from '#schema/event.ts';
import { addDays, dateIn, mondayOf, startOfDate } from './zone.ts';

/** The four numbers every page leads with. */
export const HEADLINES = [
	'first_response',
	'first_contact_resolution',
	'complaint_recovery',
	'satisfaction'
] as const satisfies readonly KpiId[];
export type Headline = (typeof HEADLINES)[number];

/** The numbers that stand beside them, smaller. */
export const BESIDE = [
	'service_level',
	'abandonment',
	'resolution_time',
	'cases_opened'
] as const satisfies readonly KpiId[];

export const RANGES = ['today', '7d', '30d', '90d', 'all'] as const;
export type Range = (typeof RANGES)[number];

const calendarDate = z.iso.date({ error: 'expected a date such as 2026-11-21' }).optional();

/** What a page is asked: its address, read once. Dates count in the business zone, both included. */
export const Question = z
	.object({
		range: z.enum(RANGES, { error: `expected one of ${RANGES.join(', ')}` }).default('30d'),
		from: calendarDate,
		to: calendarDate,
		channels: z.array(
			z.enum([...Channel.options, ''], { error: `expected one of ${Channel.options.join(', ')}` })
		),
		teams: z
			.array(z.string().max(200, 'expected at most 200 characters'))
			.max(100, 'expected at most 100 teams'),
		kpi: z.enum(HEADLINES, { error: `expected one of ${HEADLINES.join(', ')}` }).default('first_response')
	})
	.refine(({ from, to }) => (from === undefined) === (to === undefined), {
		path: ['from'],
		error: 'expected both from and to, or neither'
	})
	.refine(({ from, to }) => !from || !to || from <= to, {
		path: ['to'],
		error: 'expected a date not before from'
	});
export type Question = z.infer<typeof Question>;

/** What an address without parameters asks. */
export const DEFAULT_QUESTION: Question = Question.parse({ channels: [], teams: [] });

/** The address's spelling of each field, where it is not the field's name. */
const SPELLING: Record<string, string> = { channels: 'channel', teams: 'team' };

export type Read = { ok: true; question: Question } | { ok: false; problem: string };

/** Reads a page's address; a problem names the parameter and what was expected of it. */
export function readQuestion(params: URLSearchParams): Read {
	const parsed = Question.safeParse({
		range: params.get('range') ?? undefined,
		from: params.get('from') || undefined,
		to: params.get('to') || undefined,
		channels: params.getAll('channel').filter((channel) => channel !== 'all'),
		teams: params
			.getAll('team')
			.filter((team) => team !== 'all')
			.map(teamOfSegment),
		kpi: params.get('kpi') ?? undefined
	});
	if (parsed.success) return { ok: true, question: parsed.data };
	const issue = parsed.error.issues[0];
	const field = String(issue?.path[0] ?? '');
	return { ok: false, problem: `${SPELLING[field] ?? field}: ${issue?.message ?? 'invalid'}` };
}

/** A team without a name still needs an address. */
const NAMELESS = '~unknown';
export const segmentOfTeam = (team: string) => (team === '' ? NAMELESS : team);
export const teamOfSegment = (segment: string) => (segment === NAMELESS ? '' : segment);

/** The query string of a question; what is usual is left out. */
export function queryOf(question: Question, changes: Partial<Question> = {}): string {
	const { range, from, to, channels, teams, kpi } = { ...question, ...changes };
	const params = [
		...(from && to
			? [
					['from', from],
					['to', to]
				]
			: range === '30d'
				? []
				: [['range', range]]),
		...channels.map((channel) => ['channel', channel]),
		...teams.map((team) => ['team', segmentOfTeam(team)]),
		...(kpi === 'first_response' ? [] : [['kpi', kpi]])
	];
	return params.length > 0 ? `?${new URLSearchParams(params)}` : '';
}

/** A team's page, asked the same. */
export const teamHref = (team: string, question: Question, changes: Partial<Question> = {}) =>
	`/teams/${encodeURIComponent(segmentOfTeam(team))}${queryOf(question, { teams: [], ...changes })}`;

export const caseHref = (caseId: string) => `/cases/${encodeURIComponent(caseId)}`;

/** A question's time made absolute. `anchored`: it ends at the latest data, which is old, and not today. */
export type Period = {
	from: string;
	to: string;
	/** Where trends by week begin: whole weeks only. */
	weeksFrom: string;
	grain: Grain;
	/** For what happens seldom: complaints and survey answers. */
	seldomGrain: Grain;
	anchored: boolean;
};

export type Clock = {
	/** The server's clock, ms. */
	now: number;
	/** The latest event, and the earliest; null without any. */
	watermark: number | null;
	earliest: number | null;
	zone: string;
};

const DAY = 86_400_000;
/** From this many days on, weeks say more than days about what happens seldom. */
const SELDOM_DAYS = 21;
const LENGTH = { today: 1, '7d': 7, '30d': 30, '90d': 90 } as const;

/** The day on which a range ends: today, or the day of the latest event when that is more than a day ago. */
function lastDate({ now, watermark, zone }: Clock) {
	const anchored = watermark !== null && now - watermark > DAY;
	return { date: dateIn(anchored ? watermark : now, zone), anchored };
}

/**
 * The period a question asks for, in whole days of the business zone, so that it moves only at midnight
 * (or as replayed history comes in).
 */
export function periodOf({ range, from, to }: Question, clock: Clock): Period {
	if (from && to) return periodBetween(from, to, false, clock.zone);
	const { date, anchored } = lastDate(clock);
	if (range !== 'all') return periodBetween(addDays(date, 1 - LENGTH[range]), date, anchored, clock.zone);
	const first = clock.earliest === null ? date : dateIn(clock.earliest, clock.zone);
	return periodBetween(first < date ? first : date, date, anchored, clock.zone);
}

/**
 * The calendar day it is, which a wall says it shows: it never goes back to the day of the latest event, for Saturday's numbers
 * on Monday morning would be taken for Monday's.
 */
export function todayOf(now: number, zone: string): Period {
	const date = dateIn(now, zone);
	return periodBetween(date, date, false, zone);
}

function periodBetween(first: string, last: string, anchored: boolean, zone: string): Period {
	const from = startOfDate(first, zone);
	const to = startOfDate(addDays(last, 1), zone);
	const days = Math.round((to - from) / DAY);
	const grain = days <= 1 ? 'hour' : days <= 31 ? 'day' : 'week';
	return {
		from: new Date(from).toISOString(),
		to: new Date(to).toISOString(),
		weeksFrom: new Date(startOfDate(mondayOf(first), zone)).toISOString(),
		grain,
		seldomGrain: days >= SELDOM_DAYS ? 'week' : grain,
		anchored
	};
}
