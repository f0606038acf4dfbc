import { z } from 'zod';
import { Channel, EARLIEST } from '#schema/event.ts';
import { mondayOfIsoWeek } from '../iso-week.ts';
import { segmentOfTeam, teamOfSegment } from '../question.ts';
import { addDays, dateIn, mondayOf } from '../zone.ts';

/** What a weekly review is asked: its address, read once. `week`: the Monday; null: the last complete week. */
export type ReviewQuestion = { week: string | null; teams: string[]; channels: string[] };

/** Which field is wrong, and what was given. */
export type ReviewProblem = { field: 'week' | 'team' | 'channel' | 'unknown'; given: string };

export type ReadReview = { ok: true; question: ReviewQuestion } | { ok: false; problem: ReviewProblem };

const KNOWN: readonly string[] = ['week', 'team', 'channel'];

const FIRST_WEEK = mondayOf(addDays(new Date(EARLIEST).toISOString().slice(0, 10), 6));

/** An ISO week, by its Monday: none before the first event there can be, none that has not begun. */
const weekOf = (thisMonday: string) =>
	z
		.string()
		.transform((text, context) => {
			const monday = mondayOfIsoWeek(text);
			if (monday !== null && monday >= FIRST_WEEK && monday <= thisMonday) return monday;
			context.addIssue({ code: 'custom', message: 'expected an ISO week that has begun' });
			return z.NEVER;
		})
		.nullable();

const Params = (thisMonday: string) =>
	z.object({
		week: weekOf(thisMonday),
		team: z.array(z.string().max(200)).max(100),
		channel: z.array(z.enum([...Channel.options, '']))
	});

/** The names an address opens a number by belong to its lens. */
const isLens = (name: string) => name === 'lens' || name.startsWith('lens_');

const chosen = (params: URLSearchParams, name: string) => params.getAll(name).filter((one) => one !== 'all');

/** Reads a review's address as of now (ms). A misspelt filter would show another review: what is unknown is a problem. */
export function readReview(
	params: URLSearchParams,
	{ now, zone }: { now: number; zone: string }
): ReadReview {
	const unknown = [...params.keys()].find((name) => !KNOWN.includes(name) && !isLens(name));
	if (unknown !== undefined) return { ok: false, problem: { field: 'unknown', given: unknown } };
	const parsed = Params(mondayOf(dateIn(now, zone))).safeParse({
		week: params.get('week'),
		team: chosen(params, 'team').map(teamOfSegment),
		channel: chosen(params, 'channel')
	});
	if (parsed.success) {
		const { week, team, channel } = parsed.data;
		return { ok: true, question: { week, teams: team, channels: channel } };
	}
	const name = parsed.error.issues[0]?.path[0];
	const field = name === 'team' || name === 'channel' ? name : 'week';
	return { ok: false, problem: { field, given: params.getAll(field).join(', ') } };
}

/** The address of a review. `week`: its ISO name; null: the last complete one. */
export function reviewHref({
	week,
	teams,
	channels
}: {
	week: string | null;
	teams: string[];
	channels: string[];
}) {
	const params = [
		...(week === null ? [] : [['week', week]]),
		...teams.map((team) => ['team', segmentOfTeam(team)]),
		...channels.map((channel) => ['channel', channel])
	];
	return `/weekly${params.length > 0 ? `?${new URLSearchParams(params)}` : ''}`;
}
