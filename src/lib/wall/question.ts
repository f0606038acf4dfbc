import { z } from 'zod';
import { Channel } from '#schema/event.ts';
import { BoardId } from '#schema/board.ts';
import { LENS_NAMES } from '../lens.ts';
import { LANGUAGES } from './language.ts';
import { segmentOfTeam, teamOfSegment } from '../question.ts';

/** Boards are shown in turn for so long, seconds. */
const TURN = { least: 5, usual: 30, most: 3600 } as const;
const turn = `expected whole seconds from ${TURN.least} to ${TURN.most}`;

const Flag = z.enum(['0', '1'], { error: 'expected 1 or 0' }).transform((said) => said === '1');

/** What a wall's address asks, beside its board: everything else about a screen stands there. */
export const WallQuestion = z.object({
	teams: z.array(z.string().max(200, 'expected at most 200 characters')).max(100),
	channels: z.array(z.enum(Channel.options, { error: `expected one of ${Channel.options.join(', ')}` })),
	theme: z.enum(['dark', 'light'], { error: 'expected dark or light' }).default('dark'),
	sound: Flag.default(false),
	/** Else the reader's own. */
	lang: z.enum(LANGUAGES, { error: `expected ${LANGUAGES.join(' or ')}` }).optional(),
	/** The boards shown in turn, this one first; empty: this one alone. */
	rotate: z.array(BoardId).max(20, 'expected at most 20 boards').default([]),
	every_s: z.coerce
		.number({ error: turn })
		.int(turn)
		.min(TURN.least, turn)
		.max(TURN.most, turn)
		.default(TURN.usual)
});
export type WallQuestion = z.infer<typeof WallQuestion>;

const KNOWN = ['team', 'channel', 'theme', 'lang', 'sound', 'rotate', 'every'];
const SPELLING: Record<string, string> = { teams: 'team', channels: 'channel', every_s: 'every' };

export type WallRead = { ok: true; question: WallQuestion } | { ok: false; problem: string };

/** Reads a wall's address; a problem names the parameter and what was expected of it. */
export function readWallQuestion(params: URLSearchParams): WallRead {
	const unknown = [...params.keys()].find((name) => ![...KNOWN, ...LENS_NAMES].includes(name));
	if (unknown !== undefined)
		return { ok: false, problem: `${unknown}: unknown parameter; known are ${KNOWN.join(', ')}` };
	const parsed = WallQuestion.safeParse({
		teams: params.getAll('team').map(teamOfSegment),
		channels: params.getAll('channel'),
		theme: params.get('theme') ?? undefined,
		lang: params.get('lang') ?? undefined,
		sound: params.get('sound') ?? undefined,
		rotate: params.get('rotate')?.split(',').filter(Boolean),
		every_s: params.get('every') ?? undefined
	});
	if (parsed.success) return { ok: true, question: parsed.data };
	const issue = parsed.error.issues[0];
	const field = String(issue?.path[0] ?? '');
	return { ok: false, problem: `${SPELLING[field] ?? field}: ${issue?.message ?? 'invalid'}` };
}

/** The boards that are shown in turn, each once; this one alone where none are. */
export const turnsOf = ({ rotate }: WallQuestion, board: string): string[] => [
	...new Set(rotate.includes(board) ? rotate : [board, ...rotate])
];

/** A wall's address; what is usual is left out. */
export function addressOf(
	board: string,
	{ teams, channels, theme, lang, sound, rotate, every_s }: WallQuestion
): string {
	const params = [
		...teams.map((team) => ['team', segmentOfTeam(team)]),
		...channels.map((channel) => ['channel', channel]),
		...(theme === 'dark' ? [] : [['theme', theme]]),
		...(lang ? [['lang', lang]] : []),
		...(sound ? [['sound', '1']] : []),
		...(rotate.length > 0 ? [['rotate', rotate.join(',')]] : []),
		...(every_s === TURN.usual ? [] : [['every', String(every_s)]])
	];
	return `/wall/${board}${params.length > 0 ? `?${new URLSearchParams(params)}` : ''}`;
}
